// Writes down the people of one activity, and the team, channel or group chat they were seen in.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordGroupChat } from "@/lib/commands/record-group-chat";
import { recordReference } from "@/lib/commands/record-reference";
import { recordTeam } from "@/lib/commands/record-team";
import type { Sighting } from "@/lib/domain/reference";
import type { RecordedSighting } from "@/lib/store/references";

import { type Activity, channelIdOf, conversationKindOf } from "./activity";
import type { Bot } from "./bot";

/** In the order of `sightings`. */
export async function recordPeople(bot: Bot, sightings: readonly Sighting[]): Promise<RecordedSighting[]> {
  return sightings.length === 0 ? [] : recordReference.run(bot.db, SYSTEM_ACTOR, sightings.map(withoutUndefined));
}

/** Kinds of channels with members of their own. */
const WITH_MEMBERS = ["shared", "private"];

export type RecordedMembers = { people: RecordedSighting[]; teamId?: string };

/** In a shared channel people of other teams are, and the bot may be without being in the team. */
export function isOfTeam({ channelData }: Activity): boolean {
  return channelData?.channel?.type?.toLowerCase() !== "shared";
}

/**
 * The same, and that they are members of the team the activity comes from. Not in a shared channel; and not when they may
 * have left since, as when the activity is old. `rosterWanted`: not all could be told.
 */
export async function recordMembers(
  bot: Bot, activity: Activity, sightings: readonly Sighting[],
  { rosterWanted = false, doubtful = activity.isLate } = {},
): Promise<RecordedMembers> {
  const people = await recordPeople(bot, sightings);
  const team = teamOf(activity);
  if (!team || people.length === 0) return { people };
  const members = people.map(({ recipientId }) => recipientId);
  const type = activity.channelData?.channel?.type?.toLowerCase() ?? "";
  const { teamId } = await recordTeam.run(bot.db, SYSTEM_ACTOR, {
    // Whatever comes from a channel proves that it is there.
    ...team, channel: { ...channelOf(activity), removedAt: null, joined: WITH_MEMBERS.includes(type) },
    ...(isOfTeam(activity) ? { members, doubtful, rosterWanted, present: true } : {}),
  });
  return { people, teamId };
}

/** Undefined outside a team. */
export function teamOf({ channelData, tenantId, serviceUrl, recipient, at }: Activity) {
  const { id: teamsId, name, aadGroupId } = channelData?.team ?? {};
  if (!teamsId) return undefined;
  const known = { ...(name ? { name } : {}), ...(aadGroupId ? { groupId: aadGroupId } : {}) };
  return { tenantId, teamsId, serviceUrl, botId: recipient.id, at, ...known };
}

/** The channel an activity of a team is about. The General channel has no name of its own in Teams' data. */
export function channelOf(activity: Activity) {
  const { name } = activity.channelData?.channel ?? {};
  return { conversationId: channelIdOf(activity), ...(name ? { name } : {}) };
}

/** The group chat an activity comes from; in any other place nothing is recorded. */
export async function recordGroupChatOf(
  bot: Bot, activity: Activity, source: "INSTALL" | "CONVERSATION_UPDATE" | "MESSAGE" | "CARD_ACTION",
  { membersChanged = false, rosterWanted = false } = {},
): Promise<void> {
  if (conversationKindOf(activity) !== "GROUP_CHAT") return;
  const { tenantId, conversation, serviceUrl, recipient, at, topicName } = activity;
  const name = topicName ?? conversation.name;
  await recordGroupChat.run(bot.db, SYSTEM_ACTOR, {
    tenantId, conversationId: conversation.id, serviceUrl, botId: recipient.id, source, seenAt: at, membersChanged,
    rosterWanted,
    ...(name ? { name } : {}),
  });
}

function withoutUndefined(sighting: Sighting): Sighting {
  return Object.fromEntries(Object.entries(sighting).filter(([, value]) => value !== undefined)) as Sighting;
}
