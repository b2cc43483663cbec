// Figures for operators, read from the tables at each scrape: what one process knows would be wrong with several.
import { z } from "zod";

import { CLIMB_MAX_SECONDS, climbedRate } from "@/lib/domain/throttle";

import type { Db } from "./db";
import { getLastUpkeepRun } from "./upkeep-runs";

export type Metrics = {
  workers: number;
  /** Seconds that the oldest due delivery has been waiting. */
  lagSeconds: number;
  /** Deliveries of live broadcasts by status. */
  deliveries: { status: string; count: number }[];
  /** What Teams answered to posts in the last hour. */
  answers: { tenant: string; outcome: string; code: string; count: number }[];
  /** Findings of the last nightly check, and when it ended; null before the first. */
  consistency: { finishedAt: Date; findings: { check: string; count: number }[] } | null;
  tenants: { tenant: string; ratePerSecond: number; backlogSeconds: number; pausedSeconds: number; breaker: string }[];
};

const deliveriesSchema = z.array(z.object({ status: z.string(), count: z.number() }));
const answersSchema = z.array(z.object({ tenant: z.string(), outcome: z.string(), code: z.string(), count: z.number() }));
const tenantsSchema = z.array(
  z.object({
    tenant: z.string(), rate: z.number(), climbing: z.number().nullable(), backlog: z.number(), paused: z.number(),
    breaker: z.string(),
  }),
);
const engineSchema = z.tuple([z.object({ workers: z.number(), lag: z.number() })]);

/** `ratePerSecond` is what the setting allows; a tenant's effective rate may be lower after a 429. */
export async function readMetrics(db: Db, ratePerSecond: number): Promise<Metrics> {
  const [engine] = engineSchema.parse(await db.$queryRaw`
    SELECT (SELECT count(*)::int FROM workers WHERE beat_at > now() - interval '15 seconds') AS workers,
      coalesce((SELECT extract(epoch FROM now() - min(d.due_at)) FROM broadcasts b JOIN deliveries d ON d.broadcast_id = b.id
        WHERE b.status IN ('SENDING', 'ACTIVE') AND (d.status = 'QUEUED' OR d.status = 'RETRY_WAIT')
          AND d.due_at <= now()), 0)::float8 AS lag`);
  const deliveries = deliveriesSchema.parse(await db.$queryRaw`
    SELECT c.status, sum(c.count)::int AS count FROM delivery_counters c JOIN broadcasts b ON b.id = c.broadcast_id
    WHERE b.status IN ('RESOLVING', 'SENDING', 'PAUSED', 'ACTIVE') GROUP BY 1`);
  const answers = answersSchema.parse(await db.$queryRaw`
    SELECT tenant_id AS tenant, outcome, code, sum(count)::int AS count FROM answer_slices
    WHERE started_at > now() - interval '1 hour' GROUP BY 1, 2, 3`);
  const tenants = tenantsSchema.parse(await db.$queryRaw`
    SELECT tenant_id AS tenant, rate_per_second AS rate, extract(epoch FROM now() - lowered_at)::float8 AS climbing, breaker,
      greatest(extract(epoch FROM next_slot_at - now()), 0)::float8 AS backlog,
      greatest(coalesce(extract(epoch FROM paused_until - now()), 0), 0)::float8 AS paused
    FROM send_slots`);
  const checked = await getLastUpkeepRun(db, "CONSISTENCY");
  return {
    consistency: checked ? { finishedAt: checked.finishedAt, findings: checked.result } : null,
    workers: engine.workers,
    lagSeconds: engine.lag,
    deliveries,
    answers,
    tenants: tenants.map(({ tenant, rate, climbing, backlog, paused, breaker }) => {
      const ratePerSecondNow = climbedRate(rate, climbing ?? CLIMB_MAX_SECONDS, ratePerSecond);
      return { tenant, ratePerSecond: ratePerSecondNow, backlogSeconds: backlog, pausedSeconds: paused, breaker };
    }),
  };
}
