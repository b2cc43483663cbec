// Everything that is kept about one person, for the person who asked for it. Who is somebody of the console too is told what is
// kept there as well. Changes nothing but the audit, which says that it was handed out.
import { z } from "zod";

import { findKnownPerson } from "@/lib/store/people";
import { readPersonalData } from "@/lib/store/personal-data";

import { defineCommand } from "./command";
import { assertScope } from "./key-rules";
import { getRecipientOrThrow } from "./recipient-rules";

export const exportRecipient = defineCommand({
  name: "export-recipient",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, and FORBIDDEN for a key that may not read access where they are somebody of the console. */
  handle: async (tx, actor, { id }) => {
    const { tenantId, objectId: externalId } = await getRecipientOrThrow(tx, id);
    if (await findKnownPerson(tx, { tenantId, objectId: externalId })) assertScope(actor, "access:read");
    const data = await readPersonalData(tx, { id, tenantId, externalId });
    return { recipientId: id, exportedAt: new Date().toISOString(), data };
  },
  audit: ({ id }) => ({ target: { kind: "recipient", id } }),
});
