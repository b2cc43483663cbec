// Deliveries that wait for the app: frozen for people who lacked it, QUEUED but due at the end of time, so that nobody
// claims them, while everything else that is done to queued deliveries (cancel, expiry, an opt-out) holds for them too.
// They end their wait by the installation, by the person's own arrival, or by its failure.
import { z } from "zod";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export const END_OF_TIME = Prisma.sql`'9999-12-31 00:00:00+00'::timestamptz`;

/** A condition on `deliveries d` that its partial index on what is due answers. */
export const WAITS_SQL = Prisma.sql`(d.status = 'QUEUED' AND d.due_at >= '9000-01-01 00:00:00+00'::timestamptz)`;

/** These people can be written to now: what waited for them is due. Returns how many deliveries. */
export function releaseWaiting(db: Db, recipientIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    UPDATE deliveries d SET due_at = now()
    WHERE d.recipient_id = ANY(${[...recipientIds]}::uuid[]) AND ${WAITS_SQL}`;
}

/** The app cannot be installed for these people: nobody waits any longer. Returns how many deliveries. */
export function skipWaiting(db: Db, recipientIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    UPDATE deliveries d SET status = 'SKIPPED', reason = 'NOT_INSTALLED', settled_at = now()
    WHERE d.recipient_id = ANY(${[...recipientIds]}::uuid[]) AND ${WAITS_SQL}`;
}

/**
 * People who have turned up in their personal chat: whoever installed the app, nobody has to any more. Cheap when nobody
 * was waited for.
 */
export async function settleArrived(db: Db, recipientIds: readonly string[]): Promise<void> {
  if (recipientIds.length === 0) return;
  const settled = await db.$executeRaw`
    UPDATE app_installs SET status = 'INSTALLED', code = NULL, settled_at = now(), lease_until = NULL
    WHERE recipient_id = ANY(${[...recipientIds]}::uuid[]) AND status <> 'INSTALLED'`;
  if (settled > 0) await releaseWaiting(db, recipientIds);
}

/**
 * A condition on `app_installs i`: somebody still wants it. What a broadcast wanted is not installed while it is paused, and
 * never after it was canceled or the person opted out.
 */
export const STILL_WANTED_SQL = Prisma.sql`(i.wanted_by = 'ADMIN' OR EXISTS (
  SELECT 1 FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id
  WHERE d.recipient_id = i.recipient_id AND ${WAITS_SQL} AND b.status IN ('RESOLVING', 'SENDING')))`;

export type InstallStage = {
  /** Of those for whom the app was wanted at the start, how many still wait. */
  waiting: number;
  /** How many it could not be installed for, by why. */
  failures: { code: string; count: number }[];
};

const stageSchema = z.tuple([z.object({ waiting: z.number() })]);
const failuresSchema = z.array(z.object({ code: z.string(), count: z.number() }));

export async function getInstallStage(db: Db, broadcastId: string): Promise<InstallStage> {
  const [{ waiting }] = stageSchema.parse(
    await db.$queryRaw`SELECT count(*)::int AS waiting FROM deliveries d WHERE d.broadcast_id = ${broadcastId}::uuid AND ${WAITS_SQL}`,
  );
  const failures = failuresSchema.parse(
    await db.$queryRaw`
      SELECT coalesce(i.code, 'OTHER') AS code, count(*)::int AS count
      FROM deliveries d JOIN app_installs i ON i.recipient_id = d.recipient_id AND i.status = 'FAILED'
      WHERE d.broadcast_id = ${broadcastId}::uuid AND d.status = 'SKIPPED' AND d.reason = 'NOT_INSTALLED'
      GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return { waiting, failures };
}
