"use client";

// The report of one broadcast, live: how far it is, where every recipient ended, why, and what can be done about it.
import { makeStyles, Skeleton, SkeletonItem } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { ReportReview } from "./approval/report-review";
import { openCount } from "./open-count";
import { ProblemBar } from "./problem-bar";
import { ReportRuns } from "./recurring/report-runs";
import { ReportDeliveries } from "./report-deliveries";
import { ReportEstimate } from "./report-estimate";
import { ReportHeader } from "./report-header";
import { ReportLedger } from "./report-ledger";
import { ReportMessage } from "./report-message";
import { ReportPaused } from "./report-paused";
import { ReportProgress } from "./report-progress";
import { ReportReasons } from "./report-reasons";
import { ReportStall } from "./report-stall";
import { ReportStates } from "./report-states";
import { ReportTimeline } from "./report-timeline";
import { ReportUnconfirmed } from "./report-unconfirmed";
import { type Live, useLive } from "./use-live";

const LIVE_MS = 1_500;
const CALM_MS = 10_000;

const useStyles = makeStyles({
  page: { display: "grid", rowGap: "20px", gridTemplateColumns: "minmax(0, 1fr)" },
  // A live region must stand there before it has words, and an empty one must not leave a gap.
  states: {
    "& > :not(:empty) ~ :not(:empty)": { marginTop: "12px" },
    ":not(:has(> :not(:empty)))": { marginBottom: "-20px" },
  },
  two: {
    display: "grid",
    gap: "20px",
    alignItems: "start",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 400px), 1fr))",
  },
});

export function ReportPage({ id }: { id: string }) {
  const live = useLive<BroadcastDetail>(`/api/broadcasts/${id}`, (detail) => detail && isMoving(detail) ? LIVE_MS : CALM_MS);
  const styles = useStyles();
  return (
    <div className={styles.page}>
      <ProblemBar error={live.error} stale={live.stale} onRetry={() => void live.refresh()} />
      {live.data ? <Report detail={live.data} live={live} /> : !live.error && <Loading />}
    </div>
  );
}

function Report({ detail, live }: { detail: BroadcastDetail; live: Live<BroadcastDetail> }) {
  const styles = useStyles();
  const hasDeliveries = detail.counts.total > 0;
  // Whoever decides reads the message before the question.
  const inReview = detail.status === "IN_REVIEW";
  const refresh = () => void live.refresh();
  return (
    <>
      <ReportHeader detail={detail} onChanged={refresh} />
      <div className={styles.states}>
        <ReportStall detail={detail} />
        <ReportPaused detail={detail} onChanged={refresh} />
        <ReportStates detail={detail} />
        <ReportUnconfirmed detail={detail} onChanged={refresh} />
      </div>
      {inReview && <ReportMessage detail={detail} />}
      <ReportReview detail={detail} onChanged={refresh} />
      <ReportRuns detail={detail} onChanged={refresh} />
      <ReportTimeline detail={detail} />
      <ReportProgress detail={detail} />
      {!hasDeliveries && !inReview && <ReportMessage detail={detail} />}
      {hasDeliveries && (
        <>
          <ReportLedger detail={detail} />
          <div className={styles.two}>
            <ReportReasons detail={detail} />
            <ReportEstimate detail={detail} />
          </div>
          <ReportMessage detail={detail} />
          <ReportDeliveries id={detail.id} moving={isMoving(detail)} />
        </>
      )}
    </>
  );
}

// After a cancel, rows are still swept: what counts is whether a delivery is open, not the broadcast's state alone.
function isMoving({ status, counts, purpose }: BroadcastDetail): boolean {
  const open = openCount(counts) > 0;
  if (purpose === "STANDING") return open;
  return status === "SCHEDULED" || status === "RESOLVING" || status === "SENDING" || (status === "CANCELED" && open);
}

function Loading() {
  const styles = useStyles();
  const t = useTranslations("shell");
  return (
    <Skeleton aria-label={t("loading")} className={styles.page}>
      <SkeletonItem size={40} style={{ width: "50%" }} />
      <SkeletonItem size={96} />
      <SkeletonItem size={128} />
    </Skeleton>
  );
}
