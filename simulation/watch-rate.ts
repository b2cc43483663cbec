// The rate, measured at departure. The bucket's own arithmetic is checked against a second one: slots never overlap and are
// never older than the stated credit. Then every request must use up a slot of its own worker that has come, once.
import type { Reservation } from "@/lib/domain/ledger";
import { CREDIT_MS } from "@/lib/domain/throttle";

import type { MemoryTables } from "./memory-tables";
import type { Plan } from "./plan";
import type { Tally } from "./tally";

export type WatchRate = {
  reserved(workerId: string, tenantId: string, reservation: Reservation): void;
  /** The ledger knows of a pause. */
  paused(tenantId: string, forMs: number): void;
  /** This worker knows of a pause: it lets nothing more leave. */
  knowsPause(workerId: string, tenantId: string, forMs: number): void;
  departs(workerId: string, tenantId: string): void;
};

/** Timers tell no shorter time apart: a request may leave that much before its slot. */
const TIMER_MS = 1;
const EPSILON_MS = 1e-6;
/** The stated burst: slots missed by less than this may still be used, on top of the bucket's own credit. */
const MAY_BE_LATE_MS = 100;

type Fail = (text: string) => void;

export function createWatchRate(tables: MemoryTables, plan: Plan, tally: Tally, fail: Fail): WatchRate {
  const slots = new Map<string, number[]>();
  const nextFreeAt = new Map<string, number>();
  const pausedUntil = new Map<string, number>();
  const knownPauses = new Map<string, number>();
  const departures = new Map<string, number[]>();

  function reserved(workerId: string, tenantId: string, reservation: Reservation): void {
    if ("pausedForMs" in reservation) return;
    const now = tables.nowMs();
    const { firstInMs, intervalMs, count } = reservation;
    const earliest = Math.max(nextFreeAt.get(tenantId) ?? -Infinity, now - CREDIT_MS);
    const isTried = tables.slots.get(tenantId)?.breaker === "HALF_OPEN";
    const isPaused = now < (pausedUntil.get(tenantId) ?? -Infinity);
    if (isPaused && !isTried) fail("Slots were given out while the tenant is paused.");
    if (tables.slots.get(tenantId)?.breaker === "OPEN") fail("Slots were given out while the breaker is open.");
    if (intervalMs < 1_000 / plan.ratePerSecond - EPSILON_MS) fail("Slots are closer together than the rate allows.");
    if (now + firstInMs < earliest - EPSILON_MS) fail("Slots overlap with those of another reservation.");
    // A late reservation may start within its credit: the slots begin now, and the bucket counts from before now.
    nextFreeAt.set(tenantId, (firstInMs > 0 ? now + firstInMs : earliest) + count * intervalMs);
    const key = `${workerId}/${tenantId}`;
    const own = slots.get(key) ?? [];
    // A trial may have to create its conversation first: two requests in one slot, the only ones for half a minute.
    if (reservation.probe) own.push(now + firstInMs, now + firstInMs);
    else for (let n = 0; n < count; n += 1) own.push(now + firstInMs + n * intervalMs);
    slots.set(key, own.sort((a, b) => a - b));
  }

  function departs(workerId: string, tenantId: string): void {
    const now = tables.nowMs();
    const own = slots.get(`${workerId}/${tenantId}`) ?? [];
    const slot = own.shift();
    if (slot === undefined || slot > now + TIMER_MS) fail("A request leaves without a slot that has come.");
    const isTrial = tables.slots.get(tenantId)?.breaker === "HALF_OPEN";
    const knownUntil = knownPauses.get(`${workerId}/${tenantId}`) ?? -Infinity;
    if (!isTrial && now < knownUntil) fail("A request leaves though its worker knows of a pause.");
    countSecond(tenantId, now);
  }

  /** How many left within the last second. Only where nothing delays departures is that a promise by itself. */
  function countSecond(tenantId: string, now: number): void {
    const recent = departures.get(tenantId) ?? [];
    departures.set(tenantId, recent);
    recent.push(now);
    while ((recent[0] ?? now) <= now - 1_000) recent.shift();
    tally.raise("requests in one second, share of the rate", recent.length / plan.ratePerSecond);
    const burst = (plan.ratePerSecond * (CREDIT_MS + MAY_BE_LATE_MS)) / 1_000 + CALM_JITTER;
    const isTooMany = recent.length > plan.ratePerSecond + burst;
    if (plan.calm && isTooMany) fail("More requests left within a second than rate and burst allow.");
  }

  return {
    reserved, departs,
    paused: (tenantId, forMs) =>
      void pausedUntil.set(tenantId, Math.max(pausedUntil.get(tenantId) ?? -Infinity, tables.nowMs() + forMs)),
    knowsPause: (workerId, tenantId, forMs) => void knownPauses.set(`${workerId}/${tenantId}`, tables.nowMs() + forMs),
  };
}

/** Ledger calls of a few milliseconds move departures that much; at the rates of calm runs that is a request or two. */
const CALM_JITTER = 3;
