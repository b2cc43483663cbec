// A tenant's rate bucket in memory, as lib/store/send-slots.ts keeps it in a row: GCRA, the pause and the lowered rate
// after a 429, and the single slot of a breaker that is half open.
import type { Reservation } from "@/lib/domain/ledger";
import {
  BREAKER_LOOK_MS, climbedRate, CREDIT_MS, LOWER_BY, LOWER_EVERY_MS, MAX_WAIT_MS, MIN_RATE_PER_SECOND,
} from "@/lib/domain/throttle";

import { type MemoryTables, slotsOf, type SlotsRow } from "./memory-tables";

export type SlotRequest = { count: number; ratePerSecond: number; noTrial: boolean };

export function reserveSlots(tables: MemoryTables, tenantId: string, request: SlotRequest): Reservation {
  const { count, ratePerSecond, noTrial } = request;
  const slots = slotsOf(tables, tenantId, ratePerSecond);
  const now = tables.nowMs();
  const firstAtMs = Math.max(slots.nextSlotAtMs, now - CREDIT_MS);
  const firstInMs = firstAtMs - now;
  if (slots.breaker === "OPEN" || (slots.breaker === "HALF_OPEN" && (slots.probeAtMs !== null || noTrial))) {
    return { pausedForMs: BREAKER_LOOK_MS };
  }
  if (slots.pausedUntilMs > now) return { pausedForMs: slots.pausedUntilMs - now };
  if (firstInMs > MAX_WAIT_MS) return { pausedForMs: firstInMs - MAX_WAIT_MS / 2, full: true };
  const intervalMs = 1_000 / rateOf(slots, now, ratePerSecond);
  const probe = slots.breaker === "HALF_OPEN";
  if (probe) slots.probeAtMs = now;
  slots.nextSlotAtMs = firstAtMs + (probe ? 1 : count) * intervalMs;
  const reserved = { firstInMs: Math.max(0, firstInMs), intervalMs };
  return probe ? { ...reserved, count: 1, probe } : { ...reserved, count };
}

export function pauseSlots(
  tables: MemoryTables,
  tenantId: string,
  { forMs, lowers, ratePerSecond }: { forMs: number; lowers: boolean; ratePerSecond: number },
): void {
  const slots = tables.slots.get(tenantId);
  if (!slots) return;
  const now = tables.nowMs();
  slots.pausedUntilMs = Math.max(slots.pausedUntilMs, now + forMs);
  if (lowers) slots.throttledUntilMs = Math.max(slots.throttledUntilMs, now + forMs);
  if (!lowers || (slots.loweredAtMs !== null && slots.loweredAtMs >= now - LOWER_EVERY_MS)) return;
  slots.ratePerSecond = Math.max(MIN_RATE_PER_SECOND, rateOf(slots, now, ratePerSecond) * LOWER_BY);
  slots.loweredAtMs = now;
}

/** What the setting allows, or less while the rate climbs back. */
function rateOf(slots: SlotsRow, now: number, ratePerSecond: number): number {
  const seconds = slots.loweredAtMs === null ? Infinity : (now - slots.loweredAtMs) / 1_000;
  return climbedRate(slots.ratePerSecond, seconds, ratePerSecond);
}
