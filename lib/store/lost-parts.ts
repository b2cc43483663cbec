// What an audience is made of may go away between composing and sending. A person who is gone takes nobody unexpected along. A
// list, group or team that is gone would silently leave out everybody it named, or no longer leave them out; and of a team
// that only the app has left nobody knows any more who is in it.
import { z } from "zod";

import { type Audience, groupIdsOf, listIdsOf, teamIdsOf } from "@/lib/domain/audience";

import type { Db } from "./db";
import { findUnknownGroups, findUnusableLists } from "./unknown-ids";

/** In words for the author; undefined while everything is there. */
export async function findLostPart(db: Db, audience: Audience): Promise<string | undefined> {
  const listIds = listIdsOf(audience);
  if (listIds.length > 0 && (await findUnusableLists(db, listIds)).length > 0) return "A list of its audience no longer exists.";
  const groupIds = groupIdsOf(audience);
  const lost = groupIds.length > 0 && (await findUnknownGroups(db, groupIds)).length > 0;
  if (lost) return "A group of its audience no longer exists.";
  const teamIds = teamIdsOf(audience);
  return teamIds.length > 0 ? findLostTeam(db, teamIds) : undefined;
}

const lostTeamsSchema = z.array(z.object({ name: z.string().nullable(), removed_at: z.date().nullable() }));

async function findLostTeam(db: Db, teamIds: readonly string[]): Promise<string | undefined> {
  const rows: unknown = await db.$queryRaw`
    SELECT t.name, t.removed_at FROM unnest(${[...teamIds]}::uuid[]) AS i(id) LEFT JOIN teams t ON t.id = i.id
    WHERE t.id IS NULL OR t.removed_at IS NOT NULL ORDER BY t.removed_at, t.name LIMIT 1`;
  const [lost] = lostTeamsSchema.parse(rows);
  if (!lost) return undefined;
  if (!lost.removed_at) return "A team of its audience no longer exists.";
  return `The app has not been in the team ${lost.name ?? ""} of its audience since ${lost.removed_at.toISOString().slice(0, 10)}, `
    + "or the team was deleted, so nobody knows who is in it now. Put the app back there, or send to an audience without the "
    + "team: a broadcast that repeats can be edited for that.";
}
