// A person takes an opt-out back: of one topic, or, with null, the `stop` that silenced everything. Topics that were
// opted out of one by one stay so. Repeating it changes nothing.
import { z } from "zod";

import { removeOptOut } from "@/lib/store/opt-outs";

import { defineCommand } from "./command";
import { assertOwnChoice } from "./opt-out";

export const optIn = defineCommand({
  name: "opt-in",
  allowed: ["RECIPIENT", "admin"],
  input: z.strictObject({ recipientId: z.uuid(), topicId: z.uuid().nullable() }),
  handle: async (tx, actor, input) => {
    assertOwnChoice(actor, input.recipientId);
    return { changed: await removeOptOut(tx, input) };
  },
  audit: ({ recipientId, topicId }, { changed }) =>
    changed ? { target: { kind: "recipient", id: recipientId }, detail: { topicId } } : null,
});
