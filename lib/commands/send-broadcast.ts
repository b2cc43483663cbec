// "Send now" is SCHEDULED with the time of now: the engine starts it at its next look.
import { z } from "zod";

import { broadcastTarget } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { estimateSchema, expirySchema } from "./estimate-input";
import { moveToScheduled } from "./schedule-broadcast";

export const sendBroadcast = defineCommand({
  name: "send-broadcast",
  allowed: WRITERS,
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int().optional(),
    expiresAt: expirySchema.optional(),
    estimate: estimateSchema.optional(),
  }),
  handle: (tx, actor, input) => moveToScheduled(tx, actor, input),
  audit: ({ id, estimate }) => ({
    target: broadcastTarget(id),
    ...(estimate ? { detail: { people: estimate.net } } : {}),
  }),
});
