// An audience may only name teams and people that exist: a typing error in an id must not silently shrink the audience.
import type { Audience } from "@/lib/domain/audience";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { findUnknownRecipients, findUnknownTeams } from "@/lib/store/unknown-ids";

/** Throws BAD_INPUT naming the first unknown id. */
export async function assertAudienceExists(db: Db, audience: Audience | null): Promise<void> {
  const found = await findUnknown(db, audience);
  if (!found) return;
  const issues = [{ path: found.path, message: `There is no ${found.noun} with the id ${found.id}.` }];
  throw new AppError("BAD_INPUT", "The audience names somebody who does not exist.", { issues });
}

async function findUnknown(
  db: Db,
  audience: Audience | null,
): Promise<{ path: string; noun: string; id: string } | undefined> {
  switch (audience?.kind) {
    case undefined:
    case "ALL":
      return undefined;
    case "TEAM_MEMBERS": {
      const [id] = await findUnknownTeams(db, audience.teamIds);
      return id ? { path: "audience.teamIds", noun: "team", id } : undefined;
    }
    case "RECIPIENTS": {
      const [id] = await findUnknownRecipients(db, audience.recipientIds);
      return id ? { path: "audience.recipientIds", noun: "person", id } : undefined;
    }
  }
}
