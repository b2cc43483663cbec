// The app was removed for a person: nothing more is sent there, although Teams may still accept it. The row stays, with
// the evidence, so that reports can say why; opt-outs stay too.
import { z } from "zod";

import { removeReference } from "@/lib/store/references";

import { defineCommand } from "./command";

export const forgetReference = defineCommand({
  name: "forget-reference",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), objectId: z.string(), at: z.date() }),
  handle: (tx, _actor, input) => removeReference(tx, input),
  audit: (_input, removed) =>
    removed ? { target: { kind: "recipient", id: removed.recipientId }, detail: { state: "REMOVED" } } : null,
});
