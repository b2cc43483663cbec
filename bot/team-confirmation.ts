// What a message to all members of a team comes to, before it is sent. While the members are being read for the first
// time there is no button to send it: whoever is not known yet would be left out without a word.
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { teamConfirmCard } from "@/lib/domain/card-team-message";
import type { Estimate } from "@/lib/domain/estimate";
import { needsConfirmation } from "@/lib/domain/send-limits";
import type { RosterView } from "@/lib/domain/views";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { getSendLimits } from "@/lib/store/send-limits";

import type { Bot } from "./bot";
import type { TeamTalk } from "./team-message";

export async function showConfirmation(
  bot: Bot, talk: TeamTalk, draft: Broadcast,
  { template, mistyped = false }: { template: string | undefined; mistyped?: boolean },
): Promise<AdaptiveCard> {
  const { team, labels, sign } = talk;
  const { total, net } = await countTeam(bot, draft);
  const same = { broadcast: draft.id, team: team.id, ...(template ? { template } : {}) };
  return teamConfirmCard(labels, {
    team: team.name,
    topic: draft.topic?.name ?? "",
    title: draft.message.title ?? "",
    net,
    leftOut: total - net,
    reading: isFirstReading(team.roster) ? team.members : null,
    typing: needsConfirmation(net, await getSendLimits(bot.db)) ? { mistyped } : null,
    unread: team.roster?.status === "FAILED",
    actions: {
      send: sign({ verb: "teamSend", ...same, revision: draft.revision }),
      count: sign({ verb: "teamCount", ...same }),
      edit: sign({ verb: "teamEdit", ...same }),
      cancel: sign({ verb: "teamCancel", ...same }),
    },
  });
}

/** As the draft stands; the number on the button. */
export async function countTeam(bot: Bot, { audience, topic, priority }: Broadcast): Promise<Estimate> {
  if (!audience) throw new Error("A message to a team has an audience.");
  const question = { audience, topic, urgent: priority === "URGENT", ratePerSecond: bot.ratePerSecond };
  const { sample: _sample, ...estimate } = await estimateAudience(bot.db, question);
  return estimate;
}

function isFirstReading(roster: RosterView | null): boolean {
  return roster === null || (roster.readAt === null && roster.status !== "FAILED");
}
