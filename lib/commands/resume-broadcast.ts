// Goes on from where a broadcast was paused; a recurring one goes on with its next run. Whoever resumes after a breaker
// knows better than the machine: the breaker is closed for an hour. A missed schedule is sent now.
import { z } from "zod";

import { closeBreakersOf } from "@/lib/store/breakers";
import { moveBroadcast } from "@/lib/store/broadcasts";
import { getRecurrence } from "@/lib/store/recurrences";

import { assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { resumeRepeating } from "./repeat-broadcast";

export const resumeBroadcast = defineCommand({
  name: "resume-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    const { resumeStatus: to, pausedBy } = broadcast;
    if (!to) return assertMoved(undefined, broadcast, "resumed");
    const recurrence = broadcast.purpose === "RECURRING" ? await getRecurrence(tx, id) : undefined;
    if (recurrence) await resumeRepeating(tx, id, recurrence);
    if (pausedBy === "BREAKER") await closeBreakersOf(tx, id);
    const moved = await moveBroadcast(tx, broadcast, to, pausedBy === "MISSED" ? { scheduledAt: new Date() } : {});
    return assertMoved(moved, broadcast, "resumed");
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
