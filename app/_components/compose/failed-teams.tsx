"use client";

// Teams of an audience whose members could not be read, or not again, or that the app has left, so that nobody takes the number
// for the whole or for today's, with the remedy.
import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import type { EstimateTeam } from "@/lib/domain/estimate";

export function FailedTeams({ teams }: { teams: readonly EstimateTeam[] }) {
  const t = useTranslations("compose");
  const words = useTranslations("teams");
  const wordsOf = ({ name: team, error, readAt, goneAt }: EstimateTeam): string => {
    if (goneAt !== null) return t("estimate.teamGone", { team, at: new Date(goneAt) });
    const reason = words(`roster.error.${error ?? "REFUSED"}`);
    return t(readAt === null ? "estimate.teamFailed" : "estimate.teamFailedAgain", { team, reason });
  };
  const failed = teams.filter(({ error, goneAt }) => error !== null || goneAt !== null);
  return failed.map((team) => (
    <MessageBar key={team.id} intent="warning" layout="multiline">
      <MessageBarBody>{wordsOf(team)}</MessageBarBody>
    </MessageBar>
  ));
}
