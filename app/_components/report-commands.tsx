"use client";

// The commands of a broadcast, only those its state allows. What cannot be undone asks first, with the verb and the
// number on the button; everything else happens at once and is confirmed by a toast.
import { Button, makeStyles } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons/svg/arrow-clockwise";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { DraftsRegular } from "@fluentui/react-icons/svg/drafts";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { PauseRegular } from "@fluentui/react-icons/svg/pause";
import { PlayRegular } from "@fluentui/react-icons/svg/play";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import type { BroadcastDetail, BroadcastView } from "@/lib/domain/views";

import { allowedCommands } from "./allowed-commands";
import { apiSend } from "./api";
import { ConfirmDialog } from "./confirm-dialog";
import { endedCount, openCount } from "./open-count";
import { ProblemBar } from "./problem-bar";
import { useMayWrite } from "./shell-context";
import { LinkButton } from "./soft-link";
import { useCommand } from "./use-command";
import { useToast } from "./use-toast";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "8px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

type Props = { detail: BroadcastDetail; onChanged: () => void };

export function ReportCommands({ detail, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("report");
  const mayWrite = useMayWrite();
  const actions = useActions(detail, onChanged);
  const may = allowedCommands(detail);
  if (!mayWrite) return null;
  const { busy } = actions;
  return (
    <div className={styles.root}>
      <div className={styles.buttons}>
        {may.edit && (
          <LinkButton icon={<EditRegular />} appearance="primary" href={`/broadcasts/${detail.id}/edit`}>
            {t("edit")}
          </LinkButton>
        )}
        {may.resume && (
          <Button icon={<PlayRegular />} appearance="primary" disabled={busy} onClick={actions.resume}>
            {t("resume")}
          </Button>
        )}
        {may.pause && <Button icon={<PauseRegular />} disabled={busy} onClick={actions.pause}>{t("pause")}</Button>}
        {may.takeBack && (
          <Button icon={<DraftsRegular />} disabled={busy} onClick={actions.takeBack}>{t("takeBack")}</Button>
        )}
        {may.retry && (
          <Button icon={<ArrowClockwiseRegular />} appearance="primary" disabled={busy} onClick={actions.retry}>
            {t("retry", { count: detail.counts.failed })}
          </Button>
        )}
        {may.duplicate && (
          <Button icon={<CopyRegular />} disabled={busy} onClick={actions.duplicate}>{t("duplicate")}</Button>
        )}
        {may.cancel && <CancelButton detail={detail} busy={busy} onConfirm={actions.cancel} />}
        {may.remove && (
          <ConfirmDialog
            trigger={<Button icon={<DeleteRegular />} disabled={busy}>{t("remove.button")}</Button>}
            title={t("remove.title")}
            text={t("remove.text")}
            confirm={t("remove.confirm")}
            onConfirm={actions.remove}
          />
        )}
      </div>
      <ProblemBar error={actions.error} />
    </div>
  );
}

function CancelButton({ detail, busy, onConfirm }: { detail: BroadcastDetail; busy: boolean; onConfirm: () => void }) {
  const t = useTranslations("report");
  const { counts, estimate } = detail;
  // Before the audience is frozen, the estimate is the best number there is.
  const left = counts.total > 0 ? openCount(counts) : (estimate?.net ?? 0);
  return (
    <ConfirmDialog
      trigger={<Button icon={<DismissCircleRegular />} disabled={busy}>{t("cancel.button")}</Button>}
      title={t("cancel.title")}
      text={t("cancel.text", { left, ended: endedCount(counts) })}
      confirm={t("cancel.confirm", { left })}
      onConfirm={onConfirm}
    />
  );
}

function useActions(detail: BroadcastDetail, onChanged: () => void) {
  const t = useTranslations("report");
  const router = useRouter();
  const toast = useToast();
  const { busy, error, run } = useCommand();
  const path = `/api/broadcasts/${detail.id}`;
  const act = (verb: string, done: string) => () => void run(async () => {
    await apiSend("POST", `${path}/${verb}`);
    toast(done);
  }).then(onChanged);
  return {
    busy,
    error,
    pause: act("pause", t("done.paused")),
    resume: act("resume", t("done.resumed")),
    takeBack: act("take-back", t("done.takenBack")),
    cancel: act("cancel", t("done.canceled")),
    retry: act("retry-failed", t("done.retried", { count: detail.counts.failed })),
    duplicate: () => void run(async () => {
      const copy = await apiSend<BroadcastView>("POST", `${path}/duplicate`);
      router.push(`/broadcasts/${copy.id}/edit`);
    }),
    remove: () => void run(async () => {
      await apiSend("DELETE", path);
      toast(t("done.removed"));
      router.push("/broadcasts");
    }),
  };
}
