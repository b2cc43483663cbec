"use client";

// Deliveries that may or may not have arrived: what that means, and the author's two ways out. Nothing is sent twice
// without being asked here, or by the broadcast's own policy.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { apiSend } from "./api";
import { ConfirmDialog } from "./confirm-dialog";
import { ProblemBar } from "./problem-bar";
import { useMayWrite } from "./shell-context";
import { useCommand } from "./use-command";
import { useToast } from "./use-toast";

type Decision = "RESEND" | "CLOSE";

export function ReportUnconfirmed({ detail, onChanged }: { detail: BroadcastDetail; onChanged: () => void }) {
  const t = useTranslations("report");
  const toast = useToast();
  const mayWrite = useMayWrite();
  const { busy, error, run } = useCommand();
  const count = detail.counts.unconfirmed;
  if (count === 0) return null;
  // While the broadcast is still sending, the next proof may be seconds away.
  const mayDecide = mayWrite && detail.status === "FINISHED";

  const decide = (decision: Decision) => () => void run(async () => {
    await apiSend("POST", `/api/broadcasts/${detail.id}/resolve-unconfirmed`, { body: { decision } });
    toast(t(decision === "RESEND" ? "done.retried" : "done.closed", { count }));
  }).then(onChanged);
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t("state.unconfirmed", { count })}</MessageBarTitle>
          {t(`state.unconfirmedText.${detail.onUnknown}`)}
        </MessageBarBody>
        {mayDecide && (
          <MessageBarActions>
            <DecisionButton decision="resend" count={count} busy={busy} onConfirm={decide("RESEND")} />
            <DecisionButton decision="close" count={count} busy={busy} onConfirm={decide("CLOSE")} />
          </MessageBarActions>
        )}
      </MessageBar>
      <ProblemBar error={error} />
    </>
  );
}

type ButtonProps = { decision: "resend" | "close"; count: number; busy: boolean; onConfirm: () => void };

function DecisionButton({ decision, count, busy, onConfirm }: ButtonProps) {
  const t = useTranslations("report");
  return (
    <ConfirmDialog
      trigger={<Button disabled={busy}>{t(`unconfirmed.${decision}.button`)}</Button>}
      title={t(`unconfirmed.${decision}.title`)}
      text={t(`unconfirmed.${decision}.text`)}
      confirm={t(`unconfirmed.${decision}.confirm`, { count })}
      onConfirm={onConfirm}
    />
  );
}
