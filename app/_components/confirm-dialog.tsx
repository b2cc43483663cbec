"use client";

// Asks before something that cannot be undone. The safe way out has the focus; the other button names verb and number.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from "@fluentui/react-components";
import { cloneElement, type ReactElement, type Ref, useRef, useState } from "react";
import { useTranslations } from "use-intl";

const useStyles = makeStyles({ text: { paddingBottom: "12px" } });

type TriggerProps = { onClick?: () => void; "aria-haspopup"?: "dialog"; ref?: Ref<HTMLButtonElement> };
type Props = {
  trigger: ReactElement<TriggerProps>;
  title: string;
  text: string;
  confirm: string;
  onConfirm: () => void;
};

export function ConfirmDialog({ trigger, ...question }: Props) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  // The dialog exists only while it is open: a modal part brings hidden focus stops with it.
  return (
    <>
      {cloneElement(trigger, { ref: opener, onClick: () => setOpen(true), "aria-haspopup": "dialog" })}
      {open && <AskDialog {...question} onClose={close} />}
    </>
  );
}

/** The question alone, for a trigger that is gone by then, such as an item of a menu. */
export function AskDialog({ title, text, confirm, onConfirm, onClose }: Omit<Props, "trigger"> & { onClose: () => void }) {
  const styles = useStyles();
  const t = useTranslations("shell");
  const goAhead = () => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.text}>{text}</DialogContent>
          {/* Sizes are spelled out: inside a message bar buttons would inherit its small ones. */}
          <DialogActions fluid>
            <Button size="medium" autoFocus onClick={onClose}>{t("goBack")}</Button>
            <Button size="medium" appearance="primary" onClick={goAhead}>{confirm}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
