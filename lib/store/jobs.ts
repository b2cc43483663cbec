// The rows of Jobs: what is wanted, where it is at and how it ended. A page or a command asks for a job by writing its
// row, in its own transaction; the runner (lib/engine/jobs.ts) hands what is wanted to the queue (job-queue.ts).
import { z } from "zod";

import { JOB_STATUSES, type JobKind, type JobStatus } from "@/lib/domain/job";

import type { Db } from "./db";

export type JobName = { kind: JobKind; key: string };
/** `wantedAt`: when it was asked for last. */
export type WantedJob = JobName & { wantedAt: Date };

export type JobRow = JobName & {
  status: JobStatus;
  done: number;
  total: number | null;
  /** Why the last run failed, as a code; kept while it waits for another try. */
  error: string | null;
  wantedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When a run last ended well. */
  succeededAt: Date | null;
};

const columns = {
  kind: true, key: true, status: true, done: true, total: true, error: true,
  wantedAt: true, startedAt: true, finishedAt: true, succeededAt: true,
} as const;

const MAX_JOBS = 200;
const statusSchema = z.enum(JOB_STATUSES);

/**
 * Asks for a run. One that is under way is finished first, and then follows another: it may have passed what changed. One
 * that rests before another try goes on at once.
 */
export async function requestJob(db: Db, { kind, key }: JobName): Promise<void> {
  await db.$executeRaw`
    INSERT INTO jobs AS j (kind, key) VALUES (${kind}, ${key})
    ON CONFLICT (kind, key) DO UPDATE SET wanted_at = clock_timestamp(),
      status = CASE WHEN j.status = 'RUNNING' OR j.status = 'QUEUED' AND j.error IS NULL THEN j.status ELSE 'WANTED' END`;
}

export async function getJob(db: Db, { kind, key }: JobName): Promise<JobRow | undefined> {
  const row = await db.job.findUnique({ where: { kind_key: { kind, key } }, select: columns });
  return row ? { ...row, kind, status: statusSchema.parse(row.status) } : undefined;
}

/** Those of a kind that ended before then, where each has a key of its own and nobody asks for it again. */
export async function forgetOldJobs(db: Db, kind: JobKind, endedBefore: Date): Promise<void> {
  await db.job.deleteMany({ where: { kind, status: { in: ["DONE", "FAILED"] }, finishedAt: { lt: endedBefore } } });
}

/** What is to be handed to the queue, oldest first. */
export async function listWantedJobs(db: Db, kinds: readonly JobKind[]): Promise<WantedJob[]> {
  const rows = await db.job.findMany({
    where: { status: "WANTED", kind: { in: [...kinds] } },
    orderBy: { wantedAt: "asc" },
    take: MAX_JOBS,
    select: { kind: true, key: true, wantedAt: true },
  });
  return rows.map(({ kind, key, wantedAt }) => ({ kind: kind as JobKind, key, wantedAt }));
}

/** Jobs that should be in the queue's hands. */
export async function listHeldJobs(db: Db, kinds: readonly JobKind[]): Promise<JobName[]> {
  const rows = await db.job.findMany({
    where: { status: { in: ["QUEUED", "RUNNING"] }, kind: { in: [...kinds] } },
    take: MAX_JOBS,
    select: { kind: true, key: true },
  });
  return rows.map(({ kind, key }) => ({ kind: kind as JobKind, key }));
}

/** Unless it has run meanwhile, and somebody has asked for it once more. */
export async function markJobQueued(db: Db, { kind, key, wantedAt }: WantedJob): Promise<void> {
  await db.job.updateMany({ where: { kind, key, status: "WANTED", wantedAt }, data: { status: "QUEUED" } });
}

/** A run begins; a scheduled job may have no row yet. */
export async function markJobRunning(db: Db, { kind, key }: JobName): Promise<void> {
  await db.$executeRaw`
    INSERT INTO jobs AS j (kind, key, status, started_at, wanted_at)
    VALUES (${kind}, ${key}, 'RUNNING', clock_timestamp(), clock_timestamp() - interval '1 second')
    ON CONFLICT (kind, key) DO UPDATE SET status = 'RUNNING', started_at = clock_timestamp(), finished_at = NULL,
      done = 0, total = NULL`;
}

export async function saveJobProgress(db: Db, { kind, key }: JobName, done: number, total: number | null): Promise<void> {
  await db.job.updateMany({ where: { kind, key, status: "RUNNING" }, data: { done, total } });
}

/**
 * DONE, or WANTED once more when somebody asked while it ran, or in the millisecond it began. `problem` is of a part that was
 * left undone.
 */
export async function markJobDone(db: Db, { kind, key }: JobName, problem: string | null): Promise<void> {
  await db.$executeRaw`
    UPDATE jobs SET status = CASE WHEN wanted_at >= started_at THEN 'WANTED' ELSE 'DONE' END, error = ${problem},
      finished_at = clock_timestamp(), succeeded_at = clock_timestamp()
    WHERE kind = ${kind} AND key = ${key} AND status = 'RUNNING'`;
}

export async function markJobFailed(db: Db, { kind, key }: JobName, error: string, status: "QUEUED" | "FAILED"): Promise<void> {
  await db.$executeRaw`
    UPDATE jobs SET status = ${status}, error = ${error}, finished_at = clock_timestamp()
    WHERE kind = ${kind} AND key = ${key} AND status IN ('QUEUED', 'RUNNING')`;
}

/** A stop interrupted it: the next worker takes it at once. */
export async function markJobWanted(db: Db, { kind, key }: JobName): Promise<void> {
  await db.job.updateMany({ where: { kind, key, status: "RUNNING" }, data: { status: "WANTED" } });
}
