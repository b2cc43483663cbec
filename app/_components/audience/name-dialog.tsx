"use client";

// Asks for the name of an audience, and says so when another one has it.
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

import { ProblemBar } from "@/app/_components/problem-bar";
import { useCommand } from "@/app/_components/use-command";

export const MAX_AUDIENCE_NAME = 80;

const useStyles = makeStyles({ stack: { display: "grid", rowGap: "16px", paddingBottom: "12px" } });

type Props = {
  title: string;
  text?: string;
  confirm: string;
  name?: string;
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
};

export function NameDialog({ title, text, confirm, name: before = "", onSave, onClose }: Props) {
  const t = useTranslations("audiences");
  const styles = useStyles();
  const { busy, error, run, clear } = useCommand();
  const [name, setName] = useState(before);
  const [asked, setAsked] = useState(false);
  const taken = error?.code === "CONFLICT";
  const missing = asked && name.trim() === "";
  const fault = taken ? t("saveAs.taken") : missing ? t("saveAs.missing") : undefined;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "") return;
    if (await run(() => onSave(name.trim()))) onClose();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form noValidate onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.stack}>
              {text !== undefined && <Text>{text}</Text>}
              {!taken && <ProblemBar error={error} />}
              <Field label={t("saveAs.name")} required {...(fault !== undefined && { validationMessage: fault })}>
                <Input
                  autoFocus
                  name="name"
                  dir="auto"
                  value={name}
                  maxLength={MAX_AUDIENCE_NAME}
                  onChange={(_event, { value }) => {
                    setName(value);
                    clear();
                  }}
                />
              </Field>
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{t("saveAs.cancel")}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={busy}>{confirm}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
