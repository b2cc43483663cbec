"use client";

// What an audience comes to: the number of people who will get it, everybody who will not and why, and when the last
// one has it. The parts are shown so that they visibly add up to the audience.
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { MissingPolicy } from "@/lib/domain/broadcast";
import { type EstimateAnswer, isBeingRead, reachOf } from "@/lib/domain/estimate";

import { durationWords } from "./duration-words";
import { EstimateTable } from "./estimate-table";
import { FailedTeams } from "./failed-teams";
import { OldTeams } from "./old-teams";
import type { EstimateState } from "./use-estimate";
import { useProblemText } from "./use-problem-text";

const useStyles = makeStyles({
  stack: { display: "grid", rowGap: tokens.spacingVerticalS, gridTemplateColumns: "minmax(0, 1fr)" },
  net: {
    fontSize: tokens.fontSizeBase500,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase500,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  stale: { opacity: 0.6 },
});

export function EstimatePanel({ state, onMissing }: { state: EstimateState; onMissing: MissingPolicy }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const problemText = useProblemText();
  const { estimate, status, problem, refresh } = state;
  if (status === "NONE") return <Text className={styles.quiet}>{t("estimate.none")}</Text>;
  if (status === "FAILED" && problem) {
    return (
      <MessageBar intent="warning">
        <MessageBarBody>
          {t("estimate.failed", { reason: problemText(problem) })}{" "}
          <Button size="small" onClick={refresh}>{t("tryAgain")}</Button>
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (!estimate) return <Skeleton aria-label={t("estimate.loading")}><SkeletonItem size={64} /></Skeleton>;
  return (
    <div className={mergeClasses(styles.stack, status === "LOADING" && styles.stale)} aria-busy={status === "LOADING"}>
      <span className={styles.net} role="status">{t("estimate.net", { count: reachOf(estimate, onMissing) })}</span>
      <FailedTeams teams={estimate.teams} />
      <EstimateTable estimate={estimate} onMissing={onMissing} />
      <Notes estimate={estimate} />
      <OldTeams teams={estimate.teams} />
    </div>
  );
}

/** What the numbers rest on, each in a sentence. */
function Notes({ estimate }: { estimate: EstimateAnswer }) {
  const t = useTranslations("compose");
  const styles = useStyles();
  const { duplicates, places, queuedAhead, durationSeconds, groups, teams } = estimate;
  const teamsReading = teams.filter(({ readAt, error, goneAt }) => readAt === null && error === null && goneAt === null);
  const notes = [
    durationSeconds > 0 && t("estimate.duration", { duration: durationWords(durationSeconds, t) }),
    queuedAhead > 0 && t("estimate.queued", { count: queuedAhead }),
    places > 0 && t("estimate.places", { count: places }),
    duplicates > 0 && t("estimate.duplicates", { count: duplicates }),
    teamsReading.length > 0 && t("estimate.teamsReading", { teams: teamsReading.map(({ name }) => name).join(", ") }),
    groups.length > 0 && t(groups.some(isBeingRead) ? "estimate.groupsReading" : "estimate.groups"),
  ].filter((note) => note !== false);
  return notes.map((note) => <Text key={note} size={200} className={styles.quiet}>{note}</Text>);
}
