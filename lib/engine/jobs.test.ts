// Jobs on the real pg-boss and a real PostgreSQL: asked for by a row, run once however often asked, tried again after a
// failure, interrupted by a stop and gone on with by the next worker.
import { afterAll, afterEach, describe, expect, test } from "vitest";

import type { JobEnd, JobHandler, JobKind, JobSchedule } from "@/lib/domain/job";
import { type Jobs, startJobs } from "@/lib/engine/jobs";
import { openDb } from "@/lib/store/db";
import { openJobQueue } from "@/lib/store/job-queue";
import { getJob, requestJob } from "@/lib/store/jobs";
import { createTestDatabase } from "@/lib/testing/database";
import { systemClock } from "@/worker";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

const running = new Set<Jobs>();
afterEach(stopAll);

async function stopAll(): Promise<void> {
  await Promise.all([...running].map((jobs) => jobs.stop()));
  running.clear();
}

/** A whole process promises to stop within this; a busy machine may need most of it. */
const STOP_WITHIN_MS = 10_000;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function start(handler: JobHandler, schedules: JobSchedule[] = []): void {
  const queue = openJobQueue(databaseUrl, () => undefined);
  running.add(startJobs({ db, queue, handlers: { DIRECTORY_SYNC: handler }, schedules, clock: systemClock, log: silent }));
}

const kind: JobKind = "DIRECTORY_SYNC";
const statusOf = async (key: string) => (await getJob(db, { kind, key }))?.status;

/** Ends when the signal is given. */
function untilStopped(signal: AbortSignal): Promise<JobEnd> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve({ kind: "STOPPED" }));
  });
}

describe("a job", () => {
  test("that is asked for twice before it runs is run once, and tells how far it is", async () => {
    const runs: string[] = [];
    await requestJob(db, { kind, key: "once" });
    await requestJob(db, { kind, key: "once" });
    start(async ({ key, report }) => {
      runs.push(key);
      await report(3, 4);
      return { kind: "DONE" };
    });
    await expect.poll(() => statusOf("once"), { timeout: 15_000 }).toBe("DONE");
    expect(runs).toEqual(["once"]);
    const job = await getJob(db, { kind, key: "once" });
    expect(job).toMatchObject({ done: 3, total: 4, error: null });
    expect(job?.succeededAt).toBeInstanceOf(Date);
  });

  test("that is asked for while it runs is run once more", async () => {
    let runs = 0;
    start(async ({ key }) => {
      runs += 1;
      if (runs === 1) await requestJob(db, { kind, key });
      return { kind: "DONE" };
    });
    await requestJob(db, { kind, key: "again" });
    await expect.poll(() => runs, { timeout: 15_000 }).toBe(2);
    await expect.poll(() => statusOf("again")).toBe("DONE");
  });

  test("that fails for now keeps the reason, rests, and goes on at once when somebody asks", async () => {
    let runs = 0;
    start(() => {
      runs += 1;
      return Promise.resolve(runs === 1 ? { kind: "FAILED", code: "UNREACHABLE", again: true } : { kind: "DONE" });
    });
    await requestJob(db, { kind, key: "later" });
    await expect.poll(() => getJob(db, { kind, key: "later" }), { timeout: 15_000 })
      .toMatchObject({ status: "QUEUED", error: "UNREACHABLE" });
    await requestJob(db, { kind, key: "later" });
    await expect.poll(() => statusOf("later"), { timeout: 15_000 }).toBe("DONE");
  });

  test("that cannot succeed is not tried again by itself", async () => {
    start(() => Promise.resolve({ kind: "FAILED", code: "CONSENT", again: false }));
    await requestJob(db, { kind, key: "never" });
    await expect.poll(() => getJob(db, { kind, key: "never" }), { timeout: 15_000 })
      .toMatchObject({ status: "FAILED", error: "CONSENT" });
  });

  test("that did all but a part of it has succeeded, and keeps what was wrong", async () => {
    start(() => Promise.resolve({ kind: "DONE", problem: "CONSENT_GROUPS" }));
    await requestJob(db, { kind, key: "part" });
    await expect.poll(() => statusOf("part"), { timeout: 15_000 }).toBe("DONE");
    const job = await getJob(db, { kind, key: "part" });
    expect(job).toMatchObject({ error: "CONSENT_GROUPS" });
    expect(job?.succeededAt).toBeInstanceOf(Date);
  });

  test("with a bug in it is tried again, and nothing else falls over", async () => {
    start(({ key }) => (key === "bug" ? Promise.reject(new Error("a bug")) : Promise.resolve({ kind: "DONE" })));
    await requestJob(db, { kind, key: "bug" });
    await requestJob(db, { kind, key: "fine" });
    await expect.poll(() => statusOf("fine"), { timeout: 15_000 }).toBe("DONE");
    expect(await getJob(db, { kind, key: "bug" })).toMatchObject({ status: "QUEUED", error: "ERROR" });
  });
});

describe("stopping", () => {
  test("interrupts a job within seconds, and the next worker goes on with it", async () => {
    start(({ signal }) => untilStopped(signal));
    await requestJob(db, { kind, key: "long" });
    await expect.poll(() => statusOf("long"), { timeout: 15_000 }).toBe("RUNNING");
    const before = performance.now();
    await stopAll();
    expect(performance.now() - before).toBeLessThan(STOP_WITHIN_MS);
    expect(await statusOf("long")).toBe("WANTED");
    start(() => Promise.resolve({ kind: "DONE" }));
    await expect.poll(() => statusOf("long"), { timeout: 15_000 }).toBe("DONE");
  });

  test("is as quick while the database cannot be reached", async () => {
    const away = openDb("postgresql://nobody@127.0.0.1:1/nowhere", 1);
    const queue = openJobQueue("postgresql://nobody@127.0.0.1:1/nowhere", () => undefined);
    const errors: string[] = [];
    const log = { ...silent, error: (event: string) => errors.push(event) };
    const jobs = startJobs({ db: away, queue, handlers: {}, schedules: [], clock: systemClock, log });
    await expect.poll(() => errors).toContain("jobs.start_failed");
    const before = performance.now();
    await jobs.stop();
    expect(performance.now() - before).toBeLessThan(STOP_WITHIN_MS);
    await away.$disconnect();
  });
});

describe("a schedule", () => {
  test("is kept by the queue, and one that is no longer wanted goes", async () => {
    const schedules = () => db.$queryRaw`SELECT key, cron FROM pgboss.schedule WHERE name = ${kind}`;
    start(() => Promise.resolve({ kind: "DONE" }), [{ kind, key: "old", cron: "0 3 * * *" }]);
    await expect.poll(schedules, { timeout: 15_000 }).toEqual([{ key: "old", cron: "0 3 * * *" }]);
    await stopAll();
    start(() => Promise.resolve({ kind: "DONE" }), [{ kind, key: "new", cron: "30 4 * * *" }]);
    await expect.poll(schedules, { timeout: 15_000 }).toEqual([{ key: "new", cron: "30 4 * * *" }]);
  });
});
