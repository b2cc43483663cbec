// A recipient read, liked or pressed a card: that is written down, and it proves that the card arrived. A card that is
// none of ours (any longer) is no interaction.
import { z } from "zod";

import { INTERACTION_KINDS } from "@/lib/domain/interaction";
import { findDeliveryByActivity, proveDelivered } from "@/lib/store/deliveries";
import { saveInteraction } from "@/lib/store/interactions";

import { defineCommand } from "./command";

export const recordInteraction = defineCommand({
  name: "record-interaction",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    recipientId: z.uuid(),
    /** Known from a button's signed data; otherwise found by the card's activity id. */
    broadcastId: z.uuid().optional(),
    activityId: z.string().max(500).optional(),
    kind: z.enum(INTERACTION_KINDS),
    value: z.string().max(200),
  }),
  handle: async (tx, _actor, { recipientId, activityId, kind, value, ...input }) => {
    const found = activityId ? await findDeliveryByActivity(tx, recipientId, activityId) : null;
    const broadcastId = input.broadcastId ?? found?.broadcastId;
    if (!broadcastId) return { recorded: false };
    await saveInteraction(tx, { recipientId, broadcastId, kind, value });
    await proveDelivered(tx, { recipientId, broadcastId, activityId });
    return { recorded: true };
  },
  audit: () => null,
});
