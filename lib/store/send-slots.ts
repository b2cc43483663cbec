// The tenant's rate bucket: one row a tenant, shared by every process and every call (sends, creates, replies). It is a
// GCRA on the database's clock: `next_slot_at` is when the next request may leave; reserving moves it on.
// A 429 pauses the bucket and lowers its rate, which then climbs back (lib/domain/throttle.ts). While the tenant's breaker
// is open nothing is reserved; half open, one slot for one trial message.
import { z } from "zod";

import type { Reservation } from "@/lib/domain/ledger";
import {
  BREAKER_LOOK_MS, CLIMB_CUBE, CLIMB_LINEAR, CLIMB_MAX_SECONDS, CLIMB_SQUARE, CREDIT_MS, HEADROOM, LOWER_BY, LOWER_EVERY_MS,
  MIN_RATE_PER_SECOND,
} from "@/lib/domain/throttle";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type SlotRequest = {
  count: number;
  /** What the setting allows; the effective rate may be lower for a while. */
  ratePerSecond: number;
  /** Refuses when the first slot would be later than this. */
  maxWaitMs: number;
  /** A reply to somebody who writes is worth a try even while broadcasts wait. */
  ignoreBreaker?: boolean;
  /** Not for the one message that a half-open breaker lets through. */
  noTrial?: boolean;
};

const reservedSchema = z.tuple([
  z.object({
    first_in_ms: z.number(), interval_ms: z.number(), paused_for_ms: z.number(), probe: z.boolean(), full: z.boolean(),
  }),
]);

/** Reserves `count` slots, or says for how long there is no point in asking. */
export async function reserveSlots(
  db: Db,
  tenantId: string,
  { count, ratePerSecond, maxWaitMs, ignoreBreaker = false, noTrial = false }: SlotRequest,
): Promise<Reservation> {
  const rows: unknown = await db.$queryRaw`
    WITH bucket AS (
      SELECT tenant_id, next_slot_at, paused_until, lowered_at, rate_per_second, breaker, probe_at
      FROM send_slots WHERE tenant_id = ${tenantId} FOR UPDATE
    ), state AS (
      SELECT b.tenant_id, t.at, (b.breaker = 'HALF_OPEN' AND NOT ${ignoreBreaker}::boolean) AS probe,
        NOT ${ignoreBreaker}::boolean AND (b.breaker = 'OPEN' OR (b.breaker = 'HALF_OPEN' AND (b.probe_at IS NOT NULL OR ${noTrial}::boolean))) AS held,
        greatest(b.next_slot_at, t.at - ${CREDIT_MS}::float8 * interval '1 ms') AS first_at,
        coalesce(greatest(extract(epoch FROM b.paused_until - t.at) * 1000, 0), 0)::float8 AS paused_ms,
        least(${ratePerSecond * HEADROOM}::float8, b.rate_per_second * ${climbSql(Prisma.sql`t.at - b.lowered_at`)}) AS rate
      FROM bucket b CROSS JOIN LATERAL (SELECT clock_timestamp() AS at WHERE b.tenant_id IS NOT NULL) t
    ), plan AS (
      SELECT *, (extract(epoch FROM first_at - at) * 1000)::float8 AS first_in_ms FROM state
    ), reserved AS (
      UPDATE send_slots s SET probe_at = CASE WHEN p.probe THEN p.at ELSE s.probe_at END,
        next_slot_at = p.first_at + (CASE WHEN p.probe THEN 1 ELSE ${count}::int END) * interval '1 second' / p.rate
      FROM plan p
      WHERE s.tenant_id = p.tenant_id AND NOT p.held AND p.paused_ms = 0 AND p.first_in_ms <= ${maxWaitMs}::float8
    )
    SELECT first_in_ms, (1000 / rate)::float8 AS interval_ms, probe,
      (NOT held AND paused_ms = 0 AND first_in_ms > ${maxWaitMs}::float8) AS full,
      CASE WHEN held THEN ${BREAKER_LOOK_MS}::float8 WHEN paused_ms > 0 THEN paused_ms WHEN first_in_ms > ${maxWaitMs}::float8 THEN first_in_ms - ${maxWaitMs}::float8 / 2 ELSE 0
      END::float8 AS paused_for_ms
    FROM plan`;
  if (Array.isArray(rows) && rows.length === 0) {
    await ensureSendSlots(db, tenantId, ratePerSecond);
    return reserveSlots(db, tenantId, { count, ratePerSecond, maxWaitMs, ignoreBreaker, noTrial });
  }
  const [row] = reservedSchema.parse(rows);
  if (row.full) return { pausedForMs: row.paused_for_ms, full: true };
  if (row.paused_for_ms > 0) return { pausedForMs: row.paused_for_ms };
  const slots = { firstInMs: Math.max(0, row.first_in_ms), intervalMs: row.interval_ms };
  return row.probe ? { ...slots, count: 1, probe: true } : { ...slots, count };
}

/**
 * After a 429 or an outage: nothing leaves for this tenant until the pause is over. With `lowerFromPerSecond`, the rate
 * that the setting allows, the effective rate is lowered too, at most once a second however many requests were refused.
 */
export async function pauseSlots(db: Db, tenantId: string, forMs: number, lowerFromPerSecond?: number): Promise<void> {
  const lowers = lowerFromPerSecond !== undefined;
  await db.$executeRaw`
    WITH bucket AS (
      SELECT tenant_id, ${lowers}::boolean AND (lowered_at IS NULL
          OR lowered_at < clock_timestamp() - ${LOWER_EVERY_MS}::float8 * interval '1 ms') AS lowers,
        least(${(lowerFromPerSecond ?? 0) * HEADROOM}::float8, rate_per_second * ${climbSql(Prisma.sql`clock_timestamp() - lowered_at`)}) AS rate
      FROM send_slots WHERE tenant_id = ${tenantId} FOR UPDATE
    )
    UPDATE send_slots s SET
      paused_until = greatest(s.paused_until, clock_timestamp() + ${forMs}::float8 * interval '1 ms'),
      throttled_until = CASE WHEN ${lowers}::boolean
        THEN greatest(s.throttled_until, clock_timestamp() + ${forMs}::float8 * interval '1 ms') ELSE s.throttled_until END,
      rate_per_second = CASE WHEN b.lowers THEN greatest(${MIN_RATE_PER_SECOND}::float8, b.rate * ${LOWER_BY}::float8) ELSE s.rate_per_second END,
      lowered_at = CASE WHEN b.lowers THEN clock_timestamp() ELSE s.lowered_at END
    FROM bucket b WHERE s.tenant_id = b.tenant_id`;
}

/** Until when a tenant of this broadcast is paused; null when none is. */
export async function getThrottledUntil(db: Db, broadcastId: string): Promise<Date | null> {
  const rows = await db.$queryRaw`
    SELECT max(s.paused_until) AS until FROM send_slots s
    WHERE s.paused_until > now() AND EXISTS (
      SELECT 1 FROM deliveries d WHERE d.broadcast_id = ${broadcastId}::uuid AND d.tenant_id = s.tenant_id
        AND (d.status = 'QUEUED' OR d.status = 'RETRY_WAIT'))`;
  return z.tuple([z.object({ until: z.date().nullable() })]).parse(rows)[0].until;
}

/** A tenant has work as soon as it has a row here. */
export async function ensureSendSlots(db: Db, tenantId: string, ratePerSecond: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO send_slots (tenant_id, rate_per_second) VALUES (${tenantId}, ${ratePerSecond}::float8)
    ON CONFLICT DO NOTHING`;
}

/** `climbedRate` of the domain as SQL, as a factor; never lowered is as good as long ago. */
function climbSql(sinceLowered: Prisma.Sql): Prisma.Sql {
  const t = Prisma.sql`least(coalesce(extract(epoch FROM ${sinceLowered}), ${CLIMB_MAX_SECONDS}), ${CLIMB_MAX_SECONDS})::float8`;
  const steps = Prisma.sql`${CLIMB_LINEAR}::float8 + ${t} * (${CLIMB_SQUARE}::float8 + ${t} * ${CLIMB_CUBE}::float8)`;
  return Prisma.sql`(1 + ${t} * (${steps}))`;
}
