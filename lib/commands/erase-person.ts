// Erases everything that is kept about somebody of the console who is no recipient, for good. Who is one is erased as one
// (erase-recipient.ts), and from the console with it. The audit says that somebody was erased, and not who.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { eraseConsolePerson } from "@/lib/store/erase-console-person";
import { lockErasures } from "@/lib/store/erasure-lock";
import { lockAdmins } from "@/lib/store/people";
import { getRecipientByObjectId } from "@/lib/store/recipients";

import { defineCommand } from "./command";
import { assertAdminRemains, getLivingPersonOrThrow } from "./person-rules";

export const erasePerson = defineCommand({
  name: "erase-person",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, and CONFLICT for oneself, for the only admin, and for a recipient. */
  handle: async (tx, actor, { id }) => {
    await lockErasures(tx);
    await lockAdmins(tx);
    const person = await getLivingPersonOrThrow(tx, id);
    if (actor.kind === "PERSON" && actor.id === id) {
      throw new AppError("CONFLICT", "You cannot erase yourself. Ask another admin to do it.");
    }
    if (await getRecipientByObjectId(tx, person.tenantId, person.objectId)) {
      throw new AppError("CONFLICT", "This person is a recipient too: erase them under Recipients, and here they go too.");
    }
    await assertAdminRemains(tx, person, null);
    return eraseConsolePerson(tx, person);
  },
  audit: ({ id }, { standIn, auditLines }) => ({ target: { kind: "person", id: standIn ?? id }, detail: { auditLines } }),
});
