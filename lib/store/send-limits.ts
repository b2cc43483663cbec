// The limits of sending, one row; and how many broadcasts somebody has started lately, as the audit tells it.
import { z } from "zod";

import { DEFAULT_SEND_LIMITS, type SendLimits } from "@/lib/domain/send-limits";

import type { Db } from "./db";

const ONLY = 1;

export async function getSendLimits(db: Db): Promise<SendLimits> {
  const select = { confirmAbove: true, broadcastsPerHour: true } as const;
  return (await db.sendLimits.findUnique({ where: { id: ONLY }, select })) ?? DEFAULT_SEND_LIMITS;
}

export async function saveSendLimits(db: Db, limits: SendLimits): Promise<void> {
  await db.sendLimits.upsert({
    where: { id: ONLY }, create: { id: ONLY, ...limits }, update: { ...limits, updatedAt: new Date() }, select: { id: true },
  });
}

/** Two sends of one actor come one after the other until the end of the transaction, so that they can be counted. */
export async function lockStartsOf(tx: Db, actorId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`broadcasts of ${actorId}`}, 0))`;
}

const startsSchema = z.tuple([z.object({ count: z.number(), wait_seconds: z.number().nullable() })]);

/**
 * How many broadcasts the actor has started in the last hour, and in how many seconds it will be fewer than `limit`. A start
 * is a line of the audit, which nobody can take away again: one of `commands`, or a recurring broadcast that was changed to
 * reach others.
 */
export async function countStarts(
  tx: Db, actorId: string, commands: readonly string[], limit: number,
): Promise<{ count: number; waitSeconds: number }> {
  const [row] = startsSchema.parse(await tx.$queryRaw`
    WITH starts AS (
      SELECT at, row_number() OVER (ORDER BY at DESC) AS place FROM audit_events
      WHERE actor_id = ${actorId} AND at > now() - interval '1 hour'
        AND (command = ANY(${[...commands]}::text[]) OR detail @> '{"reachesOthers": true}')
    )
    SELECT count(*)::int AS count,
      (SELECT ceil(extract(epoch FROM at + interval '1 hour' - now()))::int FROM starts WHERE place = ${limit}::int) AS wait_seconds
    FROM starts`);
  return { count: row.count, waitSeconds: Math.max(1, row.wait_seconds ?? 1) };
}
