// The one place that decides the end: SENDING with nothing open becomes FINISHED, and what a cancel left unsent becomes
// SKIPPED, in pages, so that canceling a million takes no long lock.
import { z } from "zod";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";
import { forgetUnwanted } from "./lost-waits";
import { WAITS_SQL } from "./waiting-deliveries";

const SWEEP_SIZE = 10_000;

/** A schedule missed for longer than this, because no engine ran, is not sent late without asking. */
export const MISSED_GRACE_MINUTES = 15;

/** SCHEDULED and due: the audience is frozen from now on. One that was missed pauses and asks. Returns how many started. */
export async function startDueBroadcasts(db: Db): Promise<number> {
  await db.$executeRaw`
    UPDATE broadcasts SET status = 'PAUSED', resume_status = 'SCHEDULED', paused_by = 'MISSED',
      status_reason = 'It was due at a time when Herald was not running. Resume to send it now, or cancel it.'
    WHERE status = 'SCHEDULED' AND scheduled_at <= now() - ${MISSED_GRACE_MINUTES} * interval '1 minute'`;
  return db.$executeRaw`
    UPDATE broadcasts SET status = 'RESOLVING', resolving_at = now(), resolve_cursor = NULL,
      freezing_at = NULL, install_total = NULL
    WHERE status = 'SCHEDULED' AND scheduled_at <= now()`;
}

/** Counters move with the rows, so this reads a handful of rows however large the audience is. Returns how many ended. */
export async function finishBroadcasts(db: Db | DbPool): Promise<number> {
  return endThoseWithNothingOpen(db, Prisma.sql`b.status = 'SENDING'`, Prisma.sql`status = 'FINISHED', finished_at = now()`);
}

const NOTHING_OPEN_SQL = Prisma.sql`coalesce((
  SELECT sum(c.count) FROM delivery_counters c
  WHERE c.broadcast_id = b.id AND c.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')), 0) = 0`;
const idsSchema = z.array(z.object({ id: z.string() }));

/**
 * Locked first and counted again by the next statement, which sees what was committed until then: whoever puts deliveries back
 * into the queue (reopen.ts, take-back-late.ts) holds the broadcast while they do. Whoever is held is left for the next time.
 */
async function endThoseWithNothingOpen(db: Db | DbPool, where: Prisma.Sql, end: Prisma.Sql): Promise<number> {
  const find = Prisma.sql`SELECT b.id FROM broadcasts b WHERE ${where} AND ${NOTHING_OPEN_SQL}`;
  if (idsSchema.parse(await db.$queryRaw(find)).length === 0) return 0;
  return inTransaction(db, async (tx) => {
    const locked = idsSchema.parse(await tx.$queryRaw(Prisma.sql`${find} ORDER BY b.id FOR UPDATE OF b SKIP LOCKED`));
    const ids = locked.map(({ id }) => id);
    return tx.$executeRaw(Prisma.sql`
      UPDATE broadcasts b SET ${end} WHERE b.id = ANY(${ids}::uuid[]) AND ${where} AND ${NOTHING_OPEN_SQL}`);
  });
}

/**
 * One page of what canceled and expired broadcasts left unsent, claimed or not (a claim may wait for its slots for seconds);
 * the app is no longer wanted for who waited for it. What may have been delivered already, and was waiting to be sent once
 * more, stays UNCONFIRMED. A canceled broadcast is final, with its time, once nothing is open.
 */
export async function sweepUnsent(db: Db | DbPool): Promise<number> {
  const swept = await inTransaction(db, sweepPage);
  if (swept === 0) await closeCanceled(db);
  return swept;
}

const sweptSchema = z.tuple([z.object({ swept: z.number(), waited: z.array(z.string()) })]);

async function sweepPage(db: Db): Promise<number> {
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
    )
    SELECT count(*)::int AS swept, coalesce(array_agg(DISTINCT recipient_id::text) FILTER (WHERE waits), '{}') AS waited FROM unsent`;
  const [{ swept, waited }] = sweptSchema.parse(rows);
  await forgetUnwanted(db, waited);
  return swept;
}

function closeCanceled(db: Db | DbPool): Promise<number> {
  return endThoseWithNothingOpen(db, Prisma.sql`b.status = 'CANCELED' AND b.finished_at IS NULL`, Prisma.sql`finished_at = now()`);
}
