// Broadcasts as the API shows them: the row, its numbers, and for one alone how it is getting on.
import { groupIdsOf } from "@/lib/domain/audience";
import type { BroadcastDetail, BroadcastOrigin, BroadcastView, RecurrenceView } from "@/lib/domain/views";

import type { Broadcast } from "./broadcast-columns";
import { countPossibleDuplicates, getNumbers, getSentPerSecond, type Numbers } from "./counters";
import type { Db } from "./db";
import { findEventOfBroadcast } from "./external-events";
import { findStall } from "./find-stall";
import { findRunOfBroadcast, getRecurrence, type StoredRecurrence } from "./recurrences";
import { listBroadcastGroups } from "./resolve-groups";
import { viewReview } from "./review-view";
import { getThrottledUntil } from "./send-slots";
import { getInstallStage } from "./waiting-deliveries";

export async function viewBroadcasts(db: Db, broadcasts: readonly Broadcast[]): Promise<BroadcastView[]> {
  const numbers = await getNumbers(db, broadcasts.map(({ id }) => id));
  return broadcasts.map((broadcast) => viewOf(broadcast, numbers.get(broadcast.id)));
}

export async function viewBroadcast(db: Db, broadcast: Broadcast): Promise<BroadcastView> {
  return viewOf(broadcast, (await getNumbers(db, [broadcast.id])).get(broadcast.id));
}

export async function viewBroadcastDetail(db: Db, broadcast: Broadcast): Promise<BroadcastDetail> {
  const { id } = broadcast;
  const numbers = (await getNumbers(db, [id])).get(id);
  const view = viewOf(broadcast, numbers);
  const sentPerSecond = await getSentPerSecond(db, id);
  const { queued, sending, retryWait } = view.counts;
  const left = queued + sending + retryWait;
  const moving = broadcast.status === "SENDING" && left > 0 && sentPerSecond > 0;
  return {
    ...view,
    progress: {
      sentPerSecond: Math.round(sentPerSecond * 10) / 10,
      etaSeconds: moving ? Math.ceil(left / sentPerSecond) : null,
      throttledUntil: iso(await getThrottledUntil(db, id)),
    },
    reasons: numbers?.reasons ?? [],
    possibleDuplicates: await countPossibleDuplicates(db, id),
    stalled: await findStall(db, { id, status: broadcast.status, sentPerSecond, left }),
    groups: await viewGroups(db, broadcast),
    freezingAt: iso(broadcast.freezingAt),
    installs: await viewInstalls(db, broadcast),
    origin: await findOrigin(db, id),
    recurrence: broadcast.purpose === "RECURRING" || broadcast.status === "IN_REVIEW" ? await findRecurrence(db, id) : null,
    review: await viewReview(db, broadcast),
  };
}

async function viewGroups(db: Db, broadcast: Broadcast): Promise<BroadcastDetail["groups"]> {
  const { audience, resolvingAt } = broadcast;
  if (!audience || !resolvingAt) return [];
  const groups = await listBroadcastGroups(db, broadcast, groupIdsOf(audience));
  return groups.map(({ readAt, ...group }) => ({ ...group, readAt: iso(readAt) }));
}

async function viewInstalls(db: Db, { id, onMissing, installTotal }: Broadcast): Promise<BroadcastDetail["installs"]> {
  if (onMissing !== "INSTALL" || installTotal === null) return null;
  if (installTotal === 0) return { total: 0, waiting: 0, installed: 0, failures: [] };
  return { total: installTotal, ...(await getInstallStage(db, id)) };
}

async function findOrigin(db: Db, id: string): Promise<BroadcastOrigin | null> {
  const event = await findEventOfBroadcast(db, id);
  if (event) return { kind: "EVENT", eventId: event.id, system: event.system };
  const run = await findRunOfBroadcast(db, id);
  return run ? { kind: "RECURRING", recurringId: run.recurringId, dueAt: run.dueAt.toISOString() } : null;
}

async function findRecurrence(db: Db, id: string): Promise<RecurrenceView | null> {
  const recurrence = await getRecurrence(db, id);
  return recurrence ? viewRecurrence(recurrence) : null;
}

export function viewRecurrence({ cron, zone, startsAt, endsAt, nextAt }: StoredRecurrence): RecurrenceView {
  return { cron, zone, startsAt: iso(startsAt), endsAt: iso(endsAt), nextAt: iso(nextAt) };
}

function viewOf(broadcast: Broadcast, numbers: Numbers | undefined): BroadcastView {
  const { id, purpose, standingEvent, status, statusReason, resumeStatus } = broadcast;
  const { topic, message, audience, onUnknown, onMissing, priority } = broadcast;
  return {
    id,
    purpose,
    standingEvent,
    status,
    statusReason,
    resumeStatus,
    pausedBy: broadcast.pausedBy,
    topic: topic?.key ?? null,
    topicName: topic?.name ?? null,
    message,
    audience,
    onUnknown,
    onMissing,
    priority,
    revision: broadcast.revision,
    estimate: broadcast.estimate,
    authorName: broadcast.authorName,
    scheduledAt: iso(broadcast.scheduledAt),
    scheduledZone: broadcast.scheduledZone,
    expiresAt: iso(broadcast.expiresAt),
    createdAt: broadcast.createdAt.toISOString(),
    updatedAt: broadcast.updatedAt.toISOString(),
    resolvingAt: iso(broadcast.resolvingAt),
    sendingAt: iso(broadcast.sendingAt),
    finishedAt: iso(broadcast.finishedAt),
    counts: numbers?.counts ?? NO_COUNTS,
  };
}

const NO_COUNTS = { total: 0, queued: 0, sending: 0, retryWait: 0, sent: 0, failed: 0, unconfirmed: 0, skipped: 0 };

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
