// The one place that decides the end: SENDING with nothing open becomes FINISHED, and what a cancel left unsent becomes
// SKIPPED, in pages, so that canceling a million takes no long lock.
import { z } from "zod";

import type { Db } from "./db";

const SWEEP_SIZE = 10_000;

/** SCHEDULED and due: the audience is frozen from now on. */
export function startDueBroadcasts(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE broadcasts SET status = 'RESOLVING', resolving_at = now(), resolve_cursor = NULL
    WHERE status = 'SCHEDULED' AND scheduled_at <= now()`;
}

/** Counters move with the rows, so this reads a handful of rows however large the audience is. */
export function finishBroadcasts(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE broadcasts b SET status = 'FINISHED', finished_at = now()
    WHERE b.status = 'SENDING' AND coalesce((
      SELECT sum(c.count) FROM delivery_counters c
      WHERE c.broadcast_id = b.id AND c.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')), 0) = 0`;
}

/** One page of what canceled broadcasts left unsent. A canceled broadcast is final, with its time, once nothing is open. */
export async function sweepCanceled(db: Db): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    WITH canceled AS (
      SELECT id FROM broadcasts WHERE status = 'CANCELED' AND finished_at IS NULL
    ), unsent AS (
      SELECT d.broadcast_id, d.recipient_id FROM deliveries d
      WHERE d.broadcast_id IN (SELECT id FROM canceled) AND d.status IN ('QUEUED', 'RETRY_WAIT')
      LIMIT ${SWEEP_SIZE} FOR UPDATE SKIP LOCKED
    ), swept AS (
      UPDATE deliveries d SET status = 'SKIPPED', reason = 'CANCELED', settled_at = now()
      FROM unsent u WHERE d.broadcast_id = u.broadcast_id AND d.recipient_id = u.recipient_id
    )
    SELECT count(*)::int AS swept FROM unsent`;
  const [{ swept }] = z.tuple([z.object({ swept: z.number() })]).parse(rows);
  if (swept === 0) await closeCanceled(db);
  return swept;
}

function closeCanceled(db: Db): Promise<number> {
  return db.$executeRaw`
    UPDATE broadcasts b SET finished_at = now()
    WHERE b.status = 'CANCELED' AND b.finished_at IS NULL AND coalesce((
      SELECT sum(c.count) FROM delivery_counters c
      WHERE c.broadcast_id = b.id AND c.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')), 0) = 0`;
}
