// Everything that is kept about somebody of the console, as a recipient too if they are one, for the person who asked for it.
// Changes nothing but the audit, which says that it was handed out.
import { z } from "zod";

import { readPersonalData } from "@/lib/store/personal-data";
import { getRecipientByObjectId } from "@/lib/store/recipients";

import { defineCommand } from "./command";
import { assertScope } from "./key-rules";
import { getLivingPersonOrThrow } from "./person-rules";

export const exportPerson = defineCommand({
  name: "export-person",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, and FORBIDDEN for a key that may not read recipients where they are one. */
  handle: async (tx, actor, { id }) => {
    const { tenantId, objectId: externalId } = await getLivingPersonOrThrow(tx, id);
    const recipient = await getRecipientByObjectId(tx, tenantId, externalId);
    if (recipient) assertScope(actor, "recipients:read");
    // As a recipient nobody has the id of a person.
    const data = await readPersonalData(tx, { id: recipient?.id ?? id, tenantId, externalId });
    return { personId: id, exportedAt: new Date().toISOString(), data };
  },
  audit: ({ id }) => ({ target: { kind: "person", id } }),
});
