// Renames a topic, describes it anew, or makes it mandatory. Its key stays: other systems know it by that. The topic is locked
// first, and only what was given is changed: two people at once lose nothing of each other's.
import { z } from "zod";

import { topicPatchSchema } from "@/lib/domain/topic";
import { lockTopic, updateTopic } from "@/lib/store/topics";

import { defineCommand, WRITERS } from "./command";
import { assertMayMandate, assertMayRename, getTopicOrThrow } from "./topic-rules";

export const changeTopic = defineCommand({
  name: "change-topic",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), change: topicPatchSchema }),
  handle: async (tx, actor, { id, change }) => {
    await lockTopic(tx, id);
    const before = await getTopicOrThrow(tx, id);
    if (change.mandatory !== undefined && change.mandatory !== before.mandatory) assertMayMandate(actor);
    if (change.name !== undefined && change.name !== before.name) await assertMayRename(tx, actor, before);
    return updateTopic(tx, id, change);
  },
  audit: ({ id, change }) => ({ target: { kind: "topic", id }, detail: change }),
});
