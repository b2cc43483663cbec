// What a tenant's rate is busy with: its present speed, whether it is paused, and what broadcasts have yet to send.
// Deliveries that wait for the app take no part of the rate until it is there.
import { z } from "zod";

import type { Load } from "@/lib/domain/estimate";
import { CLIMB_MAX_SECONDS, climbedRate, HEADROOM } from "@/lib/domain/throttle";

import type { Db } from "./db";
import { WAITS_SQL } from "./waiting-deliveries";

const slotsSchema = z.array(
  z.object({ rate: z.number(), seconds: z.number().nullable(), paused_seconds: z.number().nullable() }),
);
const othersSchema = z.array(z.object({ open: z.number(), urgent: z.boolean() }));

/** `allowed` is what the setting says. Broadcasts of several tenants share nothing, and then count as if they did. */
export async function getLoad(db: Db, tenantId: string | null, allowed: number): Promise<Load> {
  const [slots] = slotsSchema.parse(
    await db.$queryRaw`
      SELECT rate_per_second AS rate, extract(epoch FROM now() - lowered_at)::float8 AS seconds,
        extract(epoch FROM paused_until - now())::float8 AS paused_seconds
      FROM send_slots WHERE tenant_id = ${tenantId}`,
  );
  const others = othersSchema.parse(
    await db.$queryRaw`
      SELECT (b.priority = 'URGENT') AS urgent, (
        coalesce((SELECT sum(c.count) FROM delivery_counters c
          WHERE c.broadcast_id = b.id AND c.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')), 0)
        - CASE WHEN b.install_total > 0 THEN (SELECT count(*) FROM deliveries d WHERE d.broadcast_id = b.id AND ${WAITS_SQL})
          ELSE 0 END)::int AS open
      FROM broadcasts b WHERE b.status IN ('RESOLVING', 'SENDING', 'ACTIVE') AND b.purpose <> 'TEST'`,
  );
  return {
    ratePerSecond: slots ? climbedRate(slots.rate, slots.seconds ?? CLIMB_MAX_SECONDS, allowed) : allowed * HEADROOM,
    pausedSeconds: Math.max(0, slots?.paused_seconds ?? 0),
    others: others.filter(({ open }) => open > 0),
  };
}
