// The tables of the ledger in memory, and the one way a delivery changes. What PostgreSQL keeps with check constraints and
// the counters' trigger is kept here by `moveDelivery`: a row that breaks a rule is a bug and throws.
import type { BreakerState } from "@/lib/domain/breaker";
import type { BroadcastPurpose, BroadcastStatus, MissingPolicy, UnknownPolicy } from "@/lib/domain/broadcast";
import { type ConversationLimits, createConversationLimits } from "@/lib/domain/conversation-limits";
import type { DeliveryStatus } from "@/lib/domain/delivery";
import type { OutcomeKind, Remedy } from "@/lib/domain/outcome";
import type { ReferenceState } from "@/lib/domain/reference";

export type PersonRow = {
  id: string;
  tenantId: string;
  guest: boolean;
  createdAtMs: number;
  reference: { state: ReferenceState; conversationId: string | null; evidence: string; stateSinceMs: number } | null;
};

export type DeliveryRow = {
  broadcastId: string;
  recipientId: string;
  tenantId: string;
  status: DeliveryStatus;
  reason: string | null;
  dueAtMs: number;
  leaseWorker: string | null;
  leaseUntilMs: number | null;
  /** When the intent of the present epoch was committed. */
  begunAtMs: number | null;
  epoch: number;
  attempts: number;
  activityId: string | null;
  /** RECREATED: the conversation was created anew, once. */
  remedy: Remedy | "RECREATED" | null;
  possibleDuplicate: boolean;
  settledAtMs: number | null;
};

export type AttemptRow = {
  epoch: number;
  kind: "CREATE" | "POST";
  startedAtMs: number;
  outcome: OutcomeKind;
  code: string | null;
};

export type BroadcastRow = {
  id: string;
  purpose: BroadcastPurpose;
  status: BroadcastStatus;
  resumeStatus: BroadcastStatus | null;
  pausedBy: "PERSON" | "BREAKER" | "MISSED" | null;
  statusReason: string | null;
  topicId: string;
  onUnknown: UnknownPolicy;
  onMissing: MissingPolicy;
  urgent: boolean;
  /** Null means everybody. */
  audience: readonly string[] | null;
  audienceSize: number | null;
  scheduledAtMs: number;
  expiresAtMs: number | null;
  resolvingAtMs: number;
  sendingAtMs: number;
  finishedAtMs: number | null;
  resolveCursor: number;
  deliveries: Map<string, DeliveryRow>;
  /** QUEUED or RETRY_WAIT, and CLAIMED or SENDING: what PostgreSQL has partial indexes for. */
  pending: Set<DeliveryRow>;
  leased: Set<DeliveryRow>;
  /** By status and reason, as delivery_counters. */
  counters: Map<string, number>;
};

export type SlotsRow = {
  nextSlotAtMs: number;
  ratePerSecond: number;
  pausedUntilMs: number;
  /** The part of it that a 429 asked for. */
  throttledUntilMs: number;
  loweredAtMs: number | null;
  breaker: BreakerState;
  breakerReason: string | null;
  probeAtMs: number | null;
  probes: number;
  mutedUntilMs: number;
};

export type AnswerSlice = {
  tenantId: string;
  broadcastId: string;
  startedAtMs: number;
  outcome: OutcomeKind;
  code: string;
  count: number;
};

export type MemoryTables = {
  nowMs: () => number;
  /** In the order of their ids. */
  people: PersonRow[];
  personById: Map<string, PersonRow>;
  /** Topic id → mandatory. */
  topics: Map<string, boolean>;
  /** `recipient/topic`, with `*` for every topic. */
  optOuts: Set<string>;
  broadcasts: Map<string, BroadcastRow>;
  attempts: Map<string, AttemptRow[]>;
  slots: Map<string, SlotsRow>;
  places: ConversationLimits;
  answers: AnswerSlice[];
  workers: Set<string>;
  /** Hears of every change of a delivery's row, after it. */
  onMove: (row: DeliveryRow, from: DeliveryStatus) => void;
};

export type DeliveryChange = Partial<Omit<DeliveryRow, "broadcastId" | "recipientId" | "tenantId">>;

export function createTables(nowMs: () => number): MemoryTables {
  return {
    nowMs,
    people: [],
    personById: new Map(),
    topics: new Map(),
    optOuts: new Set(),
    broadcasts: new Map(),
    attempts: new Map(),
    slots: new Map(),
    places: createConversationLimits(),
    answers: [],
    workers: new Set(),
    onMove: () => undefined,
  };
}

export function addDelivery(broadcast: BroadcastRow, row: DeliveryRow): void {
  if (broadcast.deliveries.has(row.recipientId)) return;
  broadcast.deliveries.set(row.recipientId, row);
  assertSound(row);
  count(broadcast, row, 1);
  index(broadcast, row);
}

export function moveDelivery(tables: MemoryTables, row: DeliveryRow, change: DeliveryChange): void {
  const broadcast = broadcastOf(tables, row.broadcastId);
  const from = row.status;
  count(broadcast, row, -1);
  Object.assign(row, change);
  assertSound(row);
  count(broadcast, row, 1);
  index(broadcast, row);
  tables.onMove(row, from);
}

export function broadcastOf(tables: MemoryTables, id: string): BroadcastRow {
  const broadcast = tables.broadcasts.get(id);
  if (!broadcast) throw new Error("There is no such broadcast.");
  return broadcast;
}

export function attemptsOf(tables: MemoryTables, { broadcastId, recipientId }: { broadcastId: string; recipientId: string }) {
  const id = `${broadcastId}/${recipientId}`;
  const known = tables.attempts.get(id) ?? [];
  tables.attempts.set(id, known);
  return known;
}

export function slotsOf(tables: MemoryTables, tenantId: string, ratePerSecond: number): SlotsRow {
  const known = tables.slots.get(tenantId);
  if (known) return known;
  const row: SlotsRow = {
    nextSlotAtMs: tables.nowMs(),
    ratePerSecond,
    pausedUntilMs: -Infinity,
    throttledUntilMs: -Infinity,
    loweredAtMs: null,
    breaker: "CLOSED",
    breakerReason: null,
    probeAtMs: null,
    probes: 0,
    mutedUntilMs: -Infinity,
  };
  tables.slots.set(tenantId, row);
  return row;
}

/** What a row loses when nobody holds it any more. */
export const NO_LEASE = { leaseWorker: null, leaseUntilMs: null };

function count(broadcast: BroadcastRow, { status, reason }: DeliveryRow, by: number): void {
  const key = `${status} ${reason ?? ""}`;
  broadcast.counters.set(key, (broadcast.counters.get(key) ?? 0) + by);
}

function index(broadcast: BroadcastRow, row: DeliveryRow): void {
  const { status } = row;
  if (status === "QUEUED" || status === "RETRY_WAIT") broadcast.pending.add(row);
  else broadcast.pending.delete(row);
  if (status === "CLAIMED" || status === "SENDING") broadcast.leased.add(row);
  else broadcast.leased.delete(row);
}

/** The check constraints of the table `deliveries`. */
function assertSound(row: DeliveryRow): void {
  const { status } = row;
  const leased = status === "CLAIMED" || status === "SENDING";
  const named = status === "FAILED" || status === "UNCONFIRMED" || status === "SKIPPED";
  const sound =
    named === (row.reason !== null) &&
    leased === (row.leaseWorker !== null) &&
    leased === (row.leaseUntilMs !== null) &&
    (named || status === "SENT") === (row.settledAtMs !== null);
  if (!sound) throw new Error(`A delivery breaks a check constraint: ${JSON.stringify(row)}`);
}
