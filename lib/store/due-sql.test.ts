// Times are kept in whole milliseconds. What is asked for "at once" in the second half of one was due in the next, and a job
// that looked for it before then went to sleep over it.
import { afterAll, expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { claimInstalls, wantInstalls } from "./app-installs";
import { type Db, inTransaction, openDb } from "./db";
import { claimGroup } from "./group-members";
import { wantGroupReadings } from "./group-readings";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

const tenantId = "tenant";

/** A transaction's clock stands still; one of these begins in the second half of a millisecond, all but certainly. */
async function inManyInstants(ask: (tx: Db) => Promise<boolean>): Promise<boolean[]> {
  const found: boolean[] = [];
  for (let instant = 0; instant < 20; instant += 1) found.push(await inTransaction(db, ask));
  return found;
}

test("a group that is wanted is due in the same instant", async () => {
  const { id } = await db.entraGroup.create({ data: { tenantId, objectId: "group", name: "Group", kind: "SECURITY" } });
  expect(await inManyInstants(async (tx) => {
    await tx.entraGroup.update({ where: { id }, data: { reading: "READ", leaseUntil: null } });
    await wantGroupReadings(tx, [id]);
    return (await claimGroup(tx)) !== undefined;
  })).not.toContain(false);
});

test("an installation that is wanted is due in the same instant", async () => {
  const { id } = await db.recipient.create({ data: { tenantId, externalId: "person", displayName: "Person" } });
  expect(await inManyInstants(async (tx) => {
    await tx.appInstall.deleteMany({ where: { recipientId: id } });
    await wantInstalls(tx, [tenantId], [id]);
    return (await claimInstalls(tx, tenantId, 1)).length === 1;
  })).not.toContain(false);
});
