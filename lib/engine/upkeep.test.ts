// The night's job does what each rule says, and what an admin keeps for ever it leaves; stopped in the middle it is not done.
import { CronExpressionParser } from "cron-parser";
import { afterAll, expect, test } from "vitest";

import type { JobRun } from "@/lib/domain/job";
import { RETENTION_RULE_NAMES } from "@/lib/domain/retention";
import { openDb } from "@/lib/store/db";
import { saveRetentionDays } from "@/lib/store/retention";
import { getLastUpkeepRun } from "@/lib/store/upkeep-runs";
import { createTestDatabase } from "@/lib/testing/database";

import { createRetention, UPKEEP_SCHEDULES } from "./upkeep";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

const NOON = new Date("2026-11-29T12:00:00Z");
const quiet = { info: () => undefined, error: () => undefined };
const runRetention = createRetention({ db, log: quiet, wallTime: () => NOON });

function jobRun(signal: AbortSignal): { run: JobRun; reported: number[] } {
  const reported: number[] = [];
  return { reported, run: { key: "nightly", signal, report: async (done) => void reported.push(done) } };
}

test("it is wanted once a night, and the check after it", () => {
  const next = UPKEEP_SCHEDULES.map(({ kind, cron }) => {
    const runs = CronExpressionParser.parse(cron, { tz: "UTC", currentDate: NOON }).take(2).map((run) => run.toISOString());
    return [kind, ...runs];
  });
  expect(next).toEqual([
    ["RETENTION", "2026-11-30T02:20:00.000Z", "2026-12-01T02:20:00.000Z"],
    ["CONSISTENCY", "2026-11-30T02:50:00.000Z", "2026-12-01T02:50:00.000Z"],
  ]);
});

test("every rule is carried out, but for one that keeps for ever", async () => {
  await saveRetentionDays(db, "ATTEMPTS", null);
  const startedAt = new Date(Date.now() - 91 * 86_400_000);
  const slice = { broadcastId: "00000000-0000-4000-8000-000000000001", sent: 1, startedAt };
  await db.sentSlice.create({ data: slice, select: { sent: true } });
  const { run, reported } = jobRun(new AbortController().signal);
  expect(await runRetention(run)).toEqual({ kind: "DONE" });
  const { result } = (await getLastUpkeepRun(db, "RETENTION"))!;
  expect(Object.keys(result).toSorted()).toEqual(RETENTION_RULE_NAMES.filter((rule) => rule !== "ATTEMPTS").toSorted());
  expect(result).toMatchObject({ STATISTICS: 1, AUDIT: 0 });
  expect(reported).toEqual(RETENTION_RULE_NAMES.map((_rule, index) => index + 1));
});

test("a run that is stopped is not one that has been", async () => {
  await db.upkeepRun.deleteMany();
  const { run } = jobRun(AbortSignal.abort());
  expect(await runRetention(run)).toEqual({ kind: "STOPPED" });
  expect(await getLastUpkeepRun(db, "RETENTION")).toBeUndefined();
});
