// A new topic. Only an admin may make a mandatory one: nobody can opt out of it.
import { topicInputSchema } from "@/lib/domain/topic";
import { AppError } from "@/lib/errors";
import { createTopic as createStoredTopic } from "@/lib/store/topics";

import { defineCommand, WRITERS } from "./command";
import { assertMayMandate } from "./topic-rules";

export const createTopic = defineCommand({
  name: "create-topic",
  allowed: WRITERS,
  input: topicInputSchema,
  handle: async (tx, actor, input) => {
    if (input.mandatory) assertMayMandate(actor);
    const topic = await createStoredTopic(tx, input);
    if (topic) return topic;
    const issues = [{ path: "key", message: "Another topic has this key." }];
    throw new AppError("CONFLICT", "There is a topic with this key already.", { issues });
  },
  audit: ({ key, mandatory }, { id }) => ({ target: { kind: "topic", id }, detail: { key, mandatory } }),
});
