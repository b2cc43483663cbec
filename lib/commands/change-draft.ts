// Changes a draft, or what a standing or recurring broadcast sends from now on, under the revision its author saw: two
// tabs cannot overwrite each other silently.
import { z } from "zod";

import { broadcastPatchSchema, staysEditable } from "@/lib/domain/broadcast";
import { AppError } from "@/lib/errors";
import { changeBroadcast } from "@/lib/store/broadcasts";

import { assertAudienceExists } from "./audience-rules";
import { assertComplete, assertUnchanged, broadcastTarget, getBroadcastOrThrow, topicIdOf } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { assertMayUse } from "./topic-rules";

export const changeDraft = defineCommand({
  name: "change-draft",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), revision: z.int(), change: broadcastPatchSchema }),
  handle: async (tx, actor, { id, revision, change }) => {
    const before = await getBroadcastOrThrow(tx, id);
    await assertAudienceExists(tx, change.audience ?? null);
    const { topic, ...fields } = change;
    const changed = await changeBroadcast(tx, id, revision, {
      ...fields,
      ...(topic === undefined ? {} : { topicId: await topicIdOf(tx, topic) }),
    });
    if (changed) {
      // These are live: they may never be left incomplete, or send what whoever changed them may not.
      if (staysEditable(changed.purpose)) assertComplete(changed);
      if (changed.purpose === "RECURRING") assertMayUse(actor, changed.topic);
      return changed;
    }
    assertUnchanged(before, revision);
    throw new AppError("CONFLICT", "Only a draft can be changed. Duplicate the broadcast to go on from its text.");
  },
  audit: ({ id, change }) => ({ target: broadcastTarget(id), detail: { fields: Object.keys(change) } }),
});
