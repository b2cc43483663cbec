"use client";

// Keeps the message of a draft as a template, under a name.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Text,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";
import type { Message } from "@/lib/domain/message";
import type { TemplateView } from "@/lib/domain/views";

const MAX_NAME = 80;

const useStyles = makeStyles({ stack: { display: "grid", rowGap: "16px", paddingBottom: "12px" } });

type Props = { message: Message; onClose: () => void };

export function SaveTemplateDialog({ message, onClose }: Props) {
  const t = useTranslations("templates");
  const styles = useStyles();
  const toast = useToast();
  const { busy, error, run, clear } = useCommand();
  const [name, setName] = useState(() => (message.title ?? "").replace(/\{\{[^}]*\}\}/g, "").trim().slice(0, MAX_NAME));
  const [asked, setAsked] = useState(false);
  const taken = error?.code === "CONFLICT";
  const missing = asked && name.trim() === "";
  const fault = taken ? t("editor.nameTaken") : missing ? t("editor.fault.missing") : undefined;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "") return;
    const saved = await run(async () => {
      const template = await apiSend<TemplateView>("POST", "/api/templates", { body: { name: name.trim(), message } });
      toast(t("saved", { name: template.name }));
    });
    if (saved) onClose();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form noValidate onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{t("saveAs.title")}</DialogTitle>
            <DialogContent className={styles.stack}>
              <Text>{t("saveAs.text")}</Text>
              {!taken && <ProblemBar error={error} />}
              <Field label={t("saveAs.name")} required {...(fault !== undefined && { validationMessage: fault })}>
                <Input
                  autoFocus
                  name="name"
                  dir="auto"
                  value={name}
                  maxLength={MAX_NAME}
                  onChange={(_event, { value }) => {
                    setName(value);
                    clear();
                  }}
                />
              </Field>
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{t("saveAs.cancel")}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={busy}>{t("saveAs.confirm")}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
