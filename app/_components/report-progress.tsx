"use client";

// How a broadcast is getting on: the share that has ended, the rate, and when the last one will be done. It reads the
// server's numbers only, so it survives a reload; steps of ten percent are announced to screen readers.
import { makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { useFormatter, useNow, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { endedCount, openCount } from "./open-count";
import { ReportCard } from "./report-card";
import { When } from "./when";

const TICK_MS = 1_000;

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", gap: "4px 20px", justifyContent: "space-between" },
  quiet: { color: tokens.colorNeutralForeground2 },
  hidden: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
});

/** Nothing for a broadcast that is not under way: its timeline and its ledger say everything. */
export function ReportProgress({ detail }: { detail: BroadcastDetail }) {
  const t = useTranslations("report");
  const { status, purpose } = detail;
  if (purpose === "STANDING" || purpose === "RECURRING") return null;
  if (status === "RESOLVING") {
    return (
      <ReportCard title={t("progress.title")}>
        <ProgressBar thickness="large" aria-label={t("progress.title")} />
        <Text role="status">{t("progress.resolving")}</Text>
      </ReportCard>
    );
  }
  const sweeping = status === "CANCELED" && openCount(detail.counts) > 0;
  if (status !== "SENDING" && status !== "PAUSED" && !sweeping) return null;
  // Paused before its audience was written down: there is nothing to measure yet.
  if (detail.counts.total === 0) return null;
  return <Underway detail={detail} />;
}

function Underway({ detail: { counts, progress, status } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const ended = endedCount(counts);
  const share = counts.total === 0 ? 0 : ended / counts.total;
  const tenths = Math.floor(share * 10) * 10;
  return (
    <ReportCard title={t("progress.title")}>
      <ProgressBar
        thickness="large"
        value={share}
        color={status === "PAUSED" ? "warning" : "brand"}
        aria-label={t("progress.title")}
        aria-valuetext={t("progress.ended", { ended, total: counts.total })}
      />
      <div className={styles.line}>
        <Text weight="semibold">
          {t("progress.ended", { ended, total: counts.total })} · {format.number(share, { style: "percent" })}
        </Text>
        {status === "SENDING" && <Pace progress={progress} waiting={counts.retryWait === openCount(counts)} />}
      </div>
      <span role="status" className={styles.hidden}>{t("progress.announce", { percent: tenths })}</span>
    </ReportCard>
  );
}

function Pace({ progress, waiting }: { progress: BroadcastDetail["progress"]; waiting: boolean }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const { sentPerSecond, etaSeconds, throttledUntil } = progress;
  if (throttledUntil !== null && new Date(throttledUntil) > now) {
    return <Text className={styles.quiet}>{t("progress.throttled")} <When at={throttledUntil} exact /></Text>;
  }
  if (sentPerSecond === 0 || etaSeconds === null) {
    return <Text className={styles.quiet}>{t(waiting ? "progress.waiting" : "progress.still")}</Text>;
  }
  const end = new Date(now.getTime() + etaSeconds * 1000);
  const rate = format.number(sentPerSecond, { maximumFractionDigits: sentPerSecond < 10 ? 1 : 0 });
  const at = format.dateTime(end, { timeStyle: "medium" });
  return <Text className={styles.quiet}>{t("progress.pace", { rate, at, distance: format.relativeTime(end, now) })}</Text>;
}
