// What the parts of an audience are called, for whoever reads about it outside the console. As many of each part as are read, and
// no more: an audience may name ten thousand.
import { type Audience, partsOf, SHOWN_PART_NAMES } from "@/lib/domain/audience";

import type { Db } from "./db";

/** By id; what is gone, or was never named, is left out. */
export async function nameAudienceParts(db: Db, audience: Audience): Promise<Map<string, string>> {
  const parts = partsOf(audience);
  const teamIds = parts.flatMap((part) => (part.kind === "TEAM_MEMBERS" ? firstOf(part.teamIds) : []));
  const groupIds = parts.flatMap((part) => (part.kind === "ENTRA_GROUP" ? firstOf(part.groupIds) : []));
  const listIds = parts.flatMap((part) => (part.kind === "CSV" ? [part.listId] : []));
  const placeIds = parts.flatMap((part) =>
    part.kind === "CHANNEL" || part.kind === "GROUP_CHAT" ? firstOf(part.recipientIds) : []);
  const select = { id: true, name: true } as const;
  const named = [
    ...(await db.team.findMany({ where: { id: { in: teamIds } }, select })),
    ...(await db.entraGroup.findMany({ where: { id: { in: groupIds } }, select })),
    ...(await db.audienceList.findMany({ where: { id: { in: listIds } }, select })),
  ];
  const places = await db.recipient.findMany({ where: { id: { in: placeIds } }, select: { id: true, displayName: true } });
  const all = [...named, ...places.map(({ id, displayName: name }) => ({ id, name }))];
  return new Map(all.filter(({ name }) => name !== "").map(({ id, name }) => [id, name]));
}

function firstOf(ids: readonly string[]): readonly string[] {
  return ids.slice(0, SHOWN_PART_NAMES);
}
