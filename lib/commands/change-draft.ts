// Changes a draft, or the text of a standing broadcast, under the revision its author saw: two tabs cannot overwrite each
// other silently.
import { z } from "zod";

import { broadcastPatchSchema } from "@/lib/domain/broadcast";
import { AppError } from "@/lib/errors";
import { changeBroadcast } from "@/lib/store/broadcasts";

import { assertAudienceExists } from "./audience-rules";
import { assertComplete, assertUnchanged, broadcastTarget, getBroadcastOrThrow, topicIdOf } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const changeDraft = defineCommand({
  name: "change-draft",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), revision: z.int(), change: broadcastPatchSchema }),
  handle: async (tx, _actor, { id, revision, change }) => {
    const before = await getBroadcastOrThrow(tx, id);
    await assertAudienceExists(tx, change.audience ?? null);
    const { topic, ...fields } = change;
    const changed = await changeBroadcast(tx, id, revision, {
      ...fields,
      ...(topic === undefined ? {} : { topicId: await topicIdOf(tx, topic) }),
    });
    if (changed) {
      // A standing broadcast is live: it may never be left incomplete.
      if (changed.purpose === "STANDING") assertComplete(changed);
      return changed;
    }
    assertUnchanged(before, revision);
    throw new AppError("CONFLICT", "Only a draft can be changed. Duplicate the broadcast to go on from its text.");
  },
  audit: ({ id, change }) => ({ target: broadcastTarget(id), detail: { fields: Object.keys(change) } }),
});
