// From a draft to a recurring broadcast, or another schedule for one that repeats already. From then on each run is a
// broadcast of its own; this one sends nothing itself.
import { z } from "zod";

import { PROBLEM_WORDS, type Recurrence, recurrenceInputSchema, type RecurrenceProblem } from "@/lib/domain/recurrence";
import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { renewRevision } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";
import { holdOffErasures } from "@/lib/store/erasure-lock";
import { saveRecurrence } from "@/lib/store/recurrences";

import { assertAudienceIsWhole } from "./audience-rules";
import {
  assertComplete, assertMoved, assertUnchanged, broadcastTarget, getBroadcastOrThrow, lockBroadcastOrThrow,
} from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { confirmedSchema } from "./estimate-input";
import { nextRunAt } from "./next-runs";
import { approvalDetail } from "./review-detail";
import { assertWithinSendLimits } from "./send-limits";
import { startRepeating } from "./start-sending";
import { assertMayHurry, assertMayUse } from "./topic-rules";

export const repeatBroadcast = defineCommand({
  name: "repeat-broadcast",
  allowed: WRITERS,
  input: recurrenceInputSchema.extend({ id: z.uuid(), revision: z.int().optional(), confirmed: confirmedSchema }),
  handle: async (tx, actor, { id, revision, confirmed, ...input }) => {
    // Its lists are looked through again when it is counted: that lock comes before any row.
    await holdOffErasures(tx);
    const broadcast = await lockBroadcastOrThrow(tx, id);
    const repeats = isRepeating(broadcast);
    if (!repeats && (broadcast.status !== "DRAFT" || broadcast.purpose !== "NORMAL")) {
      assertMoved(undefined, broadcast, "repeated");
    }
    assertUnchanged(broadcast, revision);
    assertComplete(broadcast);
    await assertAudienceIsWhole(tx, broadcast.audience);
    assertMayUse(actor, broadcast.topic);
    await assertMayHurry(tx, actor, broadcast);
    const recurrence: Recurrence = {
      ...input,
      startsAt: input.startsAt === undefined ? null : new Date(input.startsAt),
      endsAt: input.endsAt === undefined ? null : new Date(input.endsAt),
    };
    const nextAt = firstRunOrThrow(recurrence, new Date());
    await saveRecurrence(tx, id, { ...recurrence, nextAt });
    // Another rhythm is another decision.
    if (repeats) await renewRevision(tx, id);
    if (broadcast.status !== "PAUSED") await startRepeating(tx, actor, await getBroadcastOrThrow(tx, id));
    const repeating = await getBroadcastOrThrow(tx, id);
    await assertWithinSendLimits(tx, actor, repeating, confirmed);
    return repeating;
  },
  audit: ({ id, cron, zone }, broadcast) => ({
    target: broadcastTarget(id), detail: { cron, zone, ...approvalDetail(broadcast) },
  }),
});

/** Throws BAD_INPUT naming the field. */
export function firstRunOrThrow(recurrence: Recurrence, after: Date): Date {
  const next = nextRunAt(recurrence, after);
  if (!(next instanceof Date)) throw refuse(next);
  return next;
}

/** Going on from a pause: runs that fell into it are not made up for. Throws CONFLICT when none is left. */
export async function resumeRepeating(tx: Db, id: string, recurrence: Recurrence): Promise<void> {
  const nextAt = nextRunAt(recurrence, new Date());
  if (!(nextAt instanceof Date)) throw new AppError("CONFLICT", `${PROBLEM_WORDS[nextAt]} Change when it repeats, or cancel it.`);
  await saveRecurrence(tx, id, { ...recurrence, nextAt });
}

function isRepeating({ purpose, status }: Broadcast): boolean {
  return purpose === "RECURRING" && (status === "ACTIVE" || status === "PAUSED");
}

const FIELD: Partial<Record<RecurrenceProblem, string>> = { ZONE: "zone", PAST: "endsAt" };

function refuse(problem: RecurrenceProblem): AppError {
  const message = PROBLEM_WORDS[problem];
  return new AppError("BAD_INPUT", message, { issues: [{ path: FIELD[problem] ?? "cron", message }] });
}
