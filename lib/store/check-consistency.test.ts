// Each check finds what it is for, and a Herald that did its work has no finding.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { CONSISTENCY_CHECKS, type ConsistencyCheck } from "@/lib/domain/consistency";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";

import { checkConsistency } from "./check-consistency";
import { type Db, inTransaction, openDb } from "./db";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

let recipientId: string;
let broadcastId: string;
const select = { broadcastId: true } as const;

/** One broadcast that is over, with one delivery that was accepted. */
beforeAll(async () => {
  ({ id: recipientId } = await db.recipient.create({ data: { tenantId: "t", externalId: randomUUID() }, select: { id: true } }));
  broadcastId = await sendToAll(db);
  await db.delivery.create({ data: { broadcastId, recipientId, tenantId: "t", status: "SENT", settledAt: new Date() }, select });
  await saveAccepted(db, 0);
  await db.broadcast.update({
    where: { id: broadcastId }, data: { status: "FINISHED", finishedAt: new Date(), audienceSize: 1 }, select: { id: true },
  });
});

const saveAccepted = (on: Db, epoch: number) => on.attempt.create({
  data: { broadcastId, recipientId, epoch, kind: "POST", startedAt: new Date(), outcome: "ACCEPTED" }, select,
});

class Undo extends Error {}

/** What the check finds after `hurt`, which is then undone. */
async function findingsAfter(hurt: (tx: Db) => Promise<unknown>): Promise<Partial<Record<ConsistencyCheck, number>>> {
  let found = {};
  const work = inTransaction(db, async (tx) => {
    await hurt(tx);
    const result = await checkConsistency(tx, () => Promise.resolve());
    found = Object.fromEntries(result.filter((one) => one.count > 0).map((one) => [one.check, one.count]));
    throw new Undo();
  });
  await expect(work).rejects.toThrow(Undo);
  return found;
}

const HURTS: Record<ConsistencyCheck, (tx: Db) => Promise<unknown>> = {
  COUNTERS: (tx) => tx.deliveryCounter.updateMany({ where: { broadcastId }, data: { count: 2 } }),
  AUDIENCE: (tx) => tx.broadcast.updateMany({ where: { id: broadcastId }, data: { audienceSize: 3 } }),
  OPEN_AFTER_END: (tx) => tx.delivery.updateMany({ where: { broadcastId }, data: { status: "QUEUED", settledAt: null } }),
  ORPHAN_DELIVERY: (tx) => tx.recipient.deleteMany({ where: { id: recipientId } }),
  ORPHAN_ATTEMPT: (tx) => tx.attempt.updateMany({ where: { broadcastId }, data: { recipientId: randomUUID() } }),
  ORPHAN_INTERACTION: (tx) => tx.interaction.create({
    data: { broadcastId, recipientId: randomUUID(), kind: "READ" }, select: { id: true },
  }),
  UNPROVEN_SENT: (tx) => tx.attempt.updateMany({ where: { broadcastId }, data: { outcome: "REFUSED" } }),
  UNMARKED_DUPLICATE: (tx) => saveAccepted(tx, 1),
  LOST_WAIT: (tx) => tx.delivery.updateMany({
    where: { broadcastId }, data: { status: "QUEUED", settledAt: null, dueAt: new Date("9999-12-31") },
  }),
};

/** What else such a hurt breaks. */
const AS_WELL: Partial<Record<ConsistencyCheck, Partial<Record<ConsistencyCheck, number>>>> = {
  COUNTERS: { AUDIENCE: 1 },
  ORPHAN_ATTEMPT: { UNPROVEN_SENT: 1 },
  LOST_WAIT: { OPEN_AFTER_END: 1 },
};

describe("the nightly check", () => {
  it("finds nothing where everything agrees, names every check, and says how far it is", async () => {
    const told: number[] = [];
    const result = await checkConsistency(db, (done) => Promise.resolve(void told.push(done)));
    expect(result.filter((one) => one.count > 0)).toEqual([]);
    expect(result.map((one) => one.check)).toEqual([...CONSISTENCY_CHECKS]);
    expect(told.at(-1)).toBe(result.length);
  });

  it.each(CONSISTENCY_CHECKS)("finds %s, and nothing that is not so", async (check) => {
    expect(await findingsAfter(HURTS[check])).toEqual({ [check]: 1, ...AS_WELL[check] });
  });

  it("names the broadcast", async () => {
    await db.broadcast.updateMany({ where: { id: broadcastId }, data: { audienceSize: 3 } });
    const result = await checkConsistency(db, () => Promise.resolve());
    expect(result.find((one) => one.check === "AUDIENCE")).toEqual({ check: "AUDIENCE", count: 1, broadcasts: [broadcastId] });
  });
});
