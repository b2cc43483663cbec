// However many lines of a list named nobody, or several people: those that name somebody by now are found page by page, once, and
// its numbers still add up.
import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { freshenLists, matchAllListsAgain, matchListsAgain } from "./list-matches";

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

const COUNTED = { people: true, duplicates: true, unknown: true, malformed: true } as const;

async function saveList(lines: readonly (readonly [value: string, reason: "UNKNOWN" | "AMBIGUOUS"])[]): Promise<string> {
  const count = (wanted: string) => lines.filter(([, reason]) => reason === wanted).length;
  const counts = { rows: lines.length, unknown: count("UNKNOWN"), malformed: count("AMBIGUOUS") };
  const { id } = await db.audienceList.create({ data: { name: randomUUID(), authorName: "Ada", status: "READY", ...counts } });
  const flaws = lines.map(([value, reason], index) => ({ listId: id, line: index + 1, value, reason }));
  await db.audienceListFlaw.createMany({ data: flaws });
  return id;
}

async function savePeople(...addresses: string[]): Promise<string[]> {
  const people = addresses.map((email) => ({ id: randomUUID(), tenantId: "t", externalId: randomUUID(), email }));
  await db.recipient.createMany({ data: people });
  return people.map(({ id }) => id);
}

async function reasonsOf(listId: string): Promise<Record<string, string>> {
  const flaws = await db.audienceListFlaw.findMany({ where: { listId }, orderBy: { line: "asc" } });
  return Object.fromEntries(flaws.map(({ value, reason }) => [value, reason]));
}

// Two accounts shared an address, one of them left, and the line that named the other stayed a bad line for ever.
describe("a line that named several people", () => {
  const SHARED = (["one-left@x.com", "both-left@x.com", "still@x.com"] as const).map((value) => [value, "AMBIGUOUS"] as const);

  it.each<[string, (listId: string) => Promise<unknown>]>([
    ["an audience is frozen", (listId) => db.$transaction((tx) => matchListsAgain(tx, [listId]))],
    ["an audience is counted", (listId) => freshenLists(db, [listId])],
    ["the directory was looked at", () => matchAllListsAgain(db, new AbortController().signal)],
  ])("names who is left of them when %s, and nobody when none is", async (_when, matchAgain) => {
    const listId = await saveList(SHARED);
    const [left = "", stays = ""] = await savePeople("one-left@x.com", "one-left@x.com", "still@x.com", "still@x.com");
    await db.recipient.update({ where: { id: left }, data: { account: "DELETED" } });
    await matchAgain(listId);
    expect(await db.audienceListEntry.findMany({ where: { listId } })).toEqual([{ listId, recipientId: stays }]);
    expect(await reasonsOf(listId)).toEqual({ "both-left@x.com": "UNKNOWN", "still@x.com": "AMBIGUOUS" });
    expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId }, select: COUNTED })).toEqual({
      people: 1, duplicates: 0, unknown: 1, malformed: 1,
    });
    await db.recipient.deleteMany({});
    await db.audienceList.delete({ where: { id: listId } });
  });

  it("is one that nobody was known by before two were", async () => {
    const listId = await saveList([["desk@x.com", "UNKNOWN"], ["nobody@x.com", "UNKNOWN"]]);
    await savePeople("desk@x.com", "desk@x.com");
    await db.$transaction((tx) => matchListsAgain(tx, [listId]));
    expect(await reasonsOf(listId)).toEqual({ "desk@x.com": "AMBIGUOUS", "nobody@x.com": "UNKNOWN" });
    expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId }, select: COUNTED })).toEqual({
      people: 0, duplicates: 0, unknown: 1, malformed: 1,
    });
    await db.recipient.deleteMany({});
    await db.audienceList.delete({ where: { id: listId } });
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
