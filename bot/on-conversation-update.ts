// People and the bot itself coming and going, and what happens to teams, channels and group chats. Whoever joins a team
// that has the app is welcomed, once.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { forgetMembers } from "@/lib/commands/forget-members";
import { forgetTeam } from "@/lib/commands/forget-team";
import { recordTeam } from "@/lib/commands/record-team";
import { welcomeRecipient } from "@/lib/commands/welcome-recipient";

import { type Activity, isBot } from "./activity";
import type { Bot } from "./bot";
import { added, removed } from "./on-install";
import { channelOf, recordGroupChatOf, recordMembers, teamOf } from "./record-people";
import { sightingsOf } from "./sightings";

export async function onConversationUpdate(bot: Bot, activity: Activity): Promise<void> {
  const { membersAdded = [], membersRemoved = [] } = activity;
  if (membersAdded.some((account) => isBot(account, activity))) await added(bot, activity);
  if (membersRemoved.some((account) => isBot(account, activity))) return removed(bot, activity);
  await recordGroupChatOf(bot, activity, "CONVERSATION_UPDATE", membersAdded.length + membersRemoved.length > 0);
  await membersJoined(bot, activity);
  await membersLeft(bot, activity);
  await teamChanged(bot, activity);
}

async function membersJoined(bot: Bot, activity: Activity): Promise<void> {
  const joined = sightingsOf(activity, activity.membersAdded ?? [], "CONVERSATION_UPDATE");
  const { people, teamId } = await recordMembers(bot, activity, joined);
  if (!teamId) return;
  for (const { recipientId } of people) {
    const input = { recipientId, joinedTeamId: teamId, ratePerSecond: bot.ratePerSecond };
    await welcomeRecipient.run(bot.db, SYSTEM_ACTOR, input);
  }
}

async function membersLeft(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  const objectIds = (activity.membersRemoved ?? []).flatMap(({ aadObjectId }) => aadObjectId ?? []);
  if (!team || objectIds.length === 0) return;
  const { tenantId, teamsId } = team;
  await forgetMembers.run(bot.db, SYSTEM_ACTOR, { tenantId, teamsId, objectIds });
}

async function teamChanged(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  if (!team) return;
  const { at } = activity;
  const record = (more: object) => recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, ...more });
  const channel = channelOf(activity);
  switch (activity.channelData?.eventType) {
    case "teamDeleted":
    case "teamHardDeleted":
      await forgetTeam.run(bot.db, SYSTEM_ACTOR, { tenantId: team.tenantId, teamsId: team.teamsId, at, deleted: true });
      return;
    case "teamRestored":
      await record({ installed: { at }, archivedAt: null });
      return;
    case "teamArchived":
      await record({ archivedAt: at });
      return;
    case "teamUnarchived":
      await record({ archivedAt: null });
      return;
    case "teamRenamed":
      await record({});
      return;
    case "channelCreated":
    case "channelRestored":
      await record({ channel: { ...channel, removedAt: null } });
      return;
    case "channelRenamed":
      await record({ channel });
      return;
    case "channelDeleted":
      await record({ channel: { ...channel, removedAt: at } });
      return;
    default:
      return;
  }
}
