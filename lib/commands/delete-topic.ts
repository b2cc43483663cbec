// Deletes a topic that no broadcast uses, together with its opt-outs.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { countTopicBroadcasts, deleteTopic as deleteStoredTopic } from "@/lib/store/topics";

import { defineCommand } from "./command";
import { getTopicOrThrow } from "./topic-rules";

export const deleteTopic = defineCommand({
  name: "delete-topic",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const topic = await getTopicOrThrow(tx, id);
    const used = await countTopicBroadcasts(tx, id);
    if (used > 0) throw new AppError("CONFLICT", `The topic is used by ${used} broadcasts and cannot be deleted.`);
    await deleteStoredTopic(tx, id);
    return topic;
  },
  audit: ({ id }, { key }) => ({ target: { kind: "topic", id }, detail: { key } }),
});
