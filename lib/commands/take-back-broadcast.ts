// Takes a scheduled broadcast, or one that could not start, back into the drafts, to change it or to think again.
import { z } from "zod";

import { moveBroadcast } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const takeBackBroadcast = defineCommand({
  name: "take-back-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    return assertMoved(await moveBroadcast(tx, broadcast, "DRAFT"), broadcast, "taken back");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
