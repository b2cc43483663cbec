// A new draft. Fields may be missing, and are asked for when it is to be sent; malformed ones are refused now.
import { broadcastInputSchema } from "@/lib/domain/broadcast";
import { createBroadcast } from "@/lib/store/broadcasts";

import { assertAudienceExists } from "./audience-rules";
import { broadcastTarget, topicIdOf } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { personBehind } from "./person-behind";

export const saveDraft = defineCommand({
  name: "save-draft",
  allowed: WRITERS,
  input: broadcastInputSchema,
  handle: async (tx, actor, { topic, audience, ...input }) => {
    await assertAudienceExists(tx, audience ?? null);
    return createBroadcast(tx, {
      ...input,
      audience: audience ?? null,
      topicId: await topicIdOf(tx, topic),
      authorId: "objectId" in actor ? actor.objectId : null,
      editorId: await personBehind(tx, actor),
      authorName: actor.name,
    });
  },
  audit: (_input, { id }) => ({ target: broadcastTarget(id) }),
});
