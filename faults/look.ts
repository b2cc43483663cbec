// What the harness sees in the database while a fault is going on. A database that is away is asked again: that it is
// away is the point of some faults.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

import type { DbPool } from "@/lib/store/db";

const LOOK_EVERY_MS = 200;
const DATABASE_PATIENCE_MS = 120_000;
/** A broadcast that has not moved for so long will not move again: every wait of the engine's own is shorter. */
const STALLED_MS = 90_000;
/** So long after its death the database may still be finishing what a worker had asked for. */
const AFTERMATH_MS = 2_000;

/** Repeats `look` while the database cannot answer it. */
export async function patiently<T>(look: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + DATABASE_PATIENCE_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > deadline) throw new Error("The database has been away for two minutes.", { cause: error });
      await wait(LOOK_EVERY_MS);
    }
  }
}

/** Looks until `isEnough` says so, or throws after `patienceMs`. */
export async function until<T>(look: () => Promise<T>, isEnough: (seen: T) => boolean, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const seen = await patiently(look);
    if (isEnough(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain; last seen ${JSON.stringify(seen)}.`);
    await wait(LOOK_EVERY_MS);
  }
}

export type Progress = { status: string; sent: number; open: number };

const progressSchema = z.tuple([z.object({ status: z.string(), sent: z.number(), open: z.number() })]);

export async function progressOf(db: DbPool, id: string): Promise<Progress> {
  return progressSchema.parse(
    await db.$queryRaw`
      SELECT b.status, coalesce(sum(c.count) FILTER (WHERE c.status = 'SENT'), 0)::int AS sent,
        coalesce(sum(c.count) FILTER (WHERE c.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')), 0)::int AS open
      FROM broadcasts b LEFT JOIN delivery_counters c ON c.broadcast_id = b.id WHERE b.id = ${id}::uuid GROUP BY b.id`,
  )[0];
}

const countSchema = z.tuple([z.object({ count: z.number() })]);

/** How many deliveries are in SENDING, of one worker or of all. */
export async function countSending(db: DbPool, pid?: number): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    SELECT count(*)::int AS count FROM deliveries d
    WHERE d.status = 'SENDING' AND (${pid ?? null}::int IS NULL
      OR d.lease_worker IN (SELECT id FROM workers WHERE pid = ${pid ?? null}::int))`;
  return countSchema.parse(rows)[0].count;
}

/** What a dead worker left in SENDING: the most seen while the database finishes what it had been asked. */
export async function countCaught(db: DbPool, pid: number): Promise<number> {
  const deadline = performance.now() + AFTERMATH_MS;
  let most = 0;
  while (performance.now() < deadline) {
    most = Math.max(most, await patiently(() => countSending(db, pid)));
    await wait(LOOK_EVERY_MS);
  }
  return most;
}

/** The worker among `pids` with the most deliveries in SENDING; undefined while none has any. */
export async function findBusiest(db: DbPool, pids: readonly number[]): Promise<number | undefined> {
  const rows: unknown = await db.$queryRaw`
    SELECT w.pid FROM deliveries d JOIN workers w ON w.id = d.lease_worker
    WHERE d.status = 'SENDING' AND w.pid = ANY(${[...pids]}::int[]) GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`;
  return z.array(z.object({ pid: z.number() })).parse(rows)[0]?.pid;
}

/** Resolves with true once `isEnough`, or with false when the broadcast has stood still for long. */
export async function untilProgress(db: DbPool, id: string, isEnough: (seen: Progress) => boolean): Promise<boolean> {
  let last = "";
  let movedAt = performance.now();
  while (performance.now() - movedAt < STALLED_MS) {
    const seen = await patiently(() => progressOf(db, id));
    if (isEnough(seen)) return true;
    const now = JSON.stringify(seen);
    if (now !== last) movedAt = performance.now();
    last = now;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}

/**
 * Milliseconds from now until the fault is over: messages are accepted again, and no delivery hangs on a lease that was
 * taken before now. Leases are compared by the database's clock. Infinity when that never happens.
 */
export async function watchResume(db: DbPool, id: string, leaseMs: number): Promise<number> {
  const started = performance.now();
  const at = await patiently(() => readNow(db));
  const before = await patiently(() => progressOf(db, id));
  const goesOn = await untilProgress(db, id, ({ sent, open }) => sent > before.sent || open === 0);
  if (!goesOn) return Infinity;
  while ((await patiently(() => countOldLeases(db, at, leaseMs))) > 0) {
    if (performance.now() - started > STALLED_MS) return Infinity;
    await wait(LOOK_EVERY_MS);
  }
  return performance.now() - started;
}

async function readNow(db: DbPool): Promise<Date> {
  const rows: unknown = await db.$queryRaw`SELECT clock_timestamp() AS at`;
  return z.tuple([z.object({ at: z.date() })]).parse(rows)[0].at;
}

/** A lease is as long for everybody, so its end tells when it was taken. */
async function countOldLeases(db: DbPool, at: Date, leaseMs: number): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    SELECT count(*)::int AS count FROM deliveries
    WHERE (status = 'CLAIMED' OR status = 'SENDING') AND lease_until <= ${at}::timestamptz + ${leaseMs}::float8 * interval '1 ms'`;
  return countSchema.parse(rows)[0].count;
}
