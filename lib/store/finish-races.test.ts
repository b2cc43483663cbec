// A broadcast does not end while somebody puts deliveries of it back into the queue: neither before that is committed, nor
// for good because of what was counted before.
import { afterAll, beforeEach, expect, test } from "vitest";

import { reopen } from "@/lib/commands/reopen";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { truncate } from "@/lib/testing/truncate";

import { type Db, openDb } from "./db";
import { requeueFailed } from "./deliveries";
import { finishBroadcasts, sweepUnsent } from "./finish-broadcasts";
import { takeBackLate } from "./take-back-late";

const TENANT = "11111111-1111-4111-8111-111111111111";
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

beforeEach(() => truncate(db, "deliveries", "delivery_counters", "recipients", "broadcasts"));

/** SENDING, with one delivery that has ended like this. */
async function oneEnded(status: "FAILED" | "UNCONFIRMED", reason: string): Promise<{ id: string; recipientId: string }> {
  const { id: recipientId } = await db.recipient.create({ data: { tenantId: TENANT, externalId: "ada", displayName: "Ada" } });
  const id = await sendToAll(db);
  await db.delivery.create({
    data: { broadcastId: id, recipientId, tenantId: TENANT, status, reason, settledAt: new Date(), epoch: 1, attempts: 1 },
  });
  await db.broadcast.update({ where: { id }, data: { status: "SENDING" } });
  return { id, recipientId };
}

const statusOf = async (id: string) => (await db.broadcast.findUniqueOrThrow({ where: { id } })).status;

test("while failed deliveries are given another chance", async () => {
  const { id } = await oneEnded("FAILED", "HTTP_403");
  await db.$transaction(async (tx: Db) => {
    await reopen(tx, { id }, "retried");
    expect(await requeueFailed(tx, id)).toBe(1);
    expect(await finishBroadcasts(db)).toBe(0);
  });
  expect(await finishBroadcasts(db)).toBe(0);
  expect(await statusOf(id)).toBe("SENDING");
});

test("while what never left is taken back", async () => {
  const { id, recipientId } = await oneEnded("UNCONFIRMED", "LEASE_EXPIRED");
  await db.$transaction(async (tx: Db) => {
    await takeBackLate(tx, [{ broadcastId: id, recipientId, epoch: 1 }]);
    expect(await finishBroadcasts(db)).toBe(0);
  });
  expect(await finishBroadcasts(db)).toBe(0);
  expect(await db.delivery.findFirst({ select: { status: true } })).toEqual({ status: "RETRY_WAIT" });
  expect(await statusOf(id)).toBe("SENDING");
});

test("one that was canceled meanwhile ends with nothing open", async () => {
  const { id } = await oneEnded("FAILED", "HTTP_403");
  await db.$transaction(async (tx: Db) => {
    await reopen(tx, { id }, "retried");
    await requeueFailed(tx, id);
  });
  await db.broadcast.update({ where: { id }, data: { status: "CANCELED" } });
  while ((await sweepUnsent(db)) > 0) await Promise.resolve();
  const ended = await db.delivery.findFirst({ select: { status: true, reason: true } });
  expect(ended).toEqual({ status: "SKIPPED", reason: "CANCELED" });
  expect((await db.broadcast.findUniqueOrThrow({ where: { id } })).finishedAt).not.toBeNull();
});

test("it ends when nothing is open", async () => {
  const { id } = await oneEnded("FAILED", "HTTP_403");
  expect(await finishBroadcasts(db)).toBe(1);
  expect(await statusOf(id)).toBe("FINISHED");
});
