// Takes a scheduled broadcast, one in review, or one that could not start, back into the drafts, to change it or to think again.
import { z } from "zod";

import { moveBroadcast } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, broughtBy, lockBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { endReview } from "./review-rules";

export const takeBackBroadcast = defineCommand({
  name: "take-back-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const broadcast = await lockBroadcastOrThrow(tx, id);
    const reason = broughtBy(actor, "Taken back");
    const inReview = broadcast.status === "IN_REVIEW";
    const moved = inReview ? await endReview(tx, broadcast, reason) : await moveBroadcast(tx, broadcast, "DRAFT");
    return assertMoved(moved, broadcast, "taken back");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
