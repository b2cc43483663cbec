// The app was removed for a person, or from a group chat: nothing more is sent there, although Teams may still accept it.
// The row stays, with the evidence, so that reports can say why; opt-outs stay too.
import { z } from "zod";

import { doubtChatMembers } from "@/lib/store/place-members";
import { removeReference } from "@/lib/store/references";

import { defineCommand } from "./command";

export const forgetReference = defineCommand({
  name: "forget-reference",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), objectId: z.string(), at: z.date() }),
  handle: async (tx, _actor, input) => {
    const removed = await removeReference(tx, input);
    if (removed) await doubtChatMembers(tx, removed.recipientId);
    return removed;
  },
  audit: (_input, removed) =>
    removed ? { target: { kind: "recipient", id: removed.recipientId }, detail: { state: "REMOVED" } } : null,
});
