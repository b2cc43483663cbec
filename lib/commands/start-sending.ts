// The one way out of the drafts. Whatever starts a broadcast comes through here, and here it is decided, from the rule and
// from the audience as it is counted now, whether somebody else must approve first. What was asked for is kept meanwhile,
// and done with the last approval (release in decide-broadcast.ts).
//
//   send, schedule, `message all members`   startSending
//   a draft repeats, a recurring one goes on or was changed   startRepeating
//   a run of a recurring broadcast          startRun: approved when its recurring broadcast is, for as many people
//   an external event                       startEvent: held by the limits of its key instead
//
// A test to oneself needs none (send-test.ts), and what is retried was approved when it was sent.
import { approvalReasons, type ApprovalRule, peopleLimit, weightOf } from "@/lib/domain/approval";
import type { Estimate } from "@/lib/domain/estimate";
import { wantNotices } from "@/lib/store/approval-notices";
import { getApprovalRule, getProgress } from "@/lib/store/approvals";
import type { Broadcast, Review } from "@/lib/store/broadcast-columns";
import { moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";
import { beginRepeating } from "@/lib/store/recurrences";
import { holdTopic } from "@/lib/store/topics";

import { assertMoved } from "./broadcast-rules";
import type { Actor } from "./command";
import { countPeople } from "./count-people";
import { personBehind } from "./person-behind";

export type Start = {
  /** Null: now, or as soon as it is approved. */
  scheduledAt: Date | null;
  scheduledZone: string | null;
  expiresAt: Date | null;
  estimate: Estimate | null;
};

type Need = Review & { rule: ApprovalRule };

/** SCHEDULED, or IN_REVIEW when somebody else must approve. Throws CONFLICT. */
export async function startSending(tx: Db, actor: Actor, broadcast: Broadcast, start: Start): Promise<Broadcast> {
  const need = await findNeed(tx, broadcast);
  // What comes here anew was taken back or has failed: whoever approved it approved another time, and perhaps other people.
  if (need.reasons.length > 0) return askForApproval(tx, actor, broadcast, need, start);
  return schedule(tx, broadcast, start, { approvedAt: null, unapprovedLimit: need.rule.above });
}

/** ACTIVE, or IN_REVIEW. What repeats already stays as it is when nothing is missing. Throws CONFLICT. */
export async function startRepeating(tx: Db, actor: Actor, broadcast: Broadcast): Promise<Broadcast> {
  const need = await findNeed(tx, broadcast);
  if (isMissing(need, broadcast)) return askForApproval(tx, actor, broadcast, need, {});
  if (broadcast.purpose === "RECURRING") {
    if (broadcast.status === "ACTIVE") return broadcast;
    return assertMoved(await moveBroadcast(tx, broadcast, "ACTIVE"), broadcast, "resumed");
  }
  const begun = await beginRepeating(tx, broadcast, { approvedAt: null, unapprovedLimit: null });
  if (!begun) assertMoved(undefined, broadcast, "repeated");
  return { ...broadcast, purpose: "RECURRING", status: "ACTIVE" };
}

/** False when the recurring broadcast has to be approved first; it waits for that now. */
export async function mayRun(tx: Db, actor: Actor, recurring: Broadcast): Promise<boolean> {
  const need = await findNeed(tx, recurring);
  if (!isMissing(need, recurring)) return true;
  await askForApproval(tx, actor, recurring, need, {});
  return false;
}

export async function startRun(tx: Db, draft: Broadcast, start: Start, recurring: Broadcast): Promise<Broadcast> {
  const need = await findNeed(tx, draft);
  return schedule(tx, draft, start, { approvedAt: recurring.approvedAt, unapprovedLimit: limitOf(need, recurring) });
}

/** How many people an event reaches, and how often, is limited by its key. */
export function startEvent(tx: Db, draft: Broadcast, start: Start): Promise<Broadcast> {
  return schedule(tx, draft, start, { unapprovedLimit: null });
}

async function schedule(
  tx: Db, broadcast: Broadcast, start: Start, more: { approvedAt?: Date | null; unapprovedLimit: number | null },
): Promise<Broadcast> {
  const moved = await moveBroadcast(tx, broadcast, "SCHEDULED", {
    ...start, ...more, scheduledAt: start.scheduledAt ?? new Date(),
  });
  return assertMoved(moved, broadcast, "sent");
}

/** It was not approved, or for fewer people. */
function isMissing(need: Need, broadcast: Broadcast): boolean {
  if (need.reasons.length === 0) return false;
  const limit = limitOf(need, broadcast);
  return broadcast.approvedAt === null || (limit !== null && need.people !== null && need.people > limit);
}

/** To how many people it may come: as many as need no approval, and if there are more, as many as were approved. */
function limitOf({ rule }: Need, { approvedAt, unapprovedLimit, ...broadcast }: Broadcast): number | null {
  const isApproved = approvedAt !== null;
  return peopleLimit(rule, weightOf(broadcast), { isApproved, limit: isApproved ? unapprovedLimit : rule.above });
}

async function findNeed(tx: Db, broadcast: Broadcast): Promise<Need> {
  const rule = await getApprovalRule(tx);
  const isOff = rule.above === null && !rule.urgent && !rule.mandatory;
  if (isOff || !broadcast.audience) return { rule, reasons: [], people: null };
  const people = await countPeople(tx, broadcast.audience);
  return { rule, reasons: approvalReasons(rule, { people, ...weightOf(broadcast) }), people };
}

async function askForApproval(
  tx: Db, actor: Actor, broadcast: Broadcast, { reasons, people }: Need, start: Partial<Start>,
): Promise<Broadcast> {
  // Whoever renames it right now (assertMayRename) comes before this review, or finds it.
  if (broadcast.topic) await holdTopic(tx, broadcast.topic.id);
  const moved = await moveBroadcast(tx, broadcast, "IN_REVIEW", {
    ...start,
    review: { reasons, people },
    reviewRound: broadcast.reviewRound + 1,
    requestedBy: await personBehind(tx, actor),
    requestedName: actor.name,
    requestedAt: new Date(),
    approvedAt: null,
    unapprovedLimit: null,
  });
  const asked = assertMoved(moved, broadcast, "sent for approval");
  const { waitingFor } = await getProgress(tx, asked);
  const notice = { broadcastId: asked.id, round: asked.reviewRound, kind: "REQUEST" } as const;
  await wantNotices(tx, notice, waitingFor.map(({ objectId }) => objectId));
  return asked;
}
