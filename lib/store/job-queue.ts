// pg-boss, behind the few words Herald needs of it: one job of a kind and key at a time in all processes, tries that rest
// longer each time, schedules, and a heartbeat by which the job of a process that died is taken by another. It keeps its
// own tables in the schema `pgboss` and brings them up to date itself when a worker starts. No other file knows it.
import { PgBoss } from "pg-boss";

import { JOB_KINDS, type JobKind, type JobSchedule } from "@/lib/domain/job";

import type { JobName } from "./jobs";

export type QueuedRun = { key: string; lastTry: boolean; signal: AbortSignal };

export interface JobQueue {
  /** Resolves when jobs can be offered and taken. Rejects when the database is away or is being migrated: try again. */
  start(): Promise<void>;
  /** Queues the job, or ends its rest before another try. False when one of this name is running. */
  offer(job: JobName): Promise<boolean>;
  holds(job: JobName): Promise<boolean>;
  /** Takes jobs of the kind from now on. A run that throws is tried again, while there are tries left. */
  take(kind: JobKind, run: (run: QueuedRun) => Promise<void>): Promise<void>;
  /** Replaces every schedule of these kinds. */
  schedule(kinds: readonly JobKind[], schedules: readonly JobSchedule[]): Promise<void>;
  /** Takes nothing more and lets go of what still runs after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const SCHEMA = "pgboss";
const POOL_SIZE = 3;
const POLL_SECONDS = 2;
/** A worker that died is noticed after this and the next look of a living one. */
const HEARTBEAT_SECONDS = 15;
const LOOK_EVERY_SECONDS = 10;
/** pg-boss allows no more; the first sync of a million people takes about an hour. */
const LONGEST_RUN_SECONDS = 24 * 60 * 60;
const MAX_REST_SECONDS = 15 * 60;
const KEPT_SECONDS = 7 * 24 * 60 * 60;
const PENDING: readonly string[] = ["created", "retry", "active"];

export function openJobQueue(databaseUrl: string, onError: (error: unknown) => void): JobQueue {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "herald-jobs",
    schema: SCHEMA,
    max: POOL_SIZE,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", onError);
  const takers = new Map<JobKind, string>();
  return {
    start: async () => {
      await boss.start();
      for (const kind of Object.keys(JOB_KINDS) as JobKind[]) await prepareQueue(boss, kind);
    },
    offer: async ({ kind, key }) => {
      const id = await boss.send(kind, {}, { singletonKey: key });
      const offered = id !== null || (await boss.update(kind, undefined, { singletonKey: key, startAfter: 0 })).updated > 0;
      const taker = takers.get(kind);
      if (offered && taker !== undefined) boss.notifyWorker(taker);
      return offered;
    },
    holds: async ({ kind, key }) => {
      const jobs = await boss.findJobs(kind, { key });
      return jobs.some(({ state }) => PENDING.includes(state));
    },
    take: async (kind, run) => {
        const { atOnce: localConcurrency } = JOB_KINDS[kind];
      const options = { includeMetadata: true, pollingIntervalSeconds: POLL_SECONDS, localConcurrency } as const;
      const taker = await boss.work(kind, options, async ([job]) => {
        if (!job) return;
        const { singletonKey, retryCount, retryLimit, signal } = job;
        await run({ key: singletonKey ?? "", lastTry: retryCount >= retryLimit, signal });
      });
      takers.set(kind, taker);
    },
    schedule: (kinds, schedules) => replaceSchedules(boss, kinds, schedules),
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}

async function prepareQueue(boss: PgBoss, kind: JobKind): Promise<void> {
  const { retries, retryAfterSeconds } = JOB_KINDS[kind];
  const options = {
    retryLimit: retries,
    retryDelay: retryAfterSeconds,
    retryBackoff: true,
    retryDelayMax: MAX_REST_SECONDS,
    expireInSeconds: LONGEST_RUN_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
  };
  await boss.createQueue(kind, { policy: "exclusive", ...options });
  // A queue that an earlier version made keeps its options otherwise.
  await boss.updateQueue(kind, options);
}

async function replaceSchedules(boss: PgBoss, kinds: readonly JobKind[], schedules: readonly JobSchedule[]): Promise<void> {
  for (const kind of kinds) {
    for (const { key } of await boss.getSchedules(kind)) {
      if (!schedules.some((schedule) => schedule.kind === kind && schedule.key === key)) await boss.unschedule(kind, key);
    }
  }
  for (const { kind, key, cron } of schedules) await boss.schedule(kind, cron, {}, { key, singletonKey: key, tz: "UTC" });
}
