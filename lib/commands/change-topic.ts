// Renames a topic, describes it anew, or makes it mandatory. Its key stays: other systems know it by that.
import { z } from "zod";

import { topicPatchSchema } from "@/lib/domain/topic";
import { updateTopic } from "@/lib/store/topics";

import { defineCommand, WRITERS } from "./command";
import { assertMayMandate, assertMayRename, getTopicOrThrow } from "./topic-rules";

export const changeTopic = defineCommand({
  name: "change-topic",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), change: topicPatchSchema }),
  handle: async (tx, actor, { id, change }) => {
    const before = await getTopicOrThrow(tx, id);
    if (change.mandatory !== undefined && change.mandatory !== before.mandatory) assertMayMandate(actor);
    if (change.name !== undefined && change.name !== before.name) await assertMayRename(tx, actor, before);
    const { name = before.name, description = before.description, mandatory = before.mandatory } = change;
    return updateTopic(tx, id, { name, description, mandatory });
  },
  audit: ({ id, change }) => ({ target: { kind: "topic", id }, detail: change }),
});
