// The review of one broadcast as the API shows it; null while approval was never asked for.
import type { ReviewView } from "@/lib/domain/approval-view";

import { getProgress, listDecisions } from "./approvals";
import type { Broadcast } from "./broadcast-columns";
import type { Db } from "./db";

export async function viewReview(db: Db, broadcast: Broadcast): Promise<ReviewView | null> {
  const { review, reviewRound, requestedAt, requestedName, approvedAt, status } = broadcast;
  if (!review || !requestedAt) return null;
  const open = status === "IN_REVIEW";
  const decisions = await listDecisions(db, broadcast.id);
  const progress = await getProgress(db, broadcast);
  return {
    ...review,
    round: reviewRound,
    requestedAt: requestedAt.toISOString(),
    requestedName: requestedName ?? "",
    open,
    approvedAt: approvedAt?.toISOString() ?? null,
    needed: progress.needed,
    given: progress.given,
    waitingFor: open ? progress.waitingFor.map(({ id, name }) => ({ id, name })) : [],
    decisions: decisions.map(({ personId: _person, round, at, ...decision }) => {
      return { ...decision, current: round === reviewRound, at: at.toISOString() };
    }),
  };
}
