// A person of the console as a recipient.
import type { Db } from "./db";

/** The recipient's id, when the bot can write to this person now. */
export async function findReachablePerson(
  db: Db,
  { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<string | undefined> {
  const row = await db.recipient.findFirst({
    where: { tenantId, externalId: objectId, kind: "PERSON", reference: { state: { in: ["ACTIVE", "KNOWN"] } } },
    select: { id: true },
  });
  return row?.id;
}
