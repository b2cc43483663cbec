// Pauses a broadcast where it stands; it remembers where to go on. What is on the wire still arrives.
import { z } from "zod";

import { moveBroadcast } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, broughtBy, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const pauseBroadcast = defineCommand({
  name: "pause-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    // It waits for others, and taking it back is how to stop that.
    if (broadcast.status === "IN_REVIEW") assertMoved(undefined, broadcast, "paused");
    const pause = { resumeStatus: broadcast.status, pausedBy: "PERSON", ...broughtBy(actor, "Paused") } as const;
    const moved = await moveBroadcast(tx, broadcast, "PAUSED", pause);
    return assertMoved(moved, broadcast, "paused");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
