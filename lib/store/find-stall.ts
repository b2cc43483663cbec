// Why a broadcast that should move does not: the first cause that holds, from the most general to the most particular.
// What a tenant's breaker has paused waits for a trial message; what a breaker of its own has paused, for a person only.
import { z } from "zod";

import type { BroadcastStatus } from "@/lib/domain/broadcast";
import type { Stall } from "@/lib/domain/views";

import type { Db } from "./db";
import { WAITS_SQL } from "./waiting-deliveries";
import { getEngineState } from "./workers";

export type Movement = { id: string; status: BroadcastStatus; sentPerSecond: number; left: number };

const MOVING: readonly BroadcastStatus[] = ["SCHEDULED", "RESOLVING", "SENDING"];

const rowSchema = z.tuple([
  z.object({
    overdue: z.boolean(),
    breaker: z.boolean(),
    paused_until: z.date().nullable(),
    next_due_at: z.date().nullable(),
    due: z.boolean(),
  }),
]);

const trialSchema = z.array(z.object({ probe_at: z.date().nullable() }));

/** Null while it moves, or has no reason to. */
export async function findStall(db: Db, { id, status, sentPerSecond, left }: Movement): Promise<Stall | null> {
  if (status === "PAUSED") return findTrial(db, id);
  if (!MOVING.includes(status) || (status === "SENDING" && (left === 0 || sentPerSecond > 0))) return null;
  const [row] = rowSchema.parse(
    await db.$queryRaw`
      WITH open AS (
        SELECT d.tenant_id, min(d.due_at) AS next_due_at FROM deliveries d
        WHERE d.broadcast_id = ${id}::uuid AND (d.status = 'QUEUED' OR d.status = 'RETRY_WAIT') AND NOT ${WAITS_SQL} GROUP BY 1
      ), mine AS (
        SELECT s.breaker, s.paused_until FROM send_slots s JOIN open o ON o.tenant_id = s.tenant_id
      )
      SELECT b.status <> 'SCHEDULED' OR b.scheduled_at < now() - interval '5 seconds' AS overdue,
        EXISTS (SELECT 1 FROM mine WHERE breaker <> 'CLOSED') AS breaker,
        (SELECT max(paused_until) FROM mine WHERE paused_until > now()) AS paused_until,
        (SELECT min(next_due_at) FROM open) AS next_due_at,
        coalesce((SELECT min(next_due_at) FROM open) <= now(), false) AS due
      FROM broadcasts b WHERE b.id = ${id}::uuid`,
  );
  if (!row.overdue) return null;
  if ((await getEngineState(db)) !== "fresh") return { cause: "NO_ENGINE", until: null };
  if (row.breaker) return { cause: "BREAKER", until: null };
  if (row.paused_until) return { cause: "THROTTLED", until: row.paused_until.toISOString() };
  if (status !== "SENDING") return null;
  // Nothing but deliveries that wait for the app: a stage of its own, with its own progress.
  if (!row.next_due_at) return null;
  if (!row.due) return { cause: "RETRIES", until: row.next_due_at.toISOString() };
  return { cause: "TURN", until: null };
}

/** The trial that a broadcast paused by its tenant's breaker waits for; null when it is paused for another reason. */
async function findTrial(db: Db, id: string): Promise<Stall | null> {
  const [trial] = trialSchema.parse(
    await db.$queryRaw`
      SELECT s.probe_at FROM broadcasts b
      JOIN send_slots s ON s.breaker <> 'CLOSED' AND s.breaker_reason = b.status_reason
      WHERE b.id = ${id}::uuid AND b.paused_by = 'BREAKER'
      ORDER BY s.probe_at NULLS LAST LIMIT 1`,
  );
  return trial ? { cause: "BREAKER", until: trial.probe_at?.toISOString() ?? null } : null;
}
