// A second person approves or rejects a broadcast that is in review. The broadcast is locked first, so that decisions take
// turns, and everything is looked at under the lock: what exactly is decided about, the role as it is now, who had a hand
// in it, who has decided before. The last approval that is needed sends.
import { z } from "zod";

import { APPROVAL_DECISIONS, type ApprovalDecision, commentSchema, isInvolved } from "@/lib/domain/approval";
import { AppError } from "@/lib/errors";
import { wantNotices } from "@/lib/store/approval-notices";
import { getProgress, saveDecision } from "@/lib/store/approvals";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import type { Db } from "@/lib/store/db";

import { assertMoved, assertUnchanged, broadcastTarget, broughtBy, lockBroadcastOrThrow } from "./broadcast-rules";
import { type Actor, defineCommand } from "./command";
import { endReview, release } from "./review-rules";

const inputSchema = z.strictObject({
  id: z.uuid(),
  decision: z.enum(APPROVAL_DECISIONS),
  /** What a rejection is for; an approval may have one. */
  comment: commentSchema.default(""),
  /** What was read: what was changed since is not decided about. */
  revision: z.int().optional(),
  round: z.int().optional(),
});

type Person = Extract<Actor, { kind: "PERSON" }>;

const VERBS = { APPROVED: "approved", REJECTED: "rejected" } as const satisfies Record<ApprovalDecision, string>;

export const decideBroadcast = defineCommand({
  name: "decide-broadcast",
  allowed: ["approver", "admin"],
  input: inputSchema,
  handle: async (tx, actor, { id, decision, comment, revision, round }) => {
    const broadcast = await lockBroadcastOrThrow(tx, id);
    if (actor.kind !== "PERSON") throw new AppError("FORBIDDEN", "Only a person may approve or reject; an API key is nobody.");
    if (broadcast.status !== "IN_REVIEW") assertMoved(undefined, broadcast, VERBS[decision]);
    assertUnchanged(broadcast, revision);
    if (round !== undefined && round !== broadcast.reviewRound) throw staleError();
    await assertMayDecide(tx, actor, broadcast);
    if (decision === "REJECTED" && comment === "") throw commentError();
    const { reviewRound } = broadcast;
    const saved = await saveDecision(tx, {
      broadcastId: id, revision: broadcast.revision, round: reviewRound, personId: actor.id, decision, comment,
    });
    if (!saved) throw decidedError();
    if (decision === "REJECTED") {
      const back = assertMoved(await endReview(tx, broadcast, broughtBy(actor, "Rejected")), broadcast, "rejected");
      await tellOutcome(tx, broadcast);
      return back;
    }
    const { given, needed } = await getProgress(tx, broadcast);
    if (given < needed) return broadcast;
    const released = await release(tx, broadcast, new Date());
    await tellOutcome(tx, broadcast);
    return released;
  },
  // Without the comment, which goes with the approval when that goes: the audit outlives it.
  audit: ({ id, decision }, { revision }) => ({ target: broadcastTarget(id), detail: { decision, revision } }),
});

/** Throws FORBIDDEN, or CONFLICT for a second decision. */
async function assertMayDecide(tx: Db, actor: Person, broadcast: Broadcast): Promise<void> {
  if (isInvolved(actor, broadcast)) {
    throw new AppError("FORBIDDEN", "Whoever wrote a broadcast, changed it last or sent it for approval cannot decide about it.");
  }
  const { waitingFor, decided } = await getProgress(tx, broadcast);
  if (decided.includes(actor.id)) throw decidedError();
  if (!waitingFor.some(({ id }) => id === actor.id)) {
    throw new AppError("FORBIDDEN", "This is for other people to decide: your role has changed, or others were named.");
  }
}

async function tellOutcome(tx: Db, { id: broadcastId, reviewRound: round, authorId, requestedBy }: Broadcast): Promise<void> {
  const objectIds = [...new Set([authorId, requestedBy].filter((objectId) => objectId !== null))];
  await wantNotices(tx, { broadcastId, round, kind: "OUTCOME" }, objectIds);
}

function staleError(): AppError {
  return new AppError("CONFLICT", "It was taken back and sent for approval again in the meantime. Read it again first.");
}

function decidedError(): AppError {
  return new AppError("CONFLICT", "You have decided about this already.");
}

function commentError(): AppError {
  const message = "Say why, so that the author knows what to change.";
  return new AppError("BAD_INPUT", message, { issues: [{ path: "comment", message }] });
}
