// What an audience is made of may go away between composing and sending. A person or team that is gone takes nobody
// unexpected along; a list or group that is gone would silently leave out everybody it named.
import { type Audience, groupIdsOf, partsOf } from "@/lib/domain/audience";

import type { Db } from "./db";
import { findUnknownGroups, findUnusableLists } from "./unknown-ids";

/** In words for the author; undefined while everything is there. */
export async function findLostPart(db: Db, audience: Audience): Promise<string | undefined> {
  const listIds = partsOf(audience).flatMap((part) => (part.kind === "CSV" ? [part.listId] : []));
  if (listIds.length > 0 && (await findUnusableLists(db, listIds)).length > 0) return "A list of its audience no longer exists.";
  const groupIds = groupIdsOf(audience);
  const lost = groupIds.length > 0 && (await findUnknownGroups(db, groupIds)).length > 0;
  return lost ? "A group of its audience no longer exists." : undefined;
}
