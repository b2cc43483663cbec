// Goes on from where a broadcast was paused. Whoever resumes after a breaker knows better than the machine: the breaker is
// closed for an hour. A missed schedule is sent now.
import { z } from "zod";

import { closeBreakersOf } from "@/lib/store/breakers";
import { moveBroadcast } from "@/lib/store/broadcasts";

import { assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const resumeBroadcast = defineCommand({
  name: "resume-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    const { resumeStatus: to, pausedBy } = broadcast;
    if (!to) return assertMoved(undefined, broadcast, "resumed");
    if (pausedBy === "BREAKER") await closeBreakersOf(tx, id);
    const moved = await moveBroadcast(tx, broadcast, to, pausedBy === "MISSED" ? { scheduledAt: new Date() } : {});
    return assertMoved(moved, broadcast, "resumed");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
