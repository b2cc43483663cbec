// How a review ends: with the last approval, which does what the author asked for, or back with the author. Each in the
// transaction that decides it.
import { approvedLimit } from "@/lib/domain/approval";
import { AppError } from "@/lib/errors";
import { getApprovalRule } from "@/lib/store/approvals";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";
import { MISSED_GRACE_MINUTES } from "@/lib/store/finish-broadcasts";
import { beginRepeating, deleteRecurrence, getRecurrence } from "@/lib/store/recurrences";

import { assertMoved, type broughtBy, getBroadcastOrThrow } from "./broadcast-rules";
import { countPeople } from "./count-people";
import { resumeRepeating } from "./repeat-broadcast";

/** Sends, schedules or repeats what has just been approved. Throws CONFLICT when it is too late for that. */
export async function release(tx: Db, broadcast: Broadcast, now: Date): Promise<Broadcast> {
  const recurrence = await getRecurrence(tx, broadcast.id);
  const approval = { approvedAt: now, unapprovedLimit: await findLimit(tx, broadcast) };
  if (recurrence) {
    await resumeRepeating(tx, broadcast.id, recurrence);
    if (broadcast.purpose === "RECURRING") {
      return assertMoved(await moveBroadcast(tx, broadcast, "ACTIVE", approval), broadcast, "approved");
    }
    if (!(await beginRepeating(tx, broadcast, approval))) assertMoved(undefined, broadcast, "approved");
    return getBroadcastOrThrow(tx, broadcast.id);
  }
  const { expiresAt, scheduledAt } = broadcast;
  if (expiresAt && expiresAt <= now) {
    throw new AppError("CONFLICT", "It was not to be sent after a time that has passed by now. Reject it, and say so.");
  }
  const approved = assertMoved(
    await moveBroadcast(tx, broadcast, "SCHEDULED", { ...approval, scheduledAt: scheduledAt ?? now }), broadcast, "approved",
  );
  const latest = new Date(now.getTime() - MISSED_GRACE_MINUTES * 60_000);
  return scheduledAt && scheduledAt <= latest ? hold(tx, approved) : approved;
}

/** By the number that the approvers were told; where there was none yet, by what it comes to now. */
async function findLimit(tx: Db, { review, audience }: Broadcast): Promise<number | null> {
  const people = review?.people ?? (audience ? await countPeople(tx, audience) : null);
  return approvedLimit(await getApprovalRule(tx), people);
}

/** As with every schedule that was missed: it is not sent late without asking its author. */
async function hold(tx: Db, approved: Broadcast): Promise<Broadcast> {
  const held = await moveBroadcast(tx, approved, "PAUSED", {
    resumeStatus: "SCHEDULED",
    pausedBy: "MISSED",
    statusReason: "It was due while it waited for approval. Resume to send it now.",
  });
  return assertMoved(held, approved, "held");
}

/** Back to the drafts; a recurring one pauses. Undefined when it is in review no more. */
export async function endReview(tx: Db, broadcast: Broadcast, why: ReturnType<typeof broughtBy>): Promise<Broadcast | undefined> {
  if (broadcast.purpose === "RECURRING") {
    return moveBroadcast(tx, broadcast, "PAUSED", { resumeStatus: "ACTIVE", pausedBy: "PERSON", ...why });
  }
  const moved = await moveBroadcast(tx, broadcast, "DRAFT");
  // Only now: what has been approved meanwhile keeps its rhythm.
  if (moved) await deleteRecurrence(tx, broadcast.id);
  return moved;
}
