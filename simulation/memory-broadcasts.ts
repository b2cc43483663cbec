// The life of broadcasts in memory, as lib/store/{finish-broadcasts,resolve-page,list-work}.ts: due ones start, audiences
// are frozen page by page, and the one place that decides the end.
import type { SkipReason } from "@/lib/domain/delivery";
import type { Work } from "@/lib/domain/ledger";
import type { BroadcastContent } from "@/lib/domain/ports";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";

import { holdBack, isDue, isOptedOut } from "./memory-claims";
import {
  addDelivery,
  type BroadcastRow,
  type DeliveryRow,
  type MemoryTables,
  moveDelivery,
  type PersonRow,
  slotsOf,
} from "./memory-tables";

const GRACE_MS = 15 * 60_000;
const SWEEP_SIZE = 10_000;
/** Small, so that a crash in the middle of resolving is a common event here. */
const PAGE_SIZE = 500;

export function startDue(tables: MemoryTables): number {
  const now = tables.nowMs();
  let started = 0;
  for (const broadcast of tables.broadcasts.values()) {
    if (broadcast.status !== "SCHEDULED" || broadcast.scheduledAtMs > now) continue;
    if (broadcast.scheduledAtMs <= now - GRACE_MS) {
      const missed = { status: "PAUSED", resumeStatus: "SCHEDULED", pausedBy: "MISSED", statusReason: "It was missed." } as const;
      Object.assign(broadcast, missed);
      continue;
    }
    Object.assign(broadcast, { status: "RESOLVING", resolvingAtMs: now, resolveCursor: 0 });
    started += 1;
  }
  return started;
}

export function resolvePage(tables: MemoryTables): boolean {
  const resolving = [...tables.broadcasts.values()].filter(({ status }) => status === "RESOLVING");
  const [broadcast] = resolving.sort((a, b) => a.resolvingAtMs - b.resolvingAtMs);
  if (!broadcast) return false;
  const people = audienceOf(tables, broadcast).slice(broadcast.resolveCursor, broadcast.resolveCursor + PAGE_SIZE);
  for (const person of people) addDelivery(broadcast, freeze(tables, broadcast, person));
  for (const { tenantId } of tables.people) slotsOf(tables, tenantId, 1_000_000);
  broadcast.resolveCursor += people.length;
  if (people.length < PAGE_SIZE) {
    broadcast.status = "SENDING";
    broadcast.sendingAtMs = tables.nowMs();
    broadcast.audienceSize = broadcast.deliveries.size;
  }
  return true;
}

function audienceOf(tables: MemoryTables, { audience, resolvingAtMs }: BroadcastRow): PersonRow[] {
  const chosen = audience === null ? undefined : new Set(audience);
  return tables.people.filter(({ id, createdAtMs }) => (chosen?.has(id) ?? true) && createdAtMs <= resolvingAtMs);
}

function freeze(tables: MemoryTables, broadcast: BroadcastRow, person: PersonRow): DeliveryRow {
  const why = skipReasonOf(tables, broadcast, person);
  const waits = why === "NOT_INSTALLED" && broadcast.onMissing === "INSTALL";
  const reason = waits ? null : why;
  const now = tables.nowMs();
  return {
    broadcastId: broadcast.id,
    recipientId: person.id,
    tenantId: person.tenantId,
    status: reason === null ? "QUEUED" : "SKIPPED",
    reason,
    // Due when the app has been installed for them: see arrive in memory-commands.ts.
    dueAtMs: waits ? Infinity : now,
    leaseWorker: null,
    leaseUntilMs: null,
    begunAtMs: null,
    epoch: 0,
    attempts: 0,
    activityId: null,
    remedy: null,
    possibleDuplicate: false,
    settledAtMs: reason === null ? null : now,
  };
}

function skipReasonOf(tables: MemoryTables, broadcast: BroadcastRow, person: PersonRow): SkipReason | null {
  const state = person.reference?.state;
  if (state === "REMOVED") return "REMOVED";
  if (person.guest) return "GUEST";
  if (broadcast.purpose !== "TEST" && isOptedOut(tables, person.id, broadcast.topicId)) return "OPTED_OUT";
  if (state === "BLOCKED") return "BLOCKED";
  return state === undefined || state === "NEEDS_INSTALL" ? "NOT_INSTALLED" : null;
}

export function finish(tables: MemoryTables): { finished: number; swept: number } {
  let finished = 0;
  for (const broadcast of tables.broadcasts.values()) {
    if (broadcast.status !== "SENDING" || !isDone(broadcast)) continue;
    broadcast.status = "FINISHED";
    broadcast.finishedAtMs = tables.nowMs();
    finished += 1;
  }
  return { finished, swept: sweepUnsent(tables) };
}

export function sweepUnsent(tables: MemoryTables): number {
  const now = tables.nowMs();
  let swept = 0;
  for (const broadcast of tables.broadcasts.values()) {
    const isCanceled = broadcast.status === "CANCELED" && broadcast.finishedAtMs === null;
    const isExpired = broadcast.status === "SENDING" && broadcast.expiresAtMs !== null && broadcast.expiresAtMs <= now;
    if (!isCanceled && !isExpired) continue;
    const claimed = [...broadcast.leased].filter(({ status }) => status === "CLAIMED");
    for (const row of [...broadcast.pending, ...claimed].slice(0, SWEEP_SIZE)) {
      moveDelivery(tables, row, holdBack(tables, row, isCanceled ? "CANCELED" : "EXPIRED"));
      swept += 1;
    }
  }
  if (swept === 0) closeCanceled(tables);
  return swept;
}

function closeCanceled(tables: MemoryTables): void {
  for (const broadcast of tables.broadcasts.values()) {
    const isOver = broadcast.status === "CANCELED" && broadcast.finishedAtMs === null && isDone(broadcast);
    if (isOver) broadcast.finishedAtMs = tables.nowMs();
  }
}

function isDone({ pending, leased }: BroadcastRow): boolean {
  return pending.size === 0 && leased.size === 0;
}

export function listWork(tables: MemoryTables): Work[] {
  const live = [...tables.broadcasts.values()].filter(({ status }) => status === "SENDING" || status === "ACTIVE");
  live.sort((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)) || a.sendingAtMs - b.sendingAtMs);
  return live.flatMap((broadcast) =>
    [...tables.slots.keys()]
      .filter((tenantId) => isDue(tables, broadcast, tenantId))
      .map((tenantId) => ({ tenantId, broadcastId: broadcast.id, urgent: isUrgent(broadcast) })),
  );
}

function isUrgent({ urgent, purpose }: BroadcastRow): boolean {
  return urgent || purpose === "TEST";
}

export function getContent(tables: MemoryTables, broadcastId: string): BroadcastContent | undefined {
  const broadcast = tables.broadcasts.get(broadcastId);
  if (!broadcast) return undefined;
  const { purpose, onUnknown, topicId } = broadcast;
  const topic = { id: topicId, name: topicId, mandatory: tables.topics.get(topicId) ?? false };
  return { broadcastId, purpose, onUnknown, message: COMPLETE_NOTIFICATION, topic, audienceKind: "ALL" };
}
