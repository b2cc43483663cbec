// Deletes a saved audience. Broadcasts keep the copy they were made with.
import { z } from "zod";

import { deleteAudience as deleteStoredAudience } from "@/lib/store/saved-audiences";

import { defineCommand, WRITERS } from "./command";
import { getAudienceOrThrow } from "./save-audience";

export const deleteAudience = defineCommand({
  name: "delete-audience",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const saved = await getAudienceOrThrow(tx, id);
    await deleteStoredAudience(tx, id);
    return saved;
  },
  audit: ({ id }, { name }) => ({ target: { kind: "audience", id }, detail: { name } }),
});
