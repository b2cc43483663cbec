"use client";

// Cancels a broadcast, after asking: the dialog says who is left out, and its button how many they are.
import { Button } from "@fluentui/react-components";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { ConfirmDialog } from "./confirm-dialog";
import { endedCount, leftCount } from "./open-count";

type Props = { detail: BroadcastDetail; busy: boolean; onConfirm: () => void };

export function CancelButton({ detail, busy, onConfirm }: Props) {
  const t = useTranslations("report");
  const left = leftCount(detail);
  return (
    <ConfirmDialog
      trigger={<Button icon={<DismissCircleRegular />} disabled={busy}>{t("cancel.button")}</Button>}
      title={t("cancel.title")}
      text={t("cancel.text", { left, ended: endedCount(detail.counts) })}
      confirm={t("cancel.confirm", { left })}
      onConfirm={onConfirm}
    />
  );
}
