// A person opts out of a topic, or of everything that is not mandatory (the command `stop`). In the same transaction
// their unsent messages leave the queue, so that nothing goes out after it is committed. Repeating it changes nothing.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { skipOptedOut } from "@/lib/store/deliveries";
import { saveOptOut } from "@/lib/store/opt-outs";
import { getRecipient } from "@/lib/store/recipients";
import { getTopic } from "@/lib/store/topics";

import { type Actor, defineCommand } from "./command";

export const optOut = defineCommand({
  name: "opt-out",
  allowed: ["RECIPIENT", "admin"],
  input: z.strictObject({
    recipientId: z.uuid(),
    /** Null means every topic that is not mandatory. */
    topicId: z.uuid().nullable(),
    /** The broadcast whose card it was pressed on. */
    broadcastId: z.uuid().optional(),
    reason: z.string().max(500).optional(),
  }),
  /** Throws NOT_FOUND for a person or topic that does not exist, CONFLICT for a mandatory topic. */
  handle: async (tx, actor, input) => {
    assertOwnChoice(actor, input.recipientId);
    if (!(await getRecipient(tx, input.recipientId))) throw new AppError("NOT_FOUND", "There is no such recipient.");
    if (input.topicId !== null) {
      const topic = await getTopic(tx, input.topicId);
      if (!topic) throw new AppError("NOT_FOUND", "There is no such topic.");
      if (topic.mandatory) throw new AppError("CONFLICT", `${topic.name} is mandatory and cannot be opted out of.`);
    }
    const changed = await saveOptOut(tx, input);
    const skipped = await skipOptedOut(tx, input.recipientId, input.topicId);
    return { changed, skipped };
  },
  audit: ({ recipientId, topicId }, { changed }) =>
    changed ? { target: { kind: "recipient", id: recipientId }, detail: { topicId } } : null,
});

/** A recipient decides for themselves alone; an admin may write down what somebody asked for. */
export function assertOwnChoice(actor: Actor, recipientId: string): void {
  if (actor.kind === "RECIPIENT" && actor.id !== recipientId) {
    throw new AppError("FORBIDDEN", "Only the person themselves may decide what they get.");
  }
}
