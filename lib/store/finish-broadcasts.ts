// The one place that decides the end: SENDING with nothing open becomes FINISHED, and what a cancel left unsent becomes
// SKIPPED, in pages, so that canceling a million takes no long lock.
import { z } from "zod";

import type { Db } from "./db";
import { WAITS_SQL } from "./waiting-deliveries";

const SWEEP_SIZE = 10_000;

/** A schedule missed for longer than this, because no engine ran, is not sent late without asking. */
const GRACE_MINUTES = 15;

/** SCHEDULED and due: the audience is frozen from now on. One that was missed pauses and asks. Returns how many started. */
export async function startDueBroadcasts(db: Db): Promise<number> {
  await db.$executeRaw`
    UPDATE broadcasts SET status = 'PAUSED', resume_status = 'SCHEDULED', paused_by = 'MISSED',
      status_reason = 'It was due at a time when Herald was not running. Resume to send it now, or take it back.'
    WHERE status = 'SCHEDULED' AND scheduled_at <= now() - ${GRACE_MINUTES} * interval '1 minute'`;
  return db.$executeRaw`
    UPDATE broadcasts SET status = 'RESOLVING', resolving_at = now(), resolve_cursor = NULL,
      freezing_at = NULL, install_total = NULL
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

/**
 * One page of what canceled and expired broadcasts left unsent, claimed or not (a claim may wait for its slots for seconds);
 * the app is no longer wanted for who waited for it. What may have been delivered already, and was waiting to be sent once
 * more, stays UNCONFIRMED. A canceled broadcast is final, with its time, once nothing is open.
 */
export async function sweepUnsent(db: Db): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    WITH over AS (
      SELECT id, CASE status WHEN 'CANCELED' THEN 'CANCELED' ELSE 'EXPIRED' END AS reason FROM broadcasts
      WHERE (status = 'CANCELED' AND finished_at IS NULL) OR (status = 'SENDING' AND expires_at <= now())
    ), waiting AS (
      SELECT d.broadcast_id, d.recipient_id, o.reason, ${WAITS_SQL} AS waits, d.possible_duplicate_at IS NOT NULL AS doubtful
      FROM over o JOIN deliveries d ON d.broadcast_id = o.id
      WHERE d.status = 'QUEUED' OR d.status = 'RETRY_WAIT'
      LIMIT ${SWEEP_SIZE} FOR UPDATE OF d SKIP LOCKED
    ), claimed AS (
      SELECT d.broadcast_id, d.recipient_id, o.reason, false AS waits, d.possible_duplicate_at IS NOT NULL AS doubtful
      FROM over o JOIN deliveries d ON d.broadcast_id = o.id
      WHERE (d.status = 'CLAIMED' OR d.status = 'SENDING') AND d.status = 'CLAIMED'
      FOR UPDATE OF d SKIP LOCKED
    ), unsent AS (
      SELECT * FROM waiting UNION ALL SELECT * FROM claimed
    ), swept AS (
      UPDATE deliveries d SET settled_at = now(), lease_worker = NULL, lease_until = NULL, status = CASE WHEN u.doubtful THEN 'UNCONFIRMED' ELSE 'SKIPPED' END,
        reason = CASE WHEN u.doubtful THEN 'NOT_RETRIED' ELSE u.reason END
      FROM unsent u WHERE d.broadcast_id = u.broadcast_id AND d.recipient_id = u.recipient_id
    ), unwanted AS (
      DELETE FROM app_installs i USING unsent u
      WHERE u.waits AND i.recipient_id = u.recipient_id AND i.status = 'WANTED' AND i.wanted_by = 'BROADCAST'
        AND NOT EXISTS (SELECT 1 FROM deliveries d
          WHERE d.recipient_id = i.recipient_id AND d.broadcast_id <> u.broadcast_id AND ${WAITS_SQL})
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
