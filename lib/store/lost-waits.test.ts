// A broadcast began to wait for people's app while another one ceased to, or an admin withdrew it: the wish was locked by the
// one and then deleted by the other, who had looked who waits before that. The first waited until the end of time.
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { buildTown } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { truncate } from "@/lib/testing/truncate";

import { claimInstalls, releaseInstalls, wantInstalls } from "./app-installs";
import { openDb } from "./db";
import { startDueBroadcasts, sweepUnsent } from "./finish-broadcasts";
import { Prisma } from "./generated/client";
import { healLostWaits, withdrawInstalls } from "./lost-waits";
import { resolvePage } from "./resolve-page";
import { WAITS_SQL } from "./waiting-deliveries";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

beforeEach(async () => {
  await truncate(db, "deliveries", "delivery_counters", "send_slots", "recipients", "teams", "entra_groups", "audience_lists");
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  await buildTown(db);
});

const countOf = async (condition: Prisma.Sql): Promise<number> =>
  Number((await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM deliveries d WHERE ${WAITS_SQL} AND ${condition}`)[0]?.n);
const WISHED = Prisma.sql`EXISTS (SELECT FROM app_installs i WHERE i.recipient_id = d.recipient_id
  AND i.status IN ('WANTED', 'INSTALLING'))`;
const tenantOf = async (): Promise<string> => (await db.recipient.findFirstOrThrow()).tenantId;

async function sendInstalling(): Promise<string> {
  const id = await sendToAll(db, { onMissing: "INSTALL" });
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
  return id;
}

async function sweepCanceled(): Promise<void> {
  await db.broadcast.updateMany({ where: { status: "SENDING" }, data: { status: "CANCELED" } });
  while ((await sweepUnsent(db)) > 0) await Promise.resolve();
}

/** Does `work` while another broadcast begins to wait for everybody, in a transaction that ends when `work` waits for it. */
async function whileBeginningToWait(work: () => Promise<unknown>): Promise<void> {
  await sendToAll(db, { onMissing: "INSTALL" });
  await startDueBroadcasts(db);
  const written = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const held = db.$transaction(async (tx) => {
    await resolvePage(tx);
    written.resolve();
    await over.promise;
  });
  await written.promise;
  let isDone = false;
  const done = work().then(() => { isDone = true; });
  try {
    await expect.poll(async () => isDone || (await waitingForLocks()) > 0, { timeout: 20_000 }).toBe(true);
  } finally {
    over.resolve();
  }
  await Promise.all([held, done]);
}

const waitingForLocks = async (): Promise<number> => (await db.$queryRaw<unknown[]>`
  SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).length;

describe("whoever begins to wait for the app is still waited with", () => {
  test("when another broadcast was canceled", async () => {
    await sendInstalling();
    await db.broadcast.updateMany({ where: { status: "SENDING" }, data: { status: "CANCELED" } });
    await whileBeginningToWait(() => sweepUnsent(db));
    expect(await countOf(Prisma.sql`true`)).toBeGreaterThan(3);
    expect(await countOf(Prisma.sql`NOT ${WISHED}`)).toBe(0);
  });

  test("when a batch came back that nobody else waits for", async () => {
    await sendInstalling();
    const claimed = await claimInstalls(db, await tenantOf(), 100);
    await sweepCanceled();
    await db.appInstall.updateMany({ data: { status: "WANTED", leaseUntil: null } });
    await whileBeginningToWait(() => releaseInstalls(db, claimed, { restMs: 0, counts: true }));
    expect(await countOf(Prisma.sql`true`)).toBeGreaterThan(3);
    expect(await countOf(Prisma.sql`NOT ${WISHED}`)).toBe(0);
  });

  test("when an admin withdrew what everybody was to get", async () => {
    await wantInstalls(db, [await tenantOf()], "EVERYBODY");
    await whileBeginningToWait(() => withdrawInstalls(db));
    expect(await countOf(Prisma.sql`true`)).toBeGreaterThan(3);
    expect(await countOf(Prisma.sql`NOT ${WISHED}`)).toBe(0);
  });
});

describe("a wait that has lost its wish", () => {
  test("is wished for again, or ends as the installation has, and nothing else changes", async () => {
    await sendInstalling();
    const [gone, failed, installed, ...others] = await db.appInstall.findMany({ orderBy: { recipientId: "asc" } });
    if (!gone || !failed || !installed) throw new Error("Fewer lack the app than this needs.");
    await db.appInstall.delete({ where: { recipientId: gone.recipientId } });
    const settledAt = new Date();
    const settle = ({ recipientId }: { recipientId: string }, data: { status: string; code?: string }) =>
      db.appInstall.update({ where: { recipientId }, data: { ...data, settledAt } });
    await settle(failed, { status: "FAILED", code: "POLICY" });
    await settle(installed, { status: "INSTALLED" });
    expect(await healLostWaits(db)).toEqual({ lost: 3, reachable: 0 });
    expect(await countOf(Prisma.sql`${WISHED}`)).toBe(others.length + 1);
    expect(await countOf(Prisma.sql`NOT ${WISHED}`)).toBe(0);
    const deliveryOf = (recipientId: string) => db.delivery.findFirstOrThrow({ where: { recipientId } });
    expect(await deliveryOf(failed.recipientId)).toMatchObject({ status: "SKIPPED", reason: "NOT_INSTALLED", install: "POLICY" });
    expect(await deliveryOf(installed.recipientId)).toMatchObject({ status: "QUEUED", install: "INSTALLED" });
    expect(await healLostWaits(db)).toEqual({ lost: 0, reachable: 0 });
  });

  test("and a wish that nobody waits for any more is forgotten, unless an admin has it", async () => {
    await sendInstalling();
    await db.delivery.updateMany({ data: { status: "SKIPPED", reason: "CANCELED", settledAt: new Date(), dueAt: new Date() } });
    const [kept] = await db.appInstall.findMany({ orderBy: { recipientId: "asc" } });
    await db.appInstall.update({ where: { recipientId: kept?.recipientId ?? "" }, data: { wantedBy: "ADMIN" } });
    await healLostWaits(db);
    expect((await db.appInstall.findMany()).map(({ recipientId }) => recipientId)).toEqual([kept?.recipientId]);
  });
});
