// Whatever is asked of the list of recipients, and however it is paged, it answers what looking at every row would.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { REFERENCE_STATES, type ReferenceState } from "@/lib/domain/reference";
import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { saveOptOut } from "./opt-outs";
import { countRecipients } from "./recipient-counts";
import { listRecipientFacets } from "./recipient-facets";
import { listRecipients, type RecipientFilter } from "./recipient-search";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

type Row = {
  displayName: string;
  email?: string;
  principalName?: string;
  state?: ReferenceState;
  kind?: "PERSON" | "CHANNEL";
  account?: "ENABLED" | "DISABLED";
  department?: string;
  country?: string;
};

async function add({ state, ...row }: Row): Promise<string> {
  const id = randomUUID();
  const reference = { serviceUrl: "https://x/", conversationId: "a:1", botId: "28:b", source: "INSTALL", seenAt: new Date() };
  await db.recipient.create({
    data: { id, tenantId: "t", externalId: id, ...row, ...(state ? { reference: { create: { ...reference, state } } } : {}) },
    select: { id: true },
  });
  return id;
}

/** The names of all pages, in their order. */
async function names(filter: Omit<RecipientFilter, "limit">, limit = 50): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRecipients(db, { ...filter, cursor, limit });
    seen.push(...page.items.map(({ displayName }) => displayName));
    cursor = page.next ?? undefined;
  } while (cursor);
  return seen;
}

let teamId = "";

beforeAll(async () => {
  const zoe = { displayName: "Zoë O’Brien-Łukasz", email: "zoe.obrien@practice.example" };
  await add({ ...zoe, state: "ACTIVE", department: "Sales", country: "DE" });
  const numbered = { displayName: "50%_Müller", principalName: "u123456@practice.example" };
  const opted = await add({ ...numbered, state: "BLOCKED", department: "sales" });
  const ben = { displayName: "Ben Amber", department: "Research", country: "GB" };
  const member = await add({ ...ben, state: "KNOWN", account: "DISABLED" });
  await add({ displayName: "佐藤 陽翔", email: "haruto.sato@practice.example" });
  await add({ displayName: "Amber Benson", account: "ENABLED", department: "Legal" });
  await add({ displayName: "General", kind: "CHANNEL", state: "ACTIVE" });
  for (let twin = 0; twin < 7; twin += 1) await add({ displayName: "Twin", state: "REMOVED" });
  await saveOptOut(db, { recipientId: opted, topicId: null });
  const team = await db.team.create({ data: { tenantId: "t", teamsId: "19:1", serviceUrl: "https://x/" }, select: { id: true } });
  teamId = team.id;
  await db.teamMember.create({ data: { teamId, recipientId: member }, select: { teamId: true } });
});

describe("the list of recipients", () => {
  it("goes through everybody once, page by page, names alike included", async () => {
    for (const limit of [1, 3, 50]) expect(await names({}, limit)).toHaveLength(await db.recipient.count());
    expect(await names({ kind: "PERSON" }, 4)).toEqual((await names({})).filter((name) => name !== "General"));
    const { items } = await listRecipients(db, { limit: 50, cursor: "nonsense" });
    expect(new Set(items.map(({ id }) => id)).size).toBe(await db.recipient.count());
  });

  it("shows people whom the bot has not met, without a state", async () => {
    expect(await names({ state: "NONE" })).toEqual(["Amber Benson", "佐藤 陽翔"]);
    const { items } = await listRecipients(db, { state: "NONE", limit: 1 });
    expect(items).toMatchObject([{ state: null, source: null, seenAt: null, stateSince: null }]);
  });

  it.each([
    ["the first word", "zoe", ["Zoë O’Brien-Łukasz"]],
    ["a later word, without accents", "lukasz", ["Zoë O’Brien-Łukasz"]],
    ["part of a double name, in capitals", "BRIEN", ["Zoë O’Brien-Łukasz"]],
    ["with the accents", "müll", ["50%_Müller"]],
    ["several words in any order", "ben amb", ["Amber Benson", "Ben Amber"]],
    ["words that not all match", "ben zoe", []],
    ["the middle of a word", "mber", []],
    ["another script", "陽", ["佐藤 陽翔"]],
    ["an address before the @", "haruto", ["佐藤 陽翔"]],
    ["the start of a whole address", "Zoe.OBrien@pr", ["Zoë O’Brien-Łukasz"]],
    ["a sign-in name", "u1234", ["50%_Müller"]],
    ["the start of a whole sign-in name", "u123456@practice.example", ["50%_Müller"]],
    ["signs of a pattern, which mean nothing", "%_%", []],
    ["signs of a pattern in an address", "u%@p", []],
    ["signs of a query, which mean nothing", "zoe' | 'ben:*", []],
    ["nothing but spaces", "  ", undefined],
  ])("finds people by %s", async (_what, q, expected) => {
    expect((await names({ q })).toSorted()).toEqual((expected ?? await names({})).toSorted());
  });

  it.each<[string, () => Omit<RecipientFilter, "limit">, string[]]>([
    ["department, in any letter case", () => ({ department: "SALES" }), ["50%_Müller", "Zoë O’Brien-Łukasz"]],
    ["country", () => ({ country: "gb" }), ["Ben Amber"]],
    ["account", () => ({ account: "DISABLED" }), ["Ben Amber"]],
    ["kind", () => ({ kind: "CHANNEL" }), ["General"]],
    ["state", () => ({ state: "BLOCKED" }), ["50%_Müller"]],
    ["having the app", () => ({ hasApp: true }), ["General", "Ben Amber", "Zoë O’Brien-Łukasz"]],
    ["lacking the app, among people found", () => ({ hasApp: false, q: "ben" }), ["Amber Benson"]],
    ["having opted out", () => ({ optedOut: true }), ["50%_Müller"]],
    ["not having opted out, in a department", () => ({ optedOut: false, department: "sales" }), ["Zoë O’Brien-Łukasz"]],
    ["membership of a team", () => ({ teamId }), ["Ben Amber"]],
    ["a team and a name", () => ({ teamId, q: "zoe" }), []],
  ])("filters by %s", async (_what, filter, expected) => {
    for (const limit of [1, 50]) expect(await names(filter(), limit)).toEqual(expected);
  });

  it("answers the same when more match than are sorted, and says that it does not sort them", async () => {
    await db.$executeRaw`
      INSERT INTO recipients (id, tenant_id, external_id, display_name, department, updated_at)
      SELECT gen_random_uuid(), 't', 'crowd-' || n, 'Crowd ' || n, CASE WHEN n > 5500 THEN 'Late' END, now()
      FROM generate_series(1, 6000) n`;
    expect(await names({ q: "zoe" })).toEqual(["Zoë O’Brien-Łukasz"]);
    expect(await listRecipients(db, { q: "zoe", limit: 1 })).toMatchObject({ sorted: true });
    expect(await names({ state: "REMOVED" }, 2)).toHaveLength(7);
    const late = await names({ department: "late" });
    expect(late).toEqual(late.toSorted());
    expect(late).toHaveLength(500);

    expect(await listRecipients(db, { q: "crowd", limit: 1 })).toMatchObject({ sorted: false });
    const crowd = await names({ q: "crowd", state: "NONE" }, 200);
    expect(new Set(crowd).size).toBe(6000);
    expect(crowd).toHaveLength(6000);
    expect(await listRecipients(db, { state: "NONE", limit: 1 })).toMatchObject({ sorted: true });
    expect(await names({ state: "NONE" }, 200)).toHaveLength(6002);
  });

  // The last page of a long list used to be empty: of more people than are sorted some 3 000 were fetched, none of them stood
  // behind the cursor, and no row said how many there were.
  it("shows the last page of more people than are sorted, however late they joined", async () => {
    await db.$executeRaw`
      INSERT INTO recipients (id, tenant_id, external_id, display_name, account, updated_at)
      SELECT gen_random_uuid(), 't', 'shift-' || n, 'Able ' || to_char(n, 'FM0000'), 'UNLICENSED', now()
      FROM generate_series(1, 3250) n ORDER BY n`;
    const met = await names({ account: "UNLICENSED" }, 100);
    expect(met.at(-1)).toBe("Able 3250");
    expect(new Set(met).size).toBe(3250);
    expect(met).toHaveLength(3250);
  });
});

describe("the counts by state", () => {
  it("add up to everybody, kind by kind", async () => {
    const { counts } = await countRecipients(db);
    const sum = (kind: "PERSON" | "CHANNEL"): number => Object.values(counts[kind]).reduce((all, count) => all + count, 0);
    expect(sum("PERSON")).toBe(await db.recipient.count({ where: { kind: "PERSON" } }));
    expect(sum("CHANNEL")).toBe(1);
    for (const state of REFERENCE_STATES) {
      expect(counts.PERSON[state]).toBe(await db.recipient.count({ where: { kind: "PERSON", reference: { state } } }));
    }
    expect(counts.PERSON.NONE).toBe(await db.recipient.count({ where: { kind: "PERSON", reference: null } }));
  });

  it("are counted again once they are old compared with what that costs", async () => {
    await db.$executeRaw`UPDATE cached_counts SET took_ms = 3600000`;
    const before = await countRecipients(db);
    await add({ displayName: "New", state: "BLOCKED" });
    expect(await countRecipients(db)).toEqual(before);
    await db.$executeRaw`UPDATE cached_counts SET took_ms = 0.001`;
    expect((await countRecipients(db)).counts.PERSON.BLOCKED).toBe(before.counts.PERSON.BLOCKED + 1);
  });

  it("are taken by several at once without failing", async () => {
    await db.$executeRaw`DELETE FROM cached_counts`;
    const counted = await Promise.all([1, 2, 3, 4].map(() => countRecipients(db)));
    expect(new Set(counted.map(({ counts }) => JSON.stringify(counts))).size).toBe(1);
  });
});

it("names each department and country once, in order", async () => {
  const { departments, countries } = await listRecipientFacets(db);
  expect(departments.map((one) => one.toLowerCase())).toEqual(["late", "legal", "research", "sales"]);
  expect(countries).toEqual(["DE", "GB"]);
});
