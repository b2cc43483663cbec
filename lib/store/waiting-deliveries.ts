// Deliveries that wait for the app: frozen for people who lacked it, QUEUED but due at the end of time, so that nobody
// claims them, while everything else that is done to queued deliveries (cancel, expiry, an opt-out) holds for them too.
// They end their wait by the installation, by the person's own arrival, or by its failure.
import { z } from "zod";

import type { InstallCode } from "@/lib/domain/directory";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export const END_OF_TIME = Prisma.sql`'9999-12-31 00:00:00+00'::timestamptz`;

/** A condition on `deliveries d` that its partial index on what is due answers. */
export const WAITS_SQL = Prisma.sql`(d.status = 'QUEUED' AND d.due_at >= '9000-01-01 00:00:00+00'::timestamptz)`;

/** These people can be written to now: what waited for them is due. Returns how many deliveries. */
export function releaseWaiting(db: Db, recipientIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    UPDATE deliveries d SET due_at = now(), install = 'INSTALLED'
    WHERE d.recipient_id = ANY(${[...recipientIds]}::uuid[]) AND ${WAITS_SQL}`;
}

/** A condition on `deliveries d`: the bot may write to them by now, if only as a member of a team or a group chat. */
const IS_REACHABLE_SQL = Prisma.sql`EXISTS (
  SELECT FROM conversation_references c WHERE c.recipient_id = d.recipient_id AND c.state IN ('KNOWN', 'ACTIVE'))`;

const idsSchema = z.array(z.object({ recipient_id: z.string() }));

/**
 * Of these people, whoever can be written to without an app of their own waits for none any longer. `these`: their ids, or a
 * subquery with their `id`. Cheap when nobody was waited for.
 */
export async function releaseReachable(db: Db, these: readonly string[] | Prisma.Sql): Promise<void> {
  const people = these instanceof Prisma.Sql ? these : Prisma.sql`(SELECT unnest(${[...these]}::uuid[]) AS id)`;
  const rows = idsSchema.parse(await db.$queryRaw`
    SELECT DISTINCT d.recipient_id FROM ${people} AS p JOIN app_installs i ON i.recipient_id = p.id AND i.status <> 'INSTALLED'
      JOIN deliveries d ON d.recipient_id = p.id WHERE ${WAITS_SQL} AND ${IS_REACHABLE_SQL} ORDER BY 1`);
  if (rows.length > 0) await releaseWaiting(db, rows.map((row) => row.recipient_id));
}

/** As releaseReachable, for at most so many of all people: whose arrival crossed with the freeze. Returns for how many. */
export async function releaseAllReachable(db: Db, atMost: number): Promise<number> {
  const rows = idsSchema.parse(await db.$queryRaw`
    SELECT DISTINCT d.recipient_id FROM deliveries d WHERE ${WAITS_SQL} AND ${IS_REACHABLE_SQL} ORDER BY 1 LIMIT ${atMost}`);
  if (rows.length > 0) await releaseWaiting(db, rows.map((row) => row.recipient_id));
  return rows.length;
}

/** The app cannot be installed for these people: nobody waits any longer. Returns how many deliveries. */
export function skipWaiting(db: Db, recipientIds: readonly string[], code: InstallCode): Promise<number> {
  return db.$executeRaw`
    UPDATE deliveries d SET status = 'SKIPPED', reason = 'NOT_INSTALLED', install = ${code}, settled_at = now()
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
  /** How many have got it, or turned up by themselves. */
  installed: number;
  /** How many it could not be installed for, by why. */
  failures: { code: string; count: number }[];
};

const stageSchema = z.array(z.object({ install: z.string(), waits: z.boolean(), count: z.number() }));

/** Whoever is in none of the numbers opted out, or was taken back, while the app was wanted for them. */
export async function getInstallStage(db: Db, broadcastId: string): Promise<InstallStage> {
  const rows = stageSchema.parse(
    await db.$queryRaw`
      SELECT coalesce(install, 'WANTED') AS install, ${WAITS_SQL} AS waits, count(*)::int AS count FROM deliveries d
      WHERE d.broadcast_id = ${broadcastId}::uuid AND (install IS NOT NULL OR ${WAITS_SQL}) GROUP BY 1, 2 ORDER BY 3 DESC, 1`,
  );
  const countOf = (test: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(test).reduce((sum, { count }) => sum + count, 0);
  return {
    waiting: countOf(({ waits }) => waits),
    installed: countOf(({ install }) => install === "INSTALLED"),
    failures: rows
      .filter(({ install }) => install !== "WANTED" && install !== "INSTALLED")
      .map(({ install, count }) => ({ code: install, count })),
  };
}
