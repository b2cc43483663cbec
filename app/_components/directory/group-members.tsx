"use client";

// How many people are in a group, as of when, and what reading them or installing the app in its team is at.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { ServerWords } from "@/app/_components/server-words";
import { When } from "@/app/_components/when";
import type { GroupView } from "@/lib/domain/directory-views";
import { TEAM_UNTOLD } from "@/lib/domain/directory-words";

import { useProblemWords } from "./problem-words";

const useStyles = makeStyles({
  under: { display: "block", color: tokens.colorNeutralForeground3 },
  failed: { display: "block", color: tokens.colorPaletteRedForeground1 },
});

export function GroupMembers({ group }: { group: GroupView }) {
  const styles = useStyles();
  const t = useTranslations("directory.groups");
  const { members, readAt, reading, rest, problem, teamInstall } = group;
  return (
    <>
      {members !== null && <span>{t("members", { count: members })}</span>}
      {members !== null && readAt !== null && reading === "READ" && (
        <Text size={200} className={styles.under}>{t("asOf")} <When at={readAt} /></Text>
      )}
      {reading !== "READ" && reading !== "FAILED" && (
        <Text size={200} className={styles.under} role="status">
          {rest === null ? t(`reading.${reading}`) : t("resting", { ...rest, until: new Date(rest.until) })}
        </Text>
      )}
      {problem !== null && (
        <Text size={200} className={styles.failed}>{t("reading.FAILED")} <ServerWords>{problem}</ServerWords></Text>
      )}
      {teamInstall && <TeamInstall install={teamInstall} />}
    </>
  );
}

function TeamInstall({ install: { status, problem } }: { install: NonNullable<GroupView["teamInstall"]> }) {
  const styles = useStyles();
  const t = useTranslations("directory.groups");
  const { title, remedy } = useProblemWords(problem ?? "OTHER");
  const isUntold = problem === TEAM_UNTOLD;
  if (status === "DONE") return <Text size={200} className={styles.under}>{isUntold ? `${title}. ${remedy}` : t("installedTeam")}</Text>;
  if (problem === null || isUntold) return <Text size={200} className={styles.under} role="status">{t("installing")}</Text>;
  return <Text size={200} className={styles.failed}>{t("installFailed")} {title}. {remedy}</Text>;
}
