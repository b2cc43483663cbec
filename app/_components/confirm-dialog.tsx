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
  DialogTrigger,
} from "@fluentui/react-components";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";

type Props = { trigger: ReactElement; title: string; text: string; confirm: string; onConfirm: () => void };

export function ConfirmDialog({ trigger, title, text, confirm, onConfirm }: Props) {
  const t = useTranslations("shell");
  return (
    <Dialog modalType="alert">
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{text}</DialogContent>
          <DialogActions fluid>
            <DialogTrigger disableButtonEnhancement>
              <Button>{t("goBack")}</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={onConfirm}>{confirm}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
