// Writes down the people, and the team they were seen in, of one activity.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordReference } from "@/lib/commands/record-reference";
import { recordTeam } from "@/lib/commands/record-team";
import type { Sighting } from "@/lib/domain/reference";
import type { RecordedSighting } from "@/lib/store/references";

import { type Activity, channelIdOf } from "./activity";
import type { Bot } from "./bot";

/** In the order of `sightings`. */
export async function recordPeople(bot: Bot, sightings: readonly Sighting[]): Promise<RecordedSighting[]> {
  return sightings.length === 0 ? [] : recordReference.run(bot.db, SYSTEM_ACTOR, sightings.map(withoutUndefined));
}

/** The same, and that they are members of the team the activity comes from. */
export async function recordMembers(bot: Bot, activity: Activity, sightings: readonly Sighting[]): Promise<RecordedSighting[]> {
  const recorded = await recordPeople(bot, sightings);
  const team = teamOf(activity);
  if (!team || recorded.length === 0) return recorded;
  const members = { recipientIds: recorded.map(({ recipientId }) => recipientId), seenAt: activity.at };
  await recordTeam.run(bot.db, SYSTEM_ACTOR, { ...team, channel: channelOf(activity), members });
  return recorded;
}

/** Undefined outside a team. */
export function teamOf({ channelData, tenantId, serviceUrl }: Activity) {
  const { id: teamsId, name, aadGroupId } = channelData?.team ?? {};
  if (!teamsId) return undefined;
  return { tenantId, teamsId, serviceUrl, ...(name ? { name } : {}), ...(aadGroupId ? { groupId: aadGroupId } : {}) };
}

/** The channel an activity of a team is about. The General channel has no name of its own in Teams' data. */
export function channelOf(activity: Activity) {
  const { name } = activity.channelData?.channel ?? {};
  return { conversationId: channelIdOf(activity), ...(name ? { name } : {}) };
}

function withoutUndefined(sighting: Sighting): Sighting {
  return Object.fromEntries(Object.entries(sighting).filter(([, value]) => value !== undefined)) as Sighting;
}
