// The run of one recurring broadcast that is due: a NORMAL broadcast with its message and audience as they are now, which
// the engine resolves anew. A run that Herald slept through is written down as missed and not sent late. The recurrence is
// locked meanwhile and the run's row is unique, so a time has one run whatever is running.
import { z } from "zod";

import { PROBLEM_WORDS, type RecurrenceProblem, RUN_GRACE_MINUTES } from "@/lib/domain/recurrence";
import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { createBroadcast, moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";
import { type DueRecurrence, hasRun, lockDueRecurrence, moveNextRun, saveRun } from "@/lib/store/recurrences";

import { assertAudienceIsWhole } from "./audience-rules";
import { assertComplete, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, SYSTEM_ACTOR } from "./command";
import { nextRunAt } from "./next-runs";
import { mayRun, startRun } from "./start-sending";

/** After months of silence the log need not name every hour. */
const MAX_MISSED = 500;

export type Fired = {
  /** False when nothing was due. */
  due: boolean;
  missed: number;
  /** The id of the broadcast that was made. */
  started: string | null;
  /** Why none was made, in words. */
  refused: string | null;
};

const NEEDS_APPROVAL = "Somebody else must approve it first: the rule or the size of its audience has changed.";

const NOTHING: Fired = { due: false, missed: 0, started: null, refused: null };

export const fireRecurring = defineCommand({
  name: "fire-recurring",
  allowed: ["SYSTEM"],
  input: z.strictObject({}),
  handle: async (tx): Promise<Fired> => {
    const due = await lockDueRecurrence(tx);
    if (!due) return NOTHING;
    const { at, missed } = await noteMissed(tx, due);
    const isDue = at instanceof Date && at <= due.now;
    const run = isDue ? await makeRun(tx, due, at) : NOTHING;
    const next = isDue ? nextRunAt(due, at) : at;
    await moveNextRun(tx, due.broadcastId, next instanceof Date ? next : null);
    if (next === "PAST") await end(tx, due);
    else if (!(next instanceof Date)) await pause(tx, due, next);
    return { ...run, due: true, missed };
  },
  audit: (_input, { started }) => (started ? { target: broadcastTarget(started), detail: { recurring: true } } : null),
});

/** Writes down what is too late to be sent; answers the run that comes after. */
async function noteMissed(tx: Db, due: DueRecurrence): Promise<{ at: Date | RecurrenceProblem; missed: number }> {
  const latest = new Date(due.now.getTime() - RUN_GRACE_MINUTES * 60_000);
  let at: Date | RecurrenceProblem = due.nextAt;
  let missed = 0;
  while (at instanceof Date && at < latest) {
    if (missed === MAX_MISSED) return { at: nextRunAt(due, latest), missed };
    if (await saveRun(tx, { recurringId: due.broadcastId, dueAt: at, outcome: "MISSED" })) missed += 1;
    at = nextRunAt(due, at);
  }
  return { at, missed };
}

async function makeRun(tx: Db, { broadcastId: recurringId, zone }: DueRecurrence, dueAt: Date): Promise<Fired> {
  if (await hasRun(tx, recurringId, dueAt)) return NOTHING;
  const recurring = await getBroadcastOrThrow(tx, recurringId);
  const refused = await findRefusal(tx, recurring);
  if (refused !== null) {
    await saveRun(tx, { recurringId, dueAt, outcome: "REFUSED", reason: refused });
    return { ...NOTHING, refused };
  }
  if (!(await mayRun(tx, SYSTEM_ACTOR, recurring))) {
    await saveRun(tx, { recurringId, dueAt, outcome: "REFUSED", reason: NEEDS_APPROVAL });
    return { ...NOTHING, refused: NEEDS_APPROVAL };
  }
  const { topic, message, audience, onUnknown, onMissing, priority, authorId, authorName } = recurring;
  const draft = await createBroadcast(tx, {
    topicId: topic?.id ?? null, message, audience, onUnknown, onMissing, priority, authorId, authorName,
  });
  await startRun(tx, draft, { scheduledAt: dueAt, scheduledZone: zone, expiresAt: null, estimate: null }, recurring);
  await saveRun(tx, { recurringId, dueAt, outcome: "STARTED", broadcastId: draft.id });
  return { ...NOTHING, started: draft.id };
}

/** Why it cannot be sent as it is now, in words; null when it can. */
async function findRefusal(tx: Db, recurring: Broadcast): Promise<string | null> {
  try {
    assertComplete(recurring);
    await assertAudienceIsWhole(tx, recurring.audience);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.message, ...error.issues.map((issue) => issue.message)].join(" ");
  }
}

async function end(tx: Db, { broadcastId, now }: DueRecurrence): Promise<void> {
  const recurring = await getBroadcastOrThrow(tx, broadcastId);
  await moveBroadcast(tx, recurring, "FINISHED", { finishedAt: now });
}

/** Its end has not come, so somebody must see to it. */
async function pause(tx: Db, { broadcastId }: DueRecurrence, problem: RecurrenceProblem): Promise<void> {
  const recurring = await getBroadcastOrThrow(tx, broadcastId);
  const statusReason = `Herald finds no next run. ${PROBLEM_WORDS[problem]}`;
  await moveBroadcast(tx, recurring, "PAUSED", { resumeStatus: recurring.status, pausedBy: "PERSON", statusReason });
}
