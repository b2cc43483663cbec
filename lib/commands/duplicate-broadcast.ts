// A new draft with the same message, topic and audience.
import { z } from "zod";

import { createBroadcast } from "@/lib/store/broadcasts";

import { broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { personBehind } from "./person-behind";

export const duplicateBroadcast = defineCommand({
  name: "duplicate-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const { topic, message, audience, onUnknown, onMissing, priority } = await getBroadcastOrThrow(tx, id);
    return createBroadcast(tx, {
      topicId: topic?.id ?? null,
      message,
      audience,
      onUnknown,
      onMissing,
      priority,
      authorId: "objectId" in actor ? actor.objectId : null,
      editorId: await personBehind(tx, actor),
      authorName: actor.name,
    });
  },
  audit: ({ id }, copy) => ({ target: broadcastTarget(copy.id), detail: { from: id } }),
});
