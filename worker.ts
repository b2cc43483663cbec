// Wires the engine to the world: the PostgreSQL ledger, the sender of the bot, the real clock, and beside it the jobs and
// the reader of rosters and the sender of notices. Used by the server (instrumentation.ts) and by `npm run worker`
// (scripts/worker.ts).
import { setTimeout as sleep } from "node:timers/promises";

import { startNoticeSender } from "@/bot/approval-notices";
import { usualServiceUrl } from "@/bot/clouds";
import { connectorFromEnv } from "@/bot/connector";
import { appConsents } from "@/bot/manifest";
import { startRosterReader } from "@/bot/roster-reader";
import { createSender, secretKeyFromEnv } from "@/bot/sender";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { fireRecurring } from "@/lib/commands/fire-recurring";
import type { JobHandlers, JobSchedule } from "@/lib/domain/job";
import type { Clock } from "@/lib/domain/ports";
import { type DirectoryWork, startDirectoryWork } from "@/lib/engine/directory-work";
import { type Engine, startEngine } from "@/lib/engine/engine";
import { createTeamInstall } from "@/lib/engine/install-in-team";
import { type Jobs, startJobs } from "@/lib/engine/jobs";
import { createRecurringRuns } from "@/lib/engine/recurring-runs";
import { createGroupSearch } from "@/lib/engine/search-groups";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { createConsistencyCheck, createRetention, UPKEEP_SCHEDULES } from "@/lib/engine/upkeep";
import { createExportWriter } from "@/lib/engine/write-export";
import { env } from "@/lib/env";
import { type Directories, directoriesFromEnv } from "@/lib/graph/directory";
import { log } from "@/lib/log";
import { type DbPool, openDb } from "@/lib/store/db";
import { requestDueSync } from "@/lib/store/directory-syncs";
import { openJobQueue } from "@/lib/store/job-queue";
import { requestJob } from "@/lib/store/jobs";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import { requestMissedUpkeep } from "@/lib/store/upkeep-runs";

/** Requests on the wire at once: a 60 ms answer at 50/s needs 3, and a fast connector is used to the full. */
const CONNECTIONS = 64;
/** Rosters are read one page after the other. */
const ROSTER_CONNECTIONS = 2;
const POOL_SIZE = 8;
/** One job looks after all recurring broadcasts. */
const RECURRING_KEY = "all";
const PATIENCE_MS = 8_000;
const DISCONNECT_MS = 1_000;

/** Milliseconds that no adjustment of the wall clock moves. A sleep that is aborted simply ends. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    if (signal?.aborted) return;
    await sleep(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  },
};

/** Starts the engine on the DATABASE_URL of the settings. `stop` ends within some ten seconds, whatever hangs. */
export function runEngine(databaseUrl: string): Pick<Engine, "workerId" | "stop"> {
  const { SEND_RATE_PER_SECOND: ratePerSecond, REQUEST_TIMEOUT_MS: requestTimeoutMs } = env();
  const db = openDb(databaseUrl, POOL_SIZE);
  const sender = createSender({ connections: CONNECTIONS });
  const engine = startEngine({
    ledger: createPostgresLedger(db, ratePerSecond),
    sender,
    clock: systemClock,
    random: Math.random,
    log,
    settings: { ratePerSecond, requestTimeoutMs, connections: CONNECTIONS },
  });
  log.info("engine.started", { workerId: engine.workerId, ratePerSecond });
  const directories = directoriesFromEnv(appConsents(env()));
  const jobs = runJobs(databaseUrl, db, directories);
  const directoryWork = runDirectoryWork(db, directories);
  const connector = connectorFromEnv(ROSTER_CONNECTIONS);
  const { workerId } = engine;
  const rosters = startRosterReader({ db, connector, clock: systemClock, random: Math.random, log, workerId, ratePerSecond });
  const notices = startNoticeSender({
    db, connector, clock: systemClock, log, secretKey: secretKeyFromEnv(), appUrl: env().APP_URL, ratePerSecond,
  });
  return {
    workerId,
    stop: async () => {
      const others = Promise.all([jobs.stop(), directoryWork.stop(), rosters.stop(), notices.stop()]);
      await Promise.all([engine.stop(), Promise.race([others, systemClock.sleep(PATIENCE_MS)])]);
      // What still hangs is cut off, and what waits for the database is left: its leases end by themselves.
      await Promise.all([sender.close(), directories.close(), connector.close()]);
      await Promise.race([db.$disconnect(), systemClock.sleep(DISCONNECT_MS)]);
      log.info("engine.stopped", { workerId: engine.workerId });
    },
  };
}

/** Who does which kind of job, and when by itself. */
function runJobs(databaseUrl: string, db: DbPool, directories: Directories): Jobs {
  const { ALLOWED_TENANTS, DIRECTORY_SYNC_CRON: cron } = env();
  const parts = { db, directoryOf: directories.of, log };
  const upkeep = { db, log, wallTime: () => new Date() };
  const handlers: JobHandlers = {
    DIRECTORY_SYNC: createDirectorySync(parts),
    TEAM_INSTALL: createTeamInstall(parts),
    GROUP_SEARCH: createGroupSearch(parts),
    EXPORT: createExportWriter({ db }),
    RECURRING_RUNS: createRecurringRuns(() => fireRecurring.run(db, SYSTEM_ACTOR, {}), log),
    RETENTION: createRetention(upkeep),
    CONSISTENCY: createConsistencyCheck(upkeep),
  };
  const tenants = ALLOWED_TENANTS.filter((tenantId) => directories.of(tenantId) !== undefined);
  const schedules: JobSchedule[] = [
    { kind: "RECURRING_RUNS", key: RECURRING_KEY, cron: "* * * * *" },
    ...UPKEEP_SCHEDULES,
    ...(cron === "off" ? [] : tenants.map((key) => ({ kind: "DIRECTORY_SYNC" as const, key, cron }))),
  ];
  const atStart = async (): Promise<void> => {
    for (const tenantId of tenants) await requestDueSync(db, tenantId);
    await requestJob(db, { kind: "RECURRING_RUNS", key: RECURRING_KEY });
    await requestMissedUpkeep(db);
  };
  const queue = openJobQueue(databaseUrl, (error) => log.error("jobs.queue_failed", { error }));
  return startJobs({ db, queue, handlers, schedules, atStart, clock: systemClock, log });
}

function runDirectoryWork(db: DbPool, directories: Directories): DirectoryWork {
  const settings = env();
  const bot = { id: `28:${settings.BOT_APP_ID ?? ""}`, serviceUrl: usualServiceUrl(settings) };
  return startDirectoryWork({ db, directoryOf: directories.of, clock: systemClock, log, bot });
}
