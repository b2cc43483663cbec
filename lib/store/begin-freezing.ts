// Before an audience is frozen (resolve-page.ts): nothing of it is missing, its groups and teams have been read since it was
// due, its lists name whom the readings brought, and it is no larger than was approved. From then on its groups stay as they
// are until the last page is written: isGroupHeld of resolve-groups.ts.
import { peopleLimit, weightOf } from "@/lib/domain/approval";
import { groupIdsOf, listIdsOf, teamIdsOf } from "@/lib/domain/audience";

import { getApprovalRule } from "./approvals";
import type { Broadcast } from "./broadcast-columns";
import { countAudience } from "./count-audience";
import type { Db } from "./db";
import { matchListsAgain, matchLongList } from "./list-matches";
import { findLostPart } from "./lost-parts";
import { freezeGroups, prepareGroups } from "./resolve-groups";
import { prepareRosters } from "./resolve-rosters";

/** How it came to be too many, and what to do. */
export function tooMany(people: number, limit: number, { approvedAt }: Pick<Broadcast, "approvedAt">): string {
  return approvedAt === null
    ? `It comes to ${people} people, and for more than ${limit} somebody else must approve. Send it again to ask for that.`
    : `It comes to ${people} people, and its approval holds for up to ${limit}. Send it again to ask for another.`;
}

/** To how many people it may come by the rule as it is now. Null: any number. */
export async function limitNow(tx: Db, { unapprovedLimit: limit, approvedAt, ...broadcast }: Broadcast): Promise<number | null> {
  if (limit === null) return null;
  return peopleLimit(await getApprovalRule(tx), weightOf(broadcast), { isApproved: approvedAt !== null, limit });
}

type Begun = "BEGUN" | "WAITING" | "MATCHING" | "FAILED";

/** WAITING: for a group or a team; come back later. MATCHING: come back at once. */
export async function beginFreezing(tx: Db, broadcast: Broadcast): Promise<Begun> {
  const { id, audience, topic } = broadcast;
  if (!audience || !topic) return failResolve(tx, id, "The audience or the topic is missing.");
  const lost = await findLostPart(tx, audience);
  if (lost) return failResolve(tx, id, lost);
  const groupIds = groupIdsOf(audience);
  for (const state of [await prepareGroups(tx, id, groupIds), await prepareRosters(tx, id, teamIdsOf(audience))]) {
    if (state.kind === "FAILED") return failResolve(tx, id, state.reason);
    if (state.kind === "WAITING") return "WAITING";
  }
  // Whom the readings brought is on a list that names them, too.
  if (await matchLongList(tx, id, listIdsOf(audience))) return "MATCHING";
  await matchListsAgain(tx, listIdsOf(audience));
  const limit = await limitNow(tx, broadcast);
  if (limit !== null) {
    // It may have grown since it was counted, as when a group was read for the first time.
    const people = await countAudience(tx, audience);
    if (people > limit) return failResolve(tx, id, tooMany(people, limit, broadcast));
  }
  await freezeGroups(tx, id, groupIds);
  await tx.$executeRaw`UPDATE broadcasts SET freezing_at = clock_timestamp(), install_total = 0 WHERE id = ${id}::uuid`;
  return "BEGUN";
}

/**
 * It goes on after a pause: what was read before it is as old as the pause is long, so unless it is being written down already,
 * its groups and teams are read as if it were due now.
 */
export async function readAnew(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE broadcasts SET resolving_at = now() WHERE id = ${id}::uuid AND status = 'RESOLVING' AND freezing_at IS NULL`;
}

export async function failResolve(tx: Db, id: string, reason: string): Promise<"FAILED"> {
  await tx.$executeRaw`UPDATE broadcasts SET status = 'FAILED', status_reason = ${reason} WHERE id = ${id}::uuid`;
  return "FAILED";
}
