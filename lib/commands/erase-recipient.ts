// Erases everything that is kept about one person, for good. Deliveries keep counting without a name; what the person opted
// out of comes back if a sighting, the directory or an import brings the person back. The audit says that somebody was erased,
// and not who.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { eraseRecipient as eraseStoredRecipient } from "@/lib/store/erase-recipient";

import { type Actor, defineCommand } from "./command";
import { getRecipientOrThrow } from "./recipient-rules";

export const eraseRecipient = defineCommand({
  name: "erase-recipient",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, CONFLICT for oneself and while something is on its way to the person. */
  handle: async (tx, actor, { id }) => {
    await assertSomebodyElse(tx, actor, id);
    return eraseStoredRecipient(tx, id);
  },
  audit: (_input, erased) => ({ target: { kind: "recipient", id: erased.standIn }, detail: erased.counts }),
});

/** Whoever erases must still be there to answer for it. */
async function assertSomebodyElse(tx: Db, actor: Actor, id: string): Promise<void> {
  const { tenantId, objectId, kind } = await getRecipientOrThrow(tx, id);
  if (kind !== "PERSON") throw new AppError("CONFLICT", "Only people can be erased: a channel or chat is removed in Teams.");
  if (actor.kind === "PERSON" && actor.tenantId === tenantId && actor.objectId === objectId) {
    throw new AppError("CONFLICT", "You cannot erase yourself. Ask another admin to do it.");
  }
}
