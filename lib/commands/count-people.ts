// How many people an audience comes to, as approval counts them: by what the database says now, and as the freeze will; what a
// browser counted plays no part.
import { type Audience, groupIdsOf, listIdsOf, teamIdsOf } from "@/lib/domain/audience";
import { countAudience } from "@/lib/store/count-audience";
import type { Db } from "@/lib/store/db";
import { freshenGroups } from "@/lib/store/group-readings";
import { freshenLists } from "@/lib/store/list-matches";
import { freshenRosters } from "@/lib/store/resolve-rosters";

/** Null when a group or a team of it was never read: nobody knows. */
export async function countPeople(tx: Db, audience: Audience): Promise<number | null> {
  const groups = await freshenGroups(tx, groupIdsOf(audience));
  const teams = await freshenRosters(tx, teamIdsOf(audience));
  await freshenLists(tx, listIdsOf(audience));
  return [...groups, ...teams].every(({ readAt }) => readAt !== null) ? countAudience(tx, audience) : null;
}
