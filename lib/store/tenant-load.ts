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

/** Installations a second, until this tenant has shown its own: Graph takes twenty in one request and rations them. */
const USUAL_INSTALLS_PER_SECOND = 5;
/** Fewer settled installations than this say nothing about the speed. */
const ENOUGH = 20;

const speedSchema = z.tuple([z.object({ count: z.number(), seconds: z.number().nullable() })]);

/** How fast the app has been installed for people lately. */
export async function getInstallsPerSecond(db: Db): Promise<number> {
  const [{ count, seconds }] = speedSchema.parse(
    await db.$queryRaw`
      SELECT count(*)::int AS count, extract(epoch FROM max(settled_at) - min(settled_at))::float8 AS seconds
      FROM (SELECT settled_at FROM app_installs WHERE settled_at > now() - interval '1 hour' ORDER BY settled_at DESC LIMIT 1000) s`,
  );
  return count >= ENOUGH && seconds !== null && seconds > 0 ? count / seconds : USUAL_INSTALLS_PER_SECOND;
}
