// Keeps an audience under a name: a new one, or with an id one as it shall be from now on. A broadcast copies the
// audience when it is chosen, so what was composed or sent does not change.
import { z } from "zod";

import { savedAudienceInputSchema } from "@/lib/domain/saved-audience";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { createAudience, getAudience, type SavedAudience, updateAudience } from "@/lib/store/saved-audiences";

import { assertAudienceExists } from "./audience-rules";
import { defineCommand, WRITERS } from "./command";

export const saveAudience = defineCommand({
  name: "save-audience",
  allowed: WRITERS,
  input: savedAudienceInputSchema.extend({ id: z.uuid().optional() }),
  handle: async (tx, _actor, { id, ...input }) => {
    if (id) await getAudienceOrThrow(tx, id);
    await assertAudienceExists(tx, input.audience);
    const saved = id ? await updateAudience(tx, id, input) : await createAudience(tx, input);
    if (saved) return saved;
    const issues = [{ path: "name", message: "Another audience has this name." }];
    throw new AppError("CONFLICT", "There is an audience with this name already.", { issues });
  },
  audit: ({ name, audience }, { id }) => ({ target: { kind: "audience", id }, detail: { name, kind: audience.kind } }),
});

/** Throws NOT_FOUND. */
export async function getAudienceOrThrow(db: Db, id: string): Promise<SavedAudience> {
  const saved = await getAudience(db, id);
  if (!saved) throw new AppError("NOT_FOUND", "There is no such audience.");
  return saved;
}
