// Deletes a draft for good. Everything that was ever sent stays.
import { z } from "zod";

import { deleteDraft as deleteStoredDraft } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const deleteDraft = defineCommand({
  name: "delete-draft",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    if (!(await deleteStoredDraft(tx, id))) assertMoved(undefined, broadcast, "deleted");
    return broadcast;
  },
  audit: ({ id }, { message }) => ({ target: broadcastTarget(id), detail: { title: message.title ?? "" } }),
});
