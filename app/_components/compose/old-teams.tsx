"use client";

// Teams of an audience whose members were read long ago: as of when the number holds, as it is said of groups.
import { makeStyles, Text, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { EstimateTeam } from "@/lib/domain/estimate";

const MOST_NAMES = 3;

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" } });

export function OldTeams({ teams }: { teams: readonly EstimateTeam[] }) {
  const t = useTranslations("compose.estimate");
  const styles = useStyles();
  // ISO times sort as they are.
  const old = teams.filter((team) => team.old).sort((a, b) => (a.readAt ?? "").localeCompare(b.readAt ?? ""));
  const since = old[0]?.readAt;
  if (!since) return null;
  const names = old.slice(0, MOST_NAMES).map(({ name }) => name).join(", ");
  return (
    <Text size={200} className={styles.quiet}>
      {t("teamsOld", { teams: names, more: Math.max(old.length - MOST_NAMES, 0), at: new Date(since) })}
    </Text>
  );
}
