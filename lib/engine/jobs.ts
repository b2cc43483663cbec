// Runs Jobs beside the engine. One loop hands what is wanted to the queue; the queue calls a handler for one job of a
// name at a time, in whichever process. The row tells the pages where it is at:
//
//   WANTED → QUEUED → RUNNING → DONE           WANTED again when asked for while it ran
//                             → QUEUED         failed, and will be tried again by itself; the code says why
//                             → FAILED         for now: a schedule or a person asks again
//                             → WANTED         interrupted by a stop; the next worker goes on at once
//
// A process that is killed loses its heartbeat and the queue gives the job to another. A job that the queue gave up
// without a word, since each of its processes died, is FAILED with LOST.
import { JOB_KINDS, type JobEnd, type JobHandlers, type JobKind, type JobSchedule } from "@/lib/domain/job";
import type { Clock } from "@/lib/domain/ports";
import type { Log } from "@/lib/log";
import type { Db } from "@/lib/store/db";
import type { JobQueue, QueuedRun } from "@/lib/store/job-queue";
import {
  type JobName, listHeldJobs, listWantedJobs, markJobDone, markJobFailed, markJobQueued, markJobRunning, markJobWanted,
  saveJobProgress,
} from "@/lib/store/jobs";

export type JobParts = {
  db: Db;
  queue: JobQueue;
  handlers: JobHandlers;
  schedules: readonly JobSchedule[];
  /** Asks for what is due at every start. */
  atStart?: () => Promise<void>;
  clock: Clock;
  log: Pick<Log, "info" | "warn" | "error">;
};

export type Jobs = {
  /** Interrupts what runs, gives it back, and ends within seconds. */
  stop(): Promise<void>;
};

const POLL_MS = 500;
const ERROR_REST_MS = 2_000;
const LOOK_FOR_LOST_EVERY_MS = 30_000;
const GRACE_MS = 4_000;

export function startJobs(parts: JobParts): Jobs {
  const { queue, handlers, clock, log } = parts;
  const kinds = Object.keys(handlers) as JobKind[];
  const stopping = new AbortController();
  const loop = run();

  async function run(): Promise<void> {
    await untilStarted();
    let lookedAt = clock.now();
    while (!stopping.signal.aborted) {
      try {
        await offerWanted(parts, kinds);
        if (clock.now() - lookedAt >= LOOK_FOR_LOST_EVERY_MS) {
          await failLost(parts, kinds);
          lookedAt = clock.now();
        }
        await clock.sleep(POLL_MS, stopping.signal);
      } catch (error) {
        log.error("jobs.loop_failed", { error });
        await clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  // In the background: sending must not wait for it, and the database may be away.
  async function untilStarted(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await queue.start();
        await queue.schedule(kinds, parts.schedules);
        await parts.atStart?.();
        for (const kind of kinds) await queue.take(kind, (queued) => runJob(parts, kind, queued, stopping.signal));
        return;
      } catch (error) {
        log.error("jobs.start_failed", { error });
        await clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await loop;
      await queue.stop(GRACE_MS).catch((error: unknown) => log.error("jobs.stop_failed", { error }));
    },
  };
}

/** Throws when the queue is to try again. */
async function runJob(parts: JobParts, kind: JobKind, queued: QueuedRun, stopping: AbortSignal): Promise<void> {
  const { db, clock, log } = parts;
  const { key, lastTry } = queued;
  const job: JobName = { kind, key };
  const startedAt = clock.now();
  await markJobRunning(db, job);
  const quiet = "quiet" in JOB_KINDS[kind];
  if (!quiet) log.info("jobs.started", { kind });
  const end = await callHandler(parts, job, AbortSignal.any([queued.signal, stopping]));
  const facts = { kind, durationMs: Math.round(clock.now() - startedAt) };
  if (end.kind === "DONE") {
    await markJobDone(db, job, end.problem ?? null);
    if (end.problem !== undefined) log.warn("jobs.done_in_part", { ...facts, code: end.problem });
    else if (!quiet) log.info("jobs.done", facts);
  } else if (end.kind === "STOPPED") {
    // Lost to another process rather than stopped: the row is that one's now.
    if (stopping.aborted) await markJobWanted(db, job);
    log.info("jobs.interrupted", facts);
  } else {
    const again = end.again && !lastTry;
    await markJobFailed(db, job, end.code, again ? "QUEUED" : "FAILED");
    log.warn("jobs.failed", { ...facts, code: end.code, status: again ? "QUEUED" : "FAILED" });
    if (again) throw new Error(`The job ${kind} failed (${end.code}) and is tried again.`);
  }
}

async function callHandler({ db, handlers, log }: JobParts, job: JobName, signal: AbortSignal): Promise<JobEnd> {
  const handler = handlers[job.kind];
  if (!handler) throw new Error(`Nothing handles jobs of kind ${job.kind}.`);
  try {
    const report = (done: number, total?: number): Promise<void> => saveJobProgress(db, job, done, total ?? null);
    return await handler({ key: job.key, signal, report });
  } catch (error) {
    if (signal.aborted) return { kind: "STOPPED" };
    log.error("jobs.broke", { kind: job.kind, error });
    return { kind: "FAILED", code: "ERROR", again: true };
  }
}

async function offerWanted({ db, queue }: JobParts, kinds: readonly JobKind[]): Promise<void> {
  for (const job of await listWantedJobs(db, kinds)) {
    // Refused while its last run is just ending: it stays WANTED and is offered again.
    if (await queue.offer(job)) await markJobQueued(db, job);
  }
}

async function failLost({ db, queue, log }: JobParts, kinds: readonly JobKind[]): Promise<void> {
  for (const job of await listHeldJobs(db, kinds)) {
    if (await queue.holds(job)) continue;
    await markJobFailed(db, job, "LOST", "FAILED");
    log.warn("jobs.lost", { kind: job.kind });
  }
}
