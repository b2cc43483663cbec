"use client";

// A large audience is confirmed by typing how many people it is, or what the broadcast is called: what was typed was read.
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, Text,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { confirmsByHand } from "@/lib/domain/send-limits";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "16px", paddingBottom: "12px" },
});

type Props = {
  people: number;
  title: string;
  /** What the button that asked says. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
};

export function ConfirmPeopleDialog({ people, title, confirm, onConfirm, onClose }: Props) {
  const styles = useStyles();
  const t = useTranslations("review.confirm");
  const shell = useTranslations("shell");
  const format = useFormatter();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const good = confirmsByHand(typed, people, title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!good) return;
    onClose();
    onConfirm();
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form noValidate onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{t("title", { count: people })}</DialogTitle>
            <DialogContent className={styles.stack}>
              <Text>{t("text")}</Text>
              <Field
                required
                label={t("label", { number: format.number(people) })}
                hint={title.trim() === "" ? null : t("hint", { title: title.trim() })}
                validationState={asked && !good ? "error" : "none"}
                validationMessage={asked && !good ? t("wrong") : null}
              >
                <Input autoFocus autoComplete="off" value={typed} onChange={(_event, { value }) => setTyped(value)} />
              </Field>
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={onClose}>{shell("goBack")}</Button>
              <Button appearance="primary" type="submit">{confirm}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
