// "Send now" is SCHEDULED with the time of now: the engine starts it at its next look. When somebody else must approve, it
// is IN_REVIEW and goes out with the last approval.
import { z } from "zod";

import { broadcastTarget } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { confirmedSchema, estimateSchema, expirySchema } from "./estimate-input";
import { approvalDetail } from "./review-detail";
import { moveToScheduled } from "./schedule-broadcast";
import { assertWithinSendLimits } from "./send-limits";

export const sendBroadcast = defineCommand({
  name: "send-broadcast",
  allowed: WRITERS,
  input: z.strictObject({
    id: z.uuid(),
    revision: z.int().optional(),
    expiresAt: expirySchema.optional(),
    estimate: estimateSchema.optional(),
    confirmed: confirmedSchema,
  }),
  /** Throws what moveToScheduled does, and TOO_MANY, NOT_CONFIRMED. */
  handle: async (tx, actor, { confirmed, ...input }) => {
    const started = await moveToScheduled(tx, actor, input);
    await assertWithinSendLimits(tx, actor, started, confirmed);
    return started;
  },
  audit: ({ id, estimate }, broadcast) => {
    const detail = { ...(estimate ? { people: estimate.net } : {}), ...approvalDetail(broadcast) };
    return { target: broadcastTarget(id), ...(Object.keys(detail).length > 0 ? { detail } : {}) };
  },
});
