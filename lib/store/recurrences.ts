// When recurring broadcasts run, and what became of each run. A run is claimed by locking its recurrence and written down
// under its time, so that two processes never make two of one. Whoever pauses or cancels waits for a run that is being
// made, and none is made after that.
import { z } from "zod";

import type { BroadcastStatus } from "@/lib/domain/broadcast";
import { type Recurrence, RUN_OUTCOMES, type RunOutcome } from "@/lib/domain/recurrence";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

const columns = { cron: true, zone: true, startsAt: true, endsAt: true, nextAt: true } as const;

export type StoredRecurrence = Recurrence & { nextAt: Date | null };

export async function saveRecurrence(db: Db, broadcastId: string, recurrence: StoredRecurrence): Promise<void> {
  const data = { ...recurrence, updatedAt: new Date() };
  await db.recurrence.upsert({
    where: { broadcastId }, create: { broadcastId, ...recurrence }, update: data, select: { broadcastId: true },
  });
}

export async function getRecurrence(db: Db, broadcastId: string): Promise<StoredRecurrence | undefined> {
  return (await db.recurrence.findUnique({ where: { broadcastId }, select: columns })) ?? undefined;
}

export async function moveNextRun(db: Db, broadcastId: string, nextAt: Date | null): Promise<void> {
  await db.recurrence.update({ where: { broadcastId }, data: { nextAt }, select: { broadcastId: true } });
}

/** A draft, or what was in review, begins to repeat; false when it has moved on, or was changed since it was read. */
export async function beginRepeating(
  db: Db, { id, revision, status }: { id: string; revision: number; status: BroadcastStatus },
  approval: { approvedAt: Date | null; unapprovedLimit: number | null },
): Promise<boolean> {
  const { count } = await db.broadcast.updateMany({
    where: { id, revision, status, purpose: "NORMAL" },
    data: { purpose: "RECURRING", status: "ACTIVE", ...approval },
  });
  return count === 1;
}

/** What was to repeat shall not. */
export async function deleteRecurrence(db: Db, broadcastId: string): Promise<void> {
  await db.recurrence.deleteMany({ where: { broadcastId } });
}

export type DueRecurrence = StoredRecurrence & { broadcastId: string; nextAt: Date; now: Date };

const dueSchema = z.array(
  z.object({
    broadcast_id: z.uuid(), cron: z.string(), zone: z.string(), starts_at: z.date().nullable(), ends_at: z.date().nullable(),
    next_at: z.date(), now: z.date(),
  }),
);

/** The recurrence that is due longest, locked until the end of the transaction, with the database's time. */
export async function lockDueRecurrence(tx: Db): Promise<DueRecurrence | undefined> {
  const rows: unknown = await tx.$queryRaw`
    SELECT r.broadcast_id, r.cron, r.zone, r.starts_at, r.ends_at, r.next_at, clock_timestamp() AS now
    FROM recurrences r JOIN broadcasts b ON b.id = r.broadcast_id
    WHERE r.next_at <= clock_timestamp() AND b.purpose = 'RECURRING' AND b.status = 'ACTIVE'
    ORDER BY r.next_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED FOR SHARE OF b SKIP LOCKED`;
  const [row] = dueSchema.parse(rows);
  if (!row) return undefined;
  const { broadcast_id: broadcastId, cron, zone, starts_at: startsAt, ends_at: endsAt, next_at: nextAt, now } = row;
  return { broadcastId, cron, zone, startsAt, endsAt, nextAt, now };
}

export type NewRun = {
  recurringId: string;
  dueAt: Date;
  outcome: RunOutcome;
  reason?: string;
  broadcastId?: string;
};

/** False when there was a run at this time already. */
export async function saveRun(db: Db, run: NewRun): Promise<boolean> {
  const { count } = await db.recurrenceRun.createMany({ data: [run], skipDuplicates: true });
  return count === 1;
}

/** Whether there was a run at this time. */
export async function hasRun(db: Db, recurringId: string, dueAt: Date): Promise<boolean> {
  return (await db.recurrenceRun.count({ where: { recurringId, dueAt } })) > 0;
}

export type RunRow = { dueAt: Date; outcome: RunOutcome; reason: string | null; broadcastId: string | null };

/** Newest first; the cursor is the time of the last one seen. */
export async function listRuns(
  db: Db,
  recurringId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: RunRow[]; next: string | null }> {
  const rows = await db.recurrenceRun.findMany({
    where: { recurringId, ...(cursor ? { dueAt: { lt: cursor } } : {}) },
    orderBy: { dueAt: "desc" },
    take: limit + 1,
    select: { dueAt: true, outcome: true, reason: true, broadcastId: true },
  });
  const items = rows.slice(0, limit).map((row) => ({ ...row, outcome: z.enum(RUN_OUTCOMES).parse(row.outcome) }));
  return { items, next: rows.length > limit ? (items.at(-1)?.dueAt.toISOString() ?? null) : null };
}

/** The recurring broadcast that a broadcast is a run of. */
export async function findRunOfBroadcast(
  db: Db,
  broadcastId: string,
): Promise<{ recurringId: string; dueAt: Date } | undefined> {
  const row = await db.recurrenceRun.findUnique({ where: { broadcastId }, select: { recurringId: true, dueAt: true } });
  return row ?? undefined;
}

const lastSchema = z.array(
  z.object({
    recurring_id: z.uuid(), due_at: z.date(), outcome: z.enum(RUN_OUTCOMES), reason: z.string().nullable(),
    broadcast_id: z.uuid().nullable(),
  }),
);

/** Of each recurring broadcast, when it runs, and its last run. */
export async function getSchedules(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, StoredRecurrence & { lastRun: RunRow | null }>> {
  const schedules = await db.recurrence.findMany({
    where: { broadcastId: { in: [...ids] } }, select: { ...columns, broadcastId: true },
  });
  const rows: unknown = await db.$queryRaw(Prisma.sql`
    SELECT DISTINCT ON (recurring_id) recurring_id, due_at, outcome, reason, broadcast_id
    FROM recurrence_runs WHERE recurring_id = ANY(${[...ids]}::uuid[]) ORDER BY recurring_id, due_at DESC`);
  const last = new Map(
    lastSchema.parse(rows).map((row) => [
      row.recurring_id,
      { dueAt: row.due_at, outcome: row.outcome, reason: row.reason, broadcastId: row.broadcast_id },
    ]),
  );
  return new Map(schedules.map(({ broadcastId, ...one }) => [broadcastId, { ...one, lastRun: last.get(broadcastId) ?? null }]));
}
