// Breakers in memory, as lib/store/breakers.ts: opened by a wave or an outage, what the wave cost is taken back, tried with
// one message, closed by its success or by a person.
import {
  type BreakerState, isPayloadFault, isWave, MESSAGE_ONLY_CODES, MUTE_MS, PAYLOAD_CODES, PAYLOAD_FIRST_ANSWERS, PROBE_LOST_MS,
  probeDelayMs, WAVE_WINDOW_MS,
} from "@/lib/domain/breaker";
import type { BreakerTrip, Settlement } from "@/lib/domain/ledger";

import {
  type AnswerSlice, type BroadcastRow, type DeliveryRow, type MemoryTables, moveDelivery, type SlotsRow,
} from "./memory-tables";

/** Looks at the breakers that the refusals among these settlements concern. */
export function checkBreakers(tables: MemoryTables, settlements: readonly Settlement[]): BreakerTrip[] {
  const refused = settlements.filter(({ answer }) => answer?.outcome.kind === "REFUSED");
  const tenants = [...new Set(refused.map(({ tenantId }) => tenantId))];
  const broadcasts = [...new Set(refused.map(({ key }) => key.broadcastId))];
  return [...tenants.flatMap((id) => checkTenant(tables, id)), ...broadcasts.flatMap((id) => checkBroadcast(tables, id))];
}

function checkTenant(tables: MemoryTables, tenantId: string): BreakerTrip[] {
  const slots = tables.slots.get(tenantId);
  const now = tables.nowMs();
  if (!slots) return [];
  if (slots.breaker !== "CLOSED") {
    takeBackWave(tables, tenantId);
    return [];
  }
  if (slots.mutedUntilMs > now) return [];
  const recent = tables.answers.filter((slice) => slice.tenantId === tenantId && slice.startedAtMs > now - WAVE_WINDOW_MS);
  const answers = judged(recent).filter(({ code }) => !MESSAGE_ONLY_CODES.includes(code));
  const posts = sum(answers);
  const refusals = sum(answers.filter(({ outcome }) => outcome === "REFUSED"));
  if (!isWave({ posts, refusals })) return [];
  const reason = `Teams refused ${refusals} of the last ${posts} messages.`;
  openBreaker(tables, tenantId, reason);
  return [{ scope: "TENANT", id: tenantId, reason }];
}

function checkBroadcast(tables: MemoryTables, id: string): BreakerTrip[] {
  const broadcast = tables.broadcasts.get(id);
  const own = judged(tables.answers.filter((slice) => slice.broadcastId === id));
  const answers = sum(own);
  const refusals = sum(own.filter(({ outcome, code }) => outcome === "REFUSED" && PAYLOAD_CODES.includes(code)));
  if (answers > PAYLOAD_FIRST_ANSWERS || !isPayloadFault({ answers, refusals }) || broadcast?.status !== "SENDING") return [];
  const reason = `Teams refused ${refusals} of the first ${answers} messages: it does not accept this message.`;
  pauseByBreaker(broadcast, reason);
  for (const row of [...broadcast.deliveries.values()]) {
    if (row.status === "FAILED" && PAYLOAD_CODES.includes(row.reason ?? "")) requeue(tables, row);
  }
  return [{ scope: "BROADCAST", id, reason }];
}

export function openBreaker(tables: MemoryTables, tenantId: string, reason: string): void {
  open(tables, tenantId, { from: "CLOSED", reason });
}

function open(tables: MemoryTables, tenantId: string, { from, reason }: { from: BreakerState; reason: string }): void {
  const slots = tables.slots.get(tenantId);
  if (slots?.breaker !== from) return;
  const probeAtMs = tables.nowMs() + probeDelayMs(slots.probes);
  Object.assign(slots, { breaker: "OPEN", breakerReason: reason, probeAtMs } satisfies Partial<SlotsRow>);
  for (const broadcast of tables.broadcasts.values()) {
    const isHalted = broadcast.status === "SENDING" && concerns(broadcast, tenantId);
    if (isHalted || endedWithinWave(tables, broadcast, tenantId)) pauseByBreaker(broadcast, reason);
  }
  takeBackWave(tables, tenantId);
}

const AT_STAKE = ["QUEUED", "CLAIMED", "SENDING", "RETRY_WAIT", "FAILED"];

function concerns({ deliveries }: BroadcastRow, tenantId: string): boolean {
  for (const row of deliveries.values()) if (row.tenantId === tenantId && AT_STAKE.includes(row.status)) return true;
  return false;
}

function endedWithinWave(tables: MemoryTables, broadcast: BroadcastRow, tenantId: string): boolean {
  const since = tables.nowMs() - WAVE_WINDOW_MS;
  if (broadcast.status !== "FINISHED" || (broadcast.finishedAtMs ?? 0) <= since) return false;
  return [...broadcast.deliveries.values()].some((row) => row.tenantId === tenantId && wasGivenUp(row, since));
}

function wasGivenUp({ status, reason, settledAtMs }: DeliveryRow, since: number): boolean {
  return status === "FAILED" && reason !== "MAX_ATTEMPTS" && reason !== "CLOSED" && (settledAtMs ?? 0) > since;
}

/** The last minute's failures and verdicts were made in good faith, and are undone. */
function takeBackWave(tables: MemoryTables, tenantId: string): void {
  const since = tables.nowMs() - WAVE_WINDOW_MS;
  for (const broadcast of tables.broadcasts.values()) {
    const goesOn = ["SENDING", "PAUSED", "ACTIVE"].includes(broadcast.status);
    const hasJustEnded = ["CANCELED", "FINISHED"].includes(broadcast.status) && (broadcast.finishedAtMs ?? Infinity) > since;
    if (!goesOn && !hasJustEnded) continue;
    for (const row of [...broadcast.deliveries.values()].filter((one) => one.tenantId === tenantId)) {
      const isRefusedAgain = row.reason === "SECOND_FAILED" && (row.settledAtMs ?? 0) > since;
      const isGivenUp = wasGivenUp(row, since);
      if (isGivenUp && goesOn) requeue(tables, row);
      if (isGivenUp || isRefusedAgain) takeBackVerdict(tables, row.recipientId, since);
    }
  }
}

function takeBackVerdict(tables: MemoryTables, recipientId: string, since: number): void {
  const reference = tables.personById.get(recipientId)?.reference;
  const judged = reference && ["BLOCKED", "NEEDS_INSTALL", "REMOVED"].includes(reference.state);
  if (!reference || !judged || reference.stateSinceMs <= since || reference.evidence === "UNINSTALLED") return;
  reference.state = reference.conversationId === null ? "KNOWN" : "ACTIVE";
  reference.evidence = "WAVE_TAKEN_BACK";
  reference.stateSinceMs = tables.nowMs();
}

export function tryBreakers(tables: MemoryTables): number {
  const now = tables.nowMs();
  let tried = 0;
  for (const slots of tables.slots.values()) {
    const isDue = slots.breaker === "OPEN" && slots.probeAtMs !== null && slots.probeAtMs <= now;
    const isLost = slots.breaker === "HALF_OPEN" && slots.probeAtMs !== null && slots.probeAtMs < now - PROBE_LOST_MS;
    if (!isDue && !isLost) continue;
    tried += 1;
    const pausedUntilMs = slots.throttledUntilMs;
    Object.assign(slots, { breaker: "HALF_OPEN", probes: slots.probes + 1, probeAtMs: null, pausedUntilMs });
    resumeAll(tables, slots.breakerReason);
  }
  return tried;
}

export function reportProbe(tables: MemoryTables, tenantId: string, delivered: boolean): void {
  const slots = tables.slots.get(tenantId);
  if (!delivered) open(tables, tenantId, { from: "HALF_OPEN", reason: slots?.breakerReason ?? "Teams still refuses messages." });
  else if (slots?.breaker === "HALF_OPEN") close(slots, tables.nowMs() + WAVE_WINDOW_MS);
}

export function returnProbe(tables: MemoryTables, tenantId: string): void {
  const slots = tables.slots.get(tenantId);
  if (slots?.breaker === "HALF_OPEN") slots.probeAtMs = null;
}

/** A person continues: the breaker closes, is mute for an hour, and everything it had paused goes on. */
export function closeBreakersOf(tables: MemoryTables, broadcast: BroadcastRow): void {
  const tenants = new Set([...broadcast.deliveries.values()].map(({ tenantId }) => tenantId));
  for (const tenantId of tenants) {
    const slots = tables.slots.get(tenantId);
    if (!slots) continue;
    if (slots.breakerReason !== null) resumeAll(tables, slots.breakerReason, broadcast);
    close(slots, tables.nowMs() + MUTE_MS);
  }
}

function close(slots: SlotsRow, mutedUntilMs: number): void {
  Object.assign(slots, { breaker: "CLOSED", breakerReason: null, probeAtMs: null, probes: 0, mutedUntilMs });
}

function resumeAll(tables: MemoryTables, reason: string | null, except?: BroadcastRow): void {
  for (const broadcast of tables.broadcasts.values()) {
    const isPaused = broadcast.pausedBy === "BREAKER" && broadcast.statusReason === reason;
    if (!isPaused || broadcast === except || broadcast.resumeStatus === null) continue;
    Object.assign(broadcast, { status: broadcast.resumeStatus, resumeStatus: null, pausedBy: null, statusReason: null });
  }
}

function pauseByBreaker(broadcast: BroadcastRow, statusReason: string): void {
  Object.assign(broadcast, { status: "PAUSED", resumeStatus: "SENDING", pausedBy: "BREAKER", statusReason, finishedAtMs: null });
}

function requeue(tables: MemoryTables, row: DeliveryRow): void {
  moveDelivery(tables, row, { status: "RETRY_WAIT", reason: null, settledAtMs: null, dueAtMs: tables.nowMs(), attempts: 0 });
}

function judged(slices: readonly AnswerSlice[]): AnswerSlice[] {
  return slices.filter(({ outcome }) => outcome === "ACCEPTED" || outcome === "REFUSED");
}

function sum(slices: readonly AnswerSlice[]): number {
  return slices.reduce((total, { count }) => total + count, 0);
}
