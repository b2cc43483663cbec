"use client";

// The commands of a broadcast, only those its state allows. What cannot be undone asks first, with the verb and the
// number on the button; everything else happens at once and is confirmed by a toast.
import { Button, makeStyles } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons/svg/arrow-clockwise";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { DraftsRegular } from "@fluentui/react-icons/svg/drafts";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { PauseRegular } from "@fluentui/react-icons/svg/pause";
import { PlayRegular } from "@fluentui/react-icons/svg/play";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { allowedCommands } from "./allowed-commands";
import { CancelButton } from "./cancel-button";
import { ConfirmDialog } from "./confirm-dialog";
import { heldCauseOf } from "./held-cause";
import { ProblemBar } from "./problem-bar";
import { useMayWrite } from "./shell-context";
import { LinkButton } from "./soft-link";
import { useReportActions } from "./use-report-actions";

const useStyles = makeStyles({
  root: { display: "grid", rowGap: "8px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

type Props = { detail: BroadcastDetail; onChanged: () => void };

export function ReportCommands({ detail, onChanged }: Props) {
  const styles = useStyles();
  const t = useTranslations("report");
  const mayWrite = useMayWrite();
  const actions = useReportActions(detail, onChanged);
  const may = allowedCommands(detail);
  // Then the ways out stand beside their consequences, further down, and nowhere else.
  const asked = heldCauseOf(detail) !== null;
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
        {may.resume && !asked && (
          <Button icon={<PlayRegular />} appearance="primary" disabled={busy} onClick={actions.resume}>
            {t("resume")}
          </Button>
        )}
        {may.pause && <Button icon={<PauseRegular />} disabled={busy} onClick={actions.pause}>{t("pause")}</Button>}
        {may.takeBack && (
          <Button icon={<DraftsRegular />} disabled={busy} onClick={actions.takeBack}>
            {t(detail.purpose === "RECURRING" ? "withdraw" : "takeBack")}
          </Button>
        )}
        {may.retry && (
          <Button icon={<ArrowClockwiseRegular />} appearance="primary" disabled={busy} onClick={actions.retry}>
            {t("retry", { count: detail.counts.failed })}
          </Button>
        )}
        {may.duplicate && (
          <Button icon={<CopyRegular />} disabled={busy} onClick={actions.duplicate}>{t("duplicate")}</Button>
        )}
        {may.cancel && !asked && <CancelButton detail={detail} busy={busy} onConfirm={actions.cancel} />}
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
