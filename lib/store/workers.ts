// The processes that run the engine. A fresh heartbeat is what /api/ready and the console's banner look at.
import { z } from "zod";

import type { Db } from "./db";

/** A heartbeat older than this means that nothing sends. */
export const STALE_AFTER_MS = 15_000;
const FORGOTTEN_AFTER_DAYS = 7;

export type EngineState = "fresh" | "stale" | "none";

export async function saveHeartbeat(db: Db, workerId: string, host: string, pid: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO workers (id, host, pid) VALUES (${workerId}::uuid, ${host}, ${pid})
    ON CONFLICT (id) DO UPDATE SET beat_at = now()`;
}

/** At a graceful stop: the row goes, and what was claimed but not begun is free at once. */
export async function retireWorker(db: Db, workerId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE deliveries SET status = CASE WHEN possible_duplicate_at IS NULL THEN 'QUEUED' ELSE 'RETRY_WAIT' END,
      lease_worker = NULL, lease_until = NULL
    WHERE status = 'CLAIMED' AND lease_worker = ${workerId}::uuid`;
  await db.$executeRaw`
    DELETE FROM workers WHERE id = ${workerId}::uuid OR beat_at < now() - ${FORGOTTEN_AFTER_DAYS} * interval '1 day'`;
}

export async function getEngineState(db: Db): Promise<EngineState> {
  const rows: unknown = await db.$queryRaw`
    SELECT (extract(epoch FROM now() - max(beat_at)) * 1000)::float8 AS age_ms FROM workers`;
  const [{ age_ms: ageMs }] = z.tuple([z.object({ age_ms: z.number().nullable() })]).parse(rows);
  if (ageMs === null) return "none";
  return ageMs <= STALE_AFTER_MS ? "fresh" : "stale";
}
