"use client";

// Asked when a link is followed while the newest changes could not be saved.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { LeaveGuard } from "./use-leave-guard";

export function LeaveDialog({ guard, auto }: { guard: LeaveGuard; auto: boolean }) {
  const t = useTranslations("compose");
  // Mounted only when needed: a closed Fluent dialog already leaves invisible focus stops on the page.
  if (!guard.asking) return null;
  return (
    <Dialog open modalType="alert" onOpenChange={(_event, { open }) => !open && guard.stay()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("leave.title")}</DialogTitle>
          <DialogContent>{t(auto ? "leave.text" : "leave.textManual")}</DialogContent>
          <DialogActions fluid>
            <Button onClick={guard.stay}>{t("leave.stay")}</Button>
            <Button appearance="primary" onClick={guard.leave}>{t("leave.leave")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
