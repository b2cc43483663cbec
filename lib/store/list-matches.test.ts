// However many lines of a list named nobody: those whom somebody is known by now are found page by page, once, and its
// numbers still add up.
import { afterAll, expect, it } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { matchAllListsAgain, matchListsAgain } from "./list-matches";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const LINES = 11_000;
const KNOWN_EVERY = 4;

it("a long list is matched again in pages", async () => {
  const counts = { rows: LINES, people: 0, unknown: LINES };
  const { id } = await db.audienceList.create({ data: { name: "Long", authorName: "Ada", status: "READY", ...counts } });
  await db.$executeRaw`
    INSERT INTO audience_list_flaws (list_id, line, value, reason)
    SELECT ${id}::uuid, n, 'person-' || n || '@contoso.com', 'UNKNOWN' FROM generate_series(1, ${LINES}::int) n`;
  await db.$executeRaw`
    INSERT INTO recipients (id, tenant_id, external_id, principal_name, updated_at)
    SELECT gen_random_uuid(), 't', 'p' || n, 'Person-' || n || '@Contoso.com', now()
    FROM generate_series(1, ${LINES}::int) n WHERE n % ${KNOWN_EVERY}::int = 0`;
  // One transaction does not hold everybody up for so many.
  await db.$transaction((tx) => matchListsAgain(tx, [id]));
  expect(await db.audienceListEntry.count()).toBe(0);

  await matchAllListsAgain(db, new AbortController().signal);
  const known = LINES / KNOWN_EVERY;
  expect(await db.audienceListEntry.count()).toBe(known);
  expect(await db.audienceListFlaw.count({ where: { reason: "UNKNOWN" } })).toBe(LINES - known);
  expect(await db.audienceList.findUniqueOrThrow({ where: { id } })).toMatchObject({
    people: known, unknown: LINES - known, duplicates: 0, malformed: 0,
  });
});

it("who is erased is off the numbers of a list", async () => {
  const person = (externalId: string) => db.recipient.create({ data: { tenantId: "t", externalId, displayName: externalId } });
  const [ada, ben, stays] = [await person("ada"), await person("ben"), await person("stays")];
  const counts = { rows: 5, people: 3, duplicates: 1, unknown: 1 };
  const { id } = await db.audienceList.create({ data: { name: "Three", authorName: "Ada", status: "READY", ...counts } });
  await db.audienceListEntry.createMany({ data: [ada, ben, stays].map((one) => ({ listId: id, recipientId: one.id })) });
  await db.recipient.deleteMany({ where: { id: { in: [ada.id, ben.id] } } });
  const left = await db.audienceList.findUniqueOrThrow({ where: { id } });
  expect(left).toMatchObject({ rows: 3, people: 1, duplicates: 1, unknown: 1 });
  await db.audienceList.delete({ where: { id } });
});
