"use client";

// Times of the timeline that need more than a date: how long until it begins, the time in the zone its author planned
// in, and the moment after which nothing is sent.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { HourglassRegular } from "@fluentui/react-icons/svg/hourglass";
import { useFormatter, useNow, useTranslations } from "use-intl";

import type { BroadcastDetail } from "@/lib/domain/views";

import { useDuration } from "./use-duration";
import { utcOf } from "./when";

const TICK_MS = 10_000;

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  expiry: { display: "flex", columnGap: "8px", alignItems: "start", color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0, fontSize: "20px" },
});

/** `ms` until its time; below zero it is being fetched by the engine's next look. */
export function Waiting({ ms }: { ms: number }) {
  const t = useTranslations("report");
  const duration = useDuration();
  const wholeSeconds = Math.ceil(ms / 1000) * 1000;
  const words = ms > 0 ? t("stage.startsIn", { duration: duration(wholeSeconds) }) : t("stage.due");
  return <Text size={200} weight="semibold">{words}</Text>;
}

/** The same moment on the wall where its author was, when that is not where the reader is. */
export function OtherZone({ detail: { scheduledZone }, at }: { detail: BroadcastDetail; at: string }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  if (scheduledZone === null) return null;
  const date = new Date(at);
  const look = { dateStyle: "medium", timeStyle: "short" } as const;
  const there = format.dateTime(date, { ...look, timeZone: scheduledZone });
  if (there === format.dateTime(date, look)) return null;
  return <Text size={200} className={styles.quiet}>{t("stage.inZone", { time: there, zone: scheduledZone })}</Text>;
}

export function Expiry({ detail: { expiresAt, status } }: { detail: BroadcastDetail }) {
  const styles = useStyles();
  const t = useTranslations("report");
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  if (expiresAt === null || status === "DRAFT") return null;
  const date = new Date(expiresAt);
  const at = format.dateTime(date, { dateStyle: "medium", timeStyle: "short" });
  const over = date <= now;
  return (
    <Text className={styles.expiry} title={utcOf(date)}>
      <HourglassRegular className={styles.icon} aria-hidden />
      <span>{t(over ? "stage.expired" : "stage.expires", { at })}</span>
    </Text>
  );
}
