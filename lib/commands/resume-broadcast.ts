// Goes on from where a broadcast was paused; a recurring one goes on with its next run. Whoever resumes after a breaker
// knows better than the machine: the breaker is closed for an hour. A missed schedule is sent now. An audience that
// outgrew the limit of an API key is for people to decide about, not for a key.
import { z } from "zod";

import { staysEditable } from "@/lib/domain/broadcast";
import { AppError } from "@/lib/errors";
import { readAnew } from "@/lib/store/begin-freezing";
import { closeBreakersOf } from "@/lib/store/breakers";
import { moveBroadcast } from "@/lib/store/broadcasts";
import { getRecurrence } from "@/lib/store/recurrences";

import { assertMoved, broadcastTarget, getBroadcastOrThrow, lockBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { resumeRepeating } from "./repeat-broadcast";
import { approvalDetail } from "./review-detail";
import { startRepeating } from "./start-sending";
import { assertMayHurry, assertMayUse } from "./topic-rules";

export const resumeBroadcast = defineCommand({
  name: "resume-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const found = await getBroadcastOrThrow(tx, id);
    // Goes on with the rhythm that it has by now.
    const broadcast = found.purpose === "RECURRING" ? await lockBroadcastOrThrow(tx, id) : found;
    const { resumeStatus: to, pausedBy } = broadcast;
    if (!to) return assertMoved(undefined, broadcast, "resumed");
    if (pausedBy === "TOO_MANY" && actor.kind === "API_KEY") {
      throw new AppError("FORBIDDEN", "It reaches more people than its API key may. A person decides about it, in the console.");
    }
    if (staysEditable(broadcast.purpose)) {
      // It sends to others than before it was paused.
      assertMayUse(actor, broadcast.topic);
      await assertMayHurry(tx, actor, broadcast);
    }
    const recurrence = broadcast.purpose === "RECURRING" ? await getRecurrence(tx, id) : undefined;
    if (recurrence) {
      await resumeRepeating(tx, id, recurrence);
      return startRepeating(tx, actor, broadcast);
    }
    if (pausedBy === "BREAKER") await closeBreakersOf(tx, id);
    const moved = await moveBroadcast(tx, broadcast, to, pausedBy === "MISSED" ? { scheduledAt: new Date() } : {});
    assertMoved(moved, broadcast, "resumed");
    await readAnew(tx, id);
    return getBroadcastOrThrow(tx, id);
  },
  audit: ({ id }, broadcast) => ({ target: broadcastTarget(id), detail: approvalDetail(broadcast) }),
});
