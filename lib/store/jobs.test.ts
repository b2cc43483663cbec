// A job that is asked for at the moment its last run begins, ends, or is handed to the queue is run once more: nobody who asks
// is forgotten.
import { afterAll, expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { getJob, listWantedJobs, markJobDone, markJobQueued, markJobRunning, requestJob } from "./jobs";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

const kind = "DIRECTORY_SYNC" as const;
const statusOf = async (key: string) => (await getJob(db, { kind, key }))?.status;

test("asked for in the millisecond in which it begins", async () => {
  const job = { kind, key: "begins" };
  await requestJob(db, job);
  await markJobRunning(db, job);
  await requestJob(db, job);
  await db.$executeRaw`UPDATE jobs SET wanted_at = started_at WHERE key = ${job.key}`;
  await markJobDone(db, job, null);
  expect(await statusOf(job.key)).toBe("WANTED");
});

test("asked for while whoever handed it to the queue has not noted that yet", async () => {
  const job = { kind, key: "handed" };
  await requestJob(db, job);
  const [wanted] = await listWantedJobs(db, [kind]).then((jobs) => jobs.filter(({ key }) => key === job.key));
  await markJobRunning(db, job);
  await db.$executeRaw`UPDATE jobs SET wanted_at = started_at + interval '1 second' WHERE key = ${job.key}`;
  await markJobDone(db, job, null);
  if (wanted) await markJobQueued(db, wanted);
  expect(await statusOf(job.key)).toBe("WANTED");
});

test("not run once more for nothing: asked for before, or by a schedule alone", async () => {
  const [asked, scheduled] = [{ kind, key: "asked" }, { kind, key: "scheduled" }];
  await requestJob(db, asked);
  await db.$executeRaw`UPDATE jobs SET wanted_at = wanted_at - interval '1 second' WHERE key = ${asked.key}`;
  for (const job of [asked, scheduled]) {
    await markJobRunning(db, job);
    await markJobDone(db, job, null);
    expect(await statusOf(job.key)).toBe("DONE");
  }
});
