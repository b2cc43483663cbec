// Erases everything that is kept about one person, for good. Deliveries keep counting without a name; what the person opted
// out of comes back if a sighting, the directory or an import brings the person back. Who is somebody of the console too is
// erased there as well, which takes what erase-person.ts takes. The audit says that somebody was erased, and not who.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { eraseRecipient as eraseStoredRecipient } from "@/lib/store/erase-recipient";
import { lockErasures } from "@/lib/store/erasure-lock";
import { findKnownPerson, lockAdmins } from "@/lib/store/people";
import type { Recipient } from "@/lib/store/recipients";

import { type Actor, defineCommand } from "./command";
import { assertScope } from "./key-rules";
import { assertAdminRemains } from "./person-rules";
import { getRecipientOrThrow } from "./recipient-rules";

export const eraseRecipient = defineCommand({
  name: "erase-recipient",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, FORBIDDEN, CONFLICT for oneself, for the only admin and while something is on its way to the person. */
  handle: async (tx, actor, { id }) => {
    await lockErasures(tx);
    await assertMayLeaveConsole(tx, actor, await getSomebodyElse(tx, actor, id));
    return eraseStoredRecipient(tx, id);
  },
  audit: (_input, erased) => ({ target: { kind: "recipient", id: erased.standIn }, detail: erased.counts }),
});

/** Whoever erases must still be there to answer for it. */
async function getSomebodyElse(tx: Db, actor: Actor, id: string): Promise<Recipient> {
  const recipient = await getRecipientOrThrow(tx, id);
  const { tenantId, objectId, kind } = recipient;
  if (kind !== "PERSON") throw new AppError("CONFLICT", "Only people can be erased: a channel or chat is removed in Teams.");
  if (actor.kind === "PERSON" && actor.tenantId === tenantId && actor.objectId === objectId) {
    throw new AppError("CONFLICT", "You cannot erase yourself. Ask another admin to do it.");
  }
  return recipient;
}

/** A role and sessions end with it. */
async function assertMayLeaveConsole(tx: Db, actor: Actor, { tenantId, objectId }: Recipient): Promise<void> {
  await lockAdmins(tx);
  const person = await findKnownPerson(tx, { tenantId, objectId });
  if (!person) return;
  assertScope(actor, "access:write");
  await assertAdminRemains(tx, person, null);
}
