// What a database that is gone, full or restarted makes of a question is told apart from a mistake of ours.
import { afterAll, expect, test } from "vitest";
import { z } from "zod";

import { createTestDatabase } from "@/lib/testing/database";

import { type DbPool, openDb } from "./db";
import { isUnavailable } from "./unavailable";

const { databaseUrl } = await createTestDatabase();
const pools: DbPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.$disconnect())));

function open(url = databaseUrl, connectTimeoutMs?: number): DbPool {
  const pool = openDb(url, 1, connectTimeoutMs);
  pools.push(pool);
  return pool;
}

const errorOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);
const pidOf = async (pool: DbPool): Promise<number> =>
  z.tuple([z.object({ pid: z.number() })]).parse(await pool.$queryRaw`SELECT pg_backend_pid() AS pid`)[0].pid;

test("no database there", async () => {
  const gone = open(databaseUrl.replace(/:\d+\//, ":1/"));
  expect(isUnavailable(await errorOf(gone.topic.findFirst()))).toBe(true);
  expect(isUnavailable(await errorOf(gone.$queryRaw`SELECT 1`))).toBe(true);
  expect(isUnavailable(await errorOf(gone.$transaction((tx) => tx.topic.count())))).toBe(true);
});

test("no connection left in time", async () => {
  const full = open(databaseUrl, 2_000);
  const begun = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const held = full.$transaction(() => {
    begun.resolve();
    return over.promise;
  });
  await begun.promise;
  expect(isUnavailable(await errorOf(full.topic.findFirst()))).toBe(true);
  expect(isUnavailable(await errorOf(full.$transaction((tx) => tx.topic.count())))).toBe(true);
  over.resolve();
  await held;
});

test("a connection that is cut", async () => {
  const cut = open();
  const pid = await pidOf(cut);
  const asked = errorOf(cut.$queryRaw`SELECT pg_sleep(20)::text`);
  await expect.poll(() => open().$queryRaw`SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
    WHERE pid = ${pid}::int AND state = 'active'`).toEqual([{ ended: true }]);
  expect(isUnavailable(await asked)).toBe(true);
});

test("a mistake is none", async () => {
  const pool = open();
  expect(isUnavailable(await errorOf(pool.$queryRaw`SELECT nonsense`))).toBe(false);
  expect(isUnavailable(await errorOf(pool.topic.findFirstOrThrow({ where: { key: "no-such-topic" } })))).toBe(false);
  expect(isUnavailable("nonsense")).toBe(false);
});
