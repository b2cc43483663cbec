// A page of a list's file that comes while somebody on it is being erased.
import { afterAll, beforeEach, expect, it } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { eraseRecipient } from "@/lib/commands/erase-recipient";
import { countWaiting } from "@/lib/testing/count-waiting";
import { createTestDatabase } from "@/lib/testing/database";
import { truncate } from "@/lib/testing/truncate";

import { saveListPage } from "./audience-lists";
import { openDb } from "./db";
import { eraseRecipient as eraseIn } from "./erase-recipient";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

let listId: string;
let ada: string;
beforeEach(async () => {
  await truncate(db, "recipients", "audience_lists");
  ({ id: listId } = await db.audienceList.create({ data: { name: "List", authorName: "Ben" } }));
  const person = { tenantId: "t", externalId: "ada", displayName: "Ada Lovelace", principalName: "ada@contoso.com" };
  ({ id: ada } = await db.recipient.create({ data: person }));
});

const page = { found: [{ line: 1, value: "ada@contoso.com" }], flawed: [], heading: null, sizeBytes: 16 };

// The row that it wanted to point at was gone when its turn came, and the whole upload failed.
it("does not have somebody on the list who was erased meanwhile, and goes on", async () => {
  let saving: Promise<boolean> = Promise.resolve(false);
  await db.$transaction(async (tx) => {
    await eraseIn(tx, ada);
    saving = saveListPage(db, listId, page);
    await expect.poll(() => countWaiting(db)).toBe(1);
  });
  expect(await saving).toBe(true);
  expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId } })).toMatchObject({ rows: 1, people: 0, unknown: 1 });
});

// A line that was not there yet when the erasure looked went on telling of the person.
it("is written before the erasure looks at the lines that tell of the person, not behind its back", async () => {
  const flawed = [{ line: 2, value: "Lovelace, Ada", flaw: "NO_ID" as const }];
  let both: Promise<unknown> = Promise.resolve();
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM audience_lists WHERE id = ${listId}::uuid FOR UPDATE`;
    const saving = saveListPage(db, listId, { ...page, flawed });
    await expect.poll(() => countWaiting(db)).toBe(1);
    const erasing = eraseRecipient.run(db, SYSTEM_ACTOR, { id: ada });
    both = Promise.all([saving, erasing]);
    await expect.poll(() => countWaiting(db)).toBe(2);
  });
  await both;
  expect(await db.audienceListFlaw.findMany({ select: { line: true, value: true } })).toEqual([{ line: 2, value: "" }]);
  expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId } })).toMatchObject({ rows: 1, people: 0, malformed: 1 });
});
