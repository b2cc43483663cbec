// Many events of one key at once come one after the other anyway; meanwhile they keep the database from nobody.
import { afterAll, expect, it } from "vitest";

import { inTransaction, openDb } from "@/lib/store/db";
import { lockEventsOfKey } from "@/lib/store/external-events";
import { createTestDatabase } from "@/lib/testing/database";

import { createApiKey } from "./create-api-key";
import { receiveEvent } from "./receive-event";

const SYSTEM = { kind: "SYSTEM", name: "test" } as const;
const POOL = 3;
const PATIENCE_MS = 2_000;

const { databaseUrl } = await createTestDatabase();
const [db, elsewhere] = [openDb(databaseUrl, POOL, PATIENCE_MS), openDb(databaseUrl, 1)];
afterAll(() => Promise.all([db.$disconnect(), elsewhere.$disconnect()]));

it("leaves connections to others while events wait for their turn", async () => {
  const { id } = await createApiKey.run(db, SYSTEM, { name: "monitoring", role: "author" });
  const key = { kind: "API_KEY", id, name: "monitoring", role: "author" } as const;
  const event = { template: "None", topic: "none", people: ["ann@a.example"] };
  const burst = await inTransaction(elsewhere, async (tx) => {
    // Another process is busy with an event of the same key.
    await lockEventsOfKey(tx, id);
    const events = Array.from({ length: 3 * POOL }, (_, n) => receiveEvent.run(db, key, { ...event, idempotencyKey: `key-${n}` }));
    const settled = Promise.allSettled(events);
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    return { settled };
  });
  const reasons = (await burst.settled).map((end) => end.status === "rejected" && (end.reason as { code?: string }).code);
  expect(new Set(reasons)).toEqual(new Set(["INCOMPLETE"]));
  expect(await db.externalEvent.count({ where: { apiKeyId: id, outcome: "REFUSED" } })).toBe(3 * POOL);
});
