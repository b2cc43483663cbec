"use client";

// How many members of a team or group chat are known, as of when, and what reading them is at. A failure comes with its remedy.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { When } from "@/app/_components/when";
import type { RosterView } from "@/lib/domain/views";

const BUSY_MS = 1_500;
const IDLE_MS = 15_000;

const useStyles = makeStyles({
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  failed: { display: "block", color: tokens.colorPaletteRedForeground1 },
});

/** How soon to ask again: often while a reading is under way. */
export function everyMs(rosters: (RosterView | null)[] | undefined): number {
  return rosters?.some(isReading) ? BUSY_MS : IDLE_MS;
}

export function isReading(roster: RosterView | null): boolean {
  return roster?.status === "WANTED" || roster?.status === "READING";
}

/** `members`: as many as are known; null while nobody has looked. */
export function RosterWords({ members, roster }: { members: number | null; roster: RosterView | null }) {
  const styles = useStyles();
  const t = useTranslations("teams");
  return (
    <>
      {members !== null && <span>{t("members", { count: members })}</span>}
      {roster === null && <Text size={200} className={styles.under}>{t("roster.never")}</Text>}
      {roster !== null && isReading(roster) && (
        <Text size={200} className={styles.under} role="status">
          {roster.status === "WANTED" ? t("roster.WANTED")
            : roster.total === null ? t("roster.readingOpen", { read: roster.read })
            : t("roster.reading", { read: roster.read, total: roster.total })}
        </Text>
      )}
      {roster?.status === "READ" && roster.readAt !== null && (
        <Text size={200} className={styles.under}>{t("roster.asOf")} <When at={roster.readAt} /></Text>
      )}
      {roster?.status === "FAILED" && (
        <Text size={200} className={styles.failed}>{t(`roster.error.${roster.error ?? "REFUSED"}`)}</Text>
      )}
    </>
  );
}
