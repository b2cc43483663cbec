// Goes on from where a broadcast was paused.
import { z } from "zod";

import { moveBroadcast } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const resumeBroadcast = defineCommand({
  name: "resume-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    const to = broadcast.resumeStatus;
    return assertMoved(to ? await moveBroadcast(tx, broadcast, to) : undefined, broadcast, "resumed");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
