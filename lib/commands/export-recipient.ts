// Everything that is kept about one person, for the person who asked for it. Changes nothing but the audit, which says that it
// was handed out.
import { z } from "zod";

import { readPersonalData } from "@/lib/store/personal-data";

import { defineCommand } from "./command";
import { getRecipientOrThrow } from "./recipient-rules";

export const exportRecipient = defineCommand({
  name: "export-recipient",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND. */
  handle: async (tx, _actor, { id }) => {
    const { tenantId, objectId: externalId } = await getRecipientOrThrow(tx, id);
    const data = await readPersonalData(tx, { id, tenantId, externalId });
    return { recipientId: id, exportedAt: new Date().toISOString(), data };
  },
  audit: ({ id }) => ({ target: { kind: "recipient", id } }),
});
