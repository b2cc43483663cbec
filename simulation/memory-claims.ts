// Claims, intents and what happens when a lease ends, as lib/store/{claim-deliveries,save-intents,recover-deliveries}.ts
// do it with one statement each: here each is one function that nothing interrupts.
import type { SkipReason } from "@/lib/domain/delivery";
import type { Intent, Ledger, Recovered } from "@/lib/domain/ledger";
import type { ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";
import { UNKNOWN_DELAY_MS } from "@/lib/domain/retry";

import {
  attemptsOf,
  type BroadcastRow,
  type DeliveryChange,
  type DeliveryRow,
  type MemoryTables,
  moveDelivery,
  NO_LEASE,
} from "./memory-tables";

const RECOVER_BATCH = 500;

export function claim(
  tables: MemoryTables,
  { workerId, tenantId, shares, leaseMs }: Parameters<Ledger["claim"]>[0],
): ClaimedDelivery[] {
  return shares.flatMap(({ broadcastId, limit }) => {
    const broadcast = tables.broadcasts.get(broadcastId);
    if (broadcast?.status !== "SENDING" && broadcast?.status !== "ACTIVE") return [];
    const due = dueOf(tables, broadcast, tenantId).slice(0, limit);
    return due.flatMap((row) => {
      const leaseUntilMs = tables.nowMs() + leaseMs;
      moveDelivery(tables, row, { status: "CLAIMED", epoch: row.epoch + 1, leaseWorker: workerId, leaseUntilMs });
      const claimed = claimedOf(tables, row);
      // Whoever has no conversation yet meets the gates too, and gets the intent once it is created.
      const result = gate(tables, row);
      const isHeldBack = result !== "ALLOWED" && result !== "RELEASED";
      if (isHeldBack) moveDelivery(tables, row, holdBack(tables, row, result));
      else if (claimed.address.conversationId !== null) moveDelivery(tables, row, changeBy(tables, row, result, leaseMs));
      return isHeldBack ? [] : [claimed];
    });
  });
}

export function isDue(tables: MemoryTables, broadcast: BroadcastRow, tenantId: string): boolean {
  const now = tables.nowMs();
  for (const row of broadcast.pending) if (row.tenantId === tenantId && row.dueAtMs <= now) return true;
  return false;
}

function dueOf(tables: MemoryTables, broadcast: BroadcastRow | undefined, tenantId: string): DeliveryRow[] {
  const now = tables.nowMs();
  const pending = [...(broadcast?.pending ?? [])];
  return pending
    .filter((row) => row.tenantId === tenantId && row.dueAtMs <= now)
    .sort((a, b) => a.dueAtMs - b.dueAtMs);
}

function claimedOf(tables: MemoryTables, row: DeliveryRow): ClaimedDelivery {
  const { broadcastId, recipientId, tenantId, epoch, attempts, remedy, possibleDuplicate } = row;
  const reference = tables.personById.get(recipientId)?.reference;
  const recreates = remedy === "RECREATE_CONVERSATION";
  return {
    broadcastId, recipientId, tenantId, epoch, attempts, possibleDuplicate,
    remedy: remedy === "RECREATED" ? "RECREATE_CONVERSATION" : remedy,
    revision: 1,
    context: null,
    recipient: { kind: "PERSON", displayName: recipientId, givenName: null, locale: null },
    address: {
      serviceUrl: reference ? "https://teams.invalid/" : "",
      botId: reference ? "28:herald" : "",
      memberId: `29:${recipientId}`,
      conversationId: recreates ? null : (reference?.conversationId ?? null),
    },
  };
}

export function release(tables: MemoryTables, keys: readonly DeliveryKey[]): void {
  for (const key of keys) {
    const row = heldBy(tables, key);
    if (row) moveDelivery(tables, row, { status: row.possibleDuplicate ? "RETRY_WAIT" : "QUEUED", ...NO_LEASE });
  }
}

export function retire(tables: MemoryTables, workerId: string): void {
  for (const { leased } of tables.broadcasts.values()) {
    const own = [...leased].filter((row) => row.status === "CLAIMED" && row.leaseWorker === workerId);
    release(tables, own);
  }
  tables.workers.delete(workerId);
}

export function saveIntents(tables: MemoryTables, keys: readonly DeliveryKey[], leaseMs: number): Intent[] {
  return keys.flatMap((key) => {
    const row = heldBy(tables, key);
    if (!row) return [];
    const result = gate(tables, row);
    moveDelivery(tables, row, changeBy(tables, row, result, leaseMs));
    return [{ ...key, result }];
  });
}

function gate(tables: MemoryTables, row: DeliveryRow): Intent["result"] {
  const broadcast = tables.broadcasts.get(row.broadcastId);
  const state = tables.personById.get(row.recipientId)?.reference?.state;
  if (broadcast?.status !== "SENDING" && broadcast?.status !== "ACTIVE") return "RELEASED";
  if (state === "REMOVED" || state === "BLOCKED") return state;
  if (state === undefined || state === "NEEDS_INSTALL") return "NOT_INSTALLED";
  if (broadcast.expiresAtMs !== null && broadcast.expiresAtMs <= tables.nowMs()) return "EXPIRED";
  if (broadcast.purpose !== "TEST" && isOptedOut(tables, row.recipientId, broadcast.topicId)) return "OPTED_OUT";
  return "ALLOWED";
}

export function isOptedOut(tables: MemoryTables, recipientId: string, topicId: string): boolean {
  if (tables.topics.get(topicId)) return false;
  return tables.optOuts.has(`${recipientId}/*`) || tables.optOuts.has(`${recipientId}/${topicId}`);
}

function changeBy(tables: MemoryTables, row: DeliveryRow, result: Intent["result"], leaseMs: number): DeliveryChange {
  if (result === "ALLOWED") {
    const now = tables.nowMs();
    return { status: "SENDING", attempts: row.attempts + 1, begunAtMs: now, leaseUntilMs: now + leaseMs };
  }
  if (result === "RELEASED") return { status: row.possibleDuplicate ? "RETRY_WAIT" : "QUEUED", ...NO_LEASE };
  return holdBack(tables, row, result);
}

/** What may have arrived already is never called skipped. */
export function holdBack(tables: MemoryTables, { possibleDuplicate }: DeliveryRow, reason: SkipReason): DeliveryChange {
  const settled = { settledAtMs: tables.nowMs(), ...NO_LEASE };
  return possibleDuplicate
    ? { status: "UNCONFIRMED", reason: "NOT_RETRIED", ...settled }
    : { status: "SKIPPED", reason, ...settled };
}

export function recover(tables: MemoryTables): Recovered {
  const recovered: Recovered = { queued: 0, unconfirmed: 0, retried: 0 };
  const now = tables.nowMs();
  const isLost = (row: DeliveryRow): boolean => row.leaseUntilMs !== null && row.leaseUntilMs < now;
  const lost = [...tables.broadcasts.values()].flatMap(({ leased }) => [...leased].filter(isLost)).slice(0, RECOVER_BATCH);
  for (const row of lost) {
    const change = recoveredBy(tables, row);
    if (row.status === "SENDING") {
      const startedAtMs = row.begunAtMs ?? now;
      attemptsOf(tables, row).push({ epoch: row.epoch, kind: "POST", startedAtMs, outcome: "UNKNOWN", code: "LEASE_EXPIRED" });
    }
    moveDelivery(tables, row, { ...change, ...NO_LEASE });
    if (change.status === "QUEUED") recovered.queued += 1;
    else if (change.status === "UNCONFIRMED") recovered.unconfirmed += 1;
    else recovered.retried += 1;
  }
  return recovered;
}

function recoveredBy(tables: MemoryTables, row: DeliveryRow): DeliveryChange {
  if (row.status === "CLAIMED") return { status: row.possibleDuplicate ? "RETRY_WAIT" : "QUEUED" };
  if (tables.broadcasts.get(row.broadcastId)?.onUnknown === "RETRY" && !row.possibleDuplicate) {
    return { status: "RETRY_WAIT", possibleDuplicate: true, dueAtMs: tables.nowMs() + UNKNOWN_DELAY_MS };
  }
  return { status: "UNCONFIRMED", reason: "LEASE_EXPIRED", settledAtMs: tables.nowMs() };
}

/** The row, if this claim still holds it. */
function heldBy(tables: MemoryTables, { broadcastId, recipientId, epoch }: DeliveryKey): DeliveryRow | undefined {
  const row = tables.broadcasts.get(broadcastId)?.deliveries.get(recipientId);
  return row?.status === "CLAIMED" && row.epoch === epoch ? row : undefined;
}
