// People and the bot itself coming and going, and what happens to teams and channels.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { forgetMembers } from "@/lib/commands/forget-members";
import { forgetTeam } from "@/lib/commands/forget-team";
import { recordTeam } from "@/lib/commands/record-team";

import { type Activity, isBot } from "./activity";
import type { Bot } from "./bot";
import { added, removed } from "./on-install";
import { channelOf, recordMembers, teamOf } from "./record-people";
import { sightingsOf } from "./sightings";

export async function onConversationUpdate(bot: Bot, activity: Activity): Promise<void> {
  const { membersAdded = [], membersRemoved = [] } = activity;
  if (membersAdded.some((account) => isBot(account, activity))) await added(bot, activity);
  if (membersRemoved.some((account) => isBot(account, activity))) return removed(bot, activity);
  await recordMembers(bot, activity, sightingsOf(activity, membersAdded, "CONVERSATION_UPDATE"));
  await membersLeft(bot, activity);
  await teamChanged(bot, activity);
}

async function membersLeft(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  const objectIds = (activity.membersRemoved ?? []).flatMap(({ aadObjectId }) => aadObjectId ?? []);
  if (!team || objectIds.length === 0) return;
  const { tenantId, teamsId } = team;
  await forgetMembers.run(bot.db, SYSTEM_ACTOR, { tenantId, teamsId, objectIds });
}

/** Archived and unarchived teams are as they were to us: what may be posted there, Teams says when it is tried. */
async function teamChanged(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  if (!team) return;
  const { at } = activity;
  const channel = channelOf(activity);
  switch (activity.channelData?.eventType) {
    case "teamDeleted":
    case "teamHardDeleted":
      await forgetTeam.run(bot.db, SYSTEM_ACTOR, { tenantId: team.tenantId, teamsId: team.teamsId, at });
      return;
    case "teamRestored":
      await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, installed: { at } });
      return;
    case "teamRenamed":
      await recordTeam.run(bot.db, SYSTEM_ACTOR, team);
      return;
    case "channelCreated":
    case "channelRenamed":
      await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, channel });
      return;
    case "channelRestored":
      await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, channel: { ...channel, removedAt: null } });
      return;
    case "channelDeleted":
      await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, channel: { ...channel, removedAt: at } });
      return;
    default:
      return;
  }
}
