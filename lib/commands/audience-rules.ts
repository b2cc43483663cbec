// An audience may only name teams, groups, lists and people that exist: a typing error in an id must not silently shrink
// the audience. Whoever was picked and has been erased since is no error: the id that stands in for them reaches nobody.
import type { Audience } from "@/lib/domain/audience";
import { isErasedId } from "@/lib/domain/erasure";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { findLostPart } from "@/lib/store/lost-parts";
import { findUnknownGroups, findUnknownRecipients, findUnknownTeams, findUnusableLists } from "@/lib/store/unknown-ids";

type Unknown = { path: string; noun: string; id: string };

/** Throws BAD_INPUT naming the first unknown id. */
export async function assertAudienceExists(db: Db, audience: Audience | null): Promise<void> {
  const found = audience ? await findUnknown(db, audience, "audience") : undefined;
  if (!found) return;
  const issues = [{ path: found.path, message: `There is no ${found.noun} with the id ${found.id}.` }];
  throw new AppError("BAD_INPUT", "The audience names somebody who does not exist.", { issues });
}

/** Before it goes out. Throws BAD_INPUT for an unknown id, and in words when nobody knows any more who is in a part of it. */
export async function assertAudienceIsWhole(db: Db, audience: Audience | null): Promise<void> {
  await assertAudienceExists(db, audience);
  const lost = audience ? await findLostPart(db, audience) : undefined;
  if (lost) throw new AppError("BAD_INPUT", "A part of the audience is gone.", { issues: [{ path: "audience", message: lost }] });
}

async function findUnknown(db: Db, audience: Audience, path: string): Promise<Unknown | undefined> {
  const first = (noun: string, field: string, [id]: string[]): Unknown | undefined =>
    id ? { path: `${path}.${field}`, noun, id } : undefined;
  switch (audience.kind) {
    case "ALL":
    case "FILTER":
      return undefined;
    case "TEAM_MEMBERS":
      return first("team", "teamIds", await findUnknownTeams(db, audience.teamIds));
    case "ENTRA_GROUP":
      return first("group", "groupIds", await findUnknownGroups(db, audience.groupIds));
    case "CSV":
      return first("list", "listId", await findUnusableLists(db, [audience.listId]));
    case "RECIPIENTS":
      return first("person", "recipientIds", await findUnknownRecipients(db, notErased(audience.recipientIds), "PERSON"));
    case "CHANNEL":
      return first("channel", "recipientIds", await findUnknownRecipients(db, audience.recipientIds, "CHANNEL"));
    case "GROUP_CHAT":
      return first("group chat", "recipientIds", await findUnknownRecipients(db, audience.recipientIds, "GROUP_CHAT"));
    case "UNION":
      return findInParts(db, audience.of, path);
    case "EXCEPT":
      return (await findUnknown(db, audience.of, `${path}.of`)) ?? findUnknown(db, audience.without, `${path}.without`);
  }
}

function notErased(ids: readonly string[]): string[] {
  return ids.filter((id) => !isErasedId(id));
}

async function findInParts(db: Db, parts: readonly Audience[], path: string): Promise<Unknown | undefined> {
  for (const [index, part] of parts.entries()) {
    const found = await findUnknown(db, part, `${path}.of.${index}`);
    if (found) return found;
  }
  return undefined;
}
