// People and the bot itself coming and going, and what happens to teams, channels and group chats. Whoever joins a team
// that has the app is welcomed, once.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { forgetMembers } from "@/lib/commands/forget-members";
import { forgetTeam } from "@/lib/commands/forget-team";
import { recordTeam } from "@/lib/commands/record-team";
import { welcomeRecipient } from "@/lib/commands/welcome-recipient";
import { listObjectIds, type RecordedSighting } from "@/lib/store/references";

import { type Account, type Activity, isBot } from "./activity";
import type { Bot } from "./bot";
import { added, removed } from "./on-install";
import { channelOf, isOfTeam, recordGroupChatOf, recordMembers, recordPeople, teamOf } from "./record-people";
import { resolveJoined } from "./resolve-joined";
import { sightingsOf } from "./sightings";

export async function onConversationUpdate(bot: Bot, activity: Activity): Promise<void> {
  const { membersAdded = [], membersRemoved = [] } = activity;
  if (eventOf(activity).startsWith("channelmember")) return channelMembersChanged(bot, activity);
  if (membersAdded.some((account) => isBot(account, activity))) await added(bot, activity);
  if (membersRemoved.some((account) => isBot(account, activity))) return removed(bot, activity);
  await recordGroupChatOf(bot, activity, "CONVERSATION_UPDATE", {
    membersChanged: membersAdded.length + membersRemoved.length > 0,
  });
  await membersJoined(bot, activity);
  await membersLeft(bot, activity);
  await teamChanged(bot, activity);
}

/** In a shared or private channel people and the bot come and go without coming to the team, or leaving it. */
async function channelMembersChanged(bot: Bot, activity: Activity): Promise<void> {
  const { membersAdded = [], membersRemoved = [], at } = activity;
  await recordPeople(bot, sightingsOf(activity, membersAdded, "CONVERSATION_UPDATE"));
  const team = teamOf(activity);
  const isRemoved = membersRemoved.some((account) => isBot(account, activity));
  if (!team || !(isRemoved || membersAdded.some((account) => isBot(account, activity)))) return;
  const channel = { ...channelOf(activity), removedAt: isRemoved ? at : null, joined: true };
  await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, channel });
}

async function membersJoined(bot: Bot, activity: Activity): Promise<void> {
  const sighted = (accounts: readonly Account[]) => sightingsOf(activity, accounts, "CONVERSATION_UPDATE");
  const team = teamOf(activity);
  if (!team) {
    await recordPeople(bot, sighted(activity.membersAdded ?? []));
    return;
  }
  const { members, unsure, isDoubtful } = await resolveJoined(bot, activity);
  const { people, teamId } = await recordMembers(bot, activity, sighted(members), { doubtful: false });
  if (teamId) await welcome(bot, people, { joinedTeamId: teamId });
  if (!isDoubtful) return;
  const perhaps = await recordPeople(bot, sighted(unsure));
  const doubted = await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, present: isOfTeam(activity), doubtful: true });
  if (isOfTeam(activity)) await welcome(bot, perhaps, { joinedTeamId: doubted.teamId, unsure: true });
}

type WelcomeFrom = { joinedTeamId: string; unsure?: boolean };

async function welcome(bot: Bot, people: readonly RecordedSighting[], from: WelcomeFrom): Promise<void> {
  for (const { recipientId } of people) {
    await welcomeRecipient.run(bot.db, SYSTEM_ACTOR, { recipientId, ...from, ratePerSecond: bot.ratePerSecond });
  }
}

async function membersLeft(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  const named = (activity.membersRemoved ?? []).flatMap(({ aadObjectId }) => aadObjectId ?? []);
  const unnamed = unnamedOf(activity.membersRemoved);
  if (!team || named.length + unnamed.length === 0) return;
  const { tenantId, teamsId } = team;
  const known = await listObjectIds(bot.db, tenantId, unnamed);
  const objectIds = [...named, ...known.values()];
  // They may have come back since; or nobody knows who they were.
  if (activity.isLate || unnamed.some((id) => !known.has(id))) {
    await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, present: isOfTeam(activity), doubtful: true });
  }
  if (activity.isLate || objectIds.length === 0) return;
  await forgetMembers.run(bot.db, SYSTEM_ACTOR, { tenantId, teamsId, objectIds, at: activity.at });
}

/** People named by the id they have towards the bot, and by nothing else. */
function unnamedOf(accounts: Activity["membersAdded"] = []): string[] {
  return accounts.flatMap(({ id, aadObjectId }) => (id?.startsWith("29:") && !aadObjectId ? [id] : []));
}

/** In small letters: Teams writes its kinds of events in more than one way. */
function eventOf({ channelData }: Activity): string {
  return channelData?.eventType?.toLowerCase() ?? "";
}

async function teamChanged(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  if (!team) return;
  const { at } = activity;
  // Teams tells of a deleted team where the bot is no more, and of everything else only where it is.
  const present = isOfTeam(activity);
  const record = (more: object) => recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, present, ...more });
  const channel = channelOf(activity);
  switch (eventOf(activity)) {
    case "teamdeleted":
    case "teamharddeleted":
      await forgetTeam.run(bot.db, SYSTEM_ACTOR, { tenantId: team.tenantId, teamsId: team.teamsId, at, deleted: true });
      return;
    case "teamrestored":
      await record({ installed: { at }, archivedAt: null });
      return;
    case "teamarchived":
      await record({ archivedAt: at });
      return;
    case "teamunarchived":
      await record({ archivedAt: null });
      return;
    case "teamrenamed":
      await record({});
      return;
    case "channelcreated":
    case "channelrestored":
      await record({ channel: { ...channel, removedAt: null } });
      return;
    case "channelrenamed":
      await record({ channel });
      return;
    case "channeldeleted":
      await record({ channel: { ...channel, removedAt: at } });
      return;
    default:
      return;
  }
}
