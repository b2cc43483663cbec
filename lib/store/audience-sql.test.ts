// An audience as SQL is the audience as it is defined: held against an evaluation in memory, for each kind and for unions
// and exclusions of them drawn at random.
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";
import { buildTown, membersOf, type Townsman } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";

import { audienceIdsSql, audienceLookupSql, audienceSql, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import { openDb } from "./db";
import { Prisma } from "./generated/client";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());
const town = await buildTown(db);
const [teamA = "", teamB = ""] = town.teamIds;
const [groupA = "", groupB = ""] = town.groupIds;
const [listId = ""] = town.listIds;
const idsOf = (kind: Townsman["kind"]): string[] => town.people.filter((one) => one.kind === kind).map(({ id }) => id);

const rowsSchema = z.array(z.object({ id: z.string() }));

/** By both ways to find them, which must agree. */
async function selectMembers(audience: Audience): Promise<string[]> {
  const select = async (condition: Prisma.Sql): Promise<string[]> => {
    const rows = await db.$queryRaw(Prisma.sql`SELECT r.id FROM recipients r WHERE ${condition} ORDER BY r.id`);
    return rowsSchema.parse(rows).map(({ id }) => id);
  };
  const joined = await select(audienceSql(audience));
  expect(await select(audienceLookupSql(audience))).toEqual(joined);
  return joined;
}

async function selectIds(audience: Audience): Promise<string[]> {
  return rowsSchema.parse(await db.$queryRaw(audienceIdsSql(audience))).map(({ id }) => id);
}

const LEAVES: [string, Audience][] = [
  ["everyone", { kind: "ALL" }],
  ["members of a team", { kind: "TEAM_MEMBERS", teamIds: [teamA] }],
  ["members of two teams", { kind: "TEAM_MEMBERS", teamIds: [teamA, teamB] }],
  ["members of a group", { kind: "ENTRA_GROUP", groupIds: [groupA] }],
  ["members of two groups", { kind: "ENTRA_GROUP", groupIds: [groupA, groupB] }],
  ["people on a list", { kind: "CSV", listId }],
  ["chosen people, and what is no person", { kind: "RECIPIENTS", recipientIds: town.people.slice(5, 20).map(({ id }) => id) }],
  ["channels", { kind: "CHANNEL", recipientIds: idsOf("CHANNEL") }],
  ["channels that are none", { kind: "CHANNEL", recipientIds: idsOf("GROUP_CHAT") }],
  ["group chats", { kind: "GROUP_CHAT", recipientIds: idsOf("GROUP_CHAT").slice(1) }],
  ["a department in another letter case", { kind: "FILTER", department: ["sALES"] }],
  ["a language with its regions", { kind: "FILTER", language: ["de"] }],
  ["one region of a language", { kind: "FILTER", language: ["de-at"] }],
  ["two attributes at once", { kind: "FILTER", country: ["Peru", "Chile"], jobTitle: ["Engineer"] }],
  ["people who have the app", { kind: "FILTER", hasApp: true }],
  ["people who lack the app", { kind: "FILTER", hasApp: false, department: ["Research"] }],
];

describe("each kind selects who it says", () => {
  test.each(LEAVES)("%s", async (_what, audience) => {
    const found = await selectMembers(audience);
    expect(new Set(found)).toEqual(membersOf(town, audience));
    expect(found.length).toBe(new Set(found).size);
    expect(new Set(await selectIds(audience))).toEqual(membersOf(town, audience));
  });
});

describe("unions and exclusions", () => {
  const leaf = fc.constantFrom(...LEAVES.map(([, audience]) => audience));
  const { tree } = fc.letrec<{ tree: Audience }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaf,
      fc.record({ kind: fc.constant("UNION" as const), of: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: fc.constant("EXCEPT" as const), of: tie("tree"), without: tie("tree") }),
    ),
  }));

  test("select each recipient once, whatever they are made of", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (audience) => {
        const found = await selectMembers(audience);
        expect(new Set(found)).toEqual(membersOf(town, audience));
        expect(found.length).toBe(new Set(found).size);
      }),
      { numRuns: 60 },
    );
  });

  test("tell by how often they name somebody how much they overlap", async () => {
    const teams: Audience = { kind: "TEAM_MEMBERS", teamIds: [teamA, teamB] };
    const audience: Audience = { kind: "UNION", of: [teams, { kind: "CSV", listId }] };
    const sizes = [teamA, teamB, listId].map((id) => town.members.get(id)?.length ?? 0);
    expect((await selectIds(audience)).length).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });
});

test("a group that is being read again keeps its members until the reading is complete", async () => {
  const before = await selectMembers({ kind: "ENTRA_GROUP", groupIds: [groupA] });
  const [first = ""] = before;
  await db.entraGroupMember.updateMany({ where: { groupId: groupA, recipientId: first }, data: { generation: 4 } });
  expect(new Set(await selectMembers({ kind: "ENTRA_GROUP", groupIds: [groupA] }))).toEqual(new Set(before));
});

describe("the reason why somebody gets nothing", () => {
  const reasonOf = async (where: Partial<Townsman>): Promise<string | null> => {
    const person = town.people.find((one) => Object.entries(where).every(([key, value]) => one[key as keyof Townsman] === value));
    if (!person) throw new Error("Nobody in this town is like that.");
    const rows = await db.$queryRaw(Prisma.sql`SELECT ${SKIP_REASON_SQL} AS reason
      FROM ${recipientsSql(null)} WHERE r.id = ${person.id}::uuid`);
    return z.tuple([z.object({ reason: z.string().nullable() })]).parse(rows)[0].reason;
  };
  const member = { kind: "PERSON", account: "ENABLED", guest: false } as const;

  test.each<[string, Partial<Townsman>, string | null]>([
    ["nothing keeps it from somebody with the app", { ...member, state: "ACTIVE" }, null],
    ["or from somebody who was only seen", { ...member, state: "KNOWN" }, null],
    ["the app is not installed", { ...member, state: null }, "NOT_INSTALLED"],
    ["the app is no longer installed", { ...member, state: "NEEDS_INSTALL" }, "NOT_INSTALLED"],
    ["the bot is blocked", { ...member, state: "BLOCKED" }, "BLOCKED"],
    ["the app was removed", { ...member, state: "REMOVED" }, "REMOVED"],
    ["the account is gone", { kind: "PERSON", account: "DELETED", state: "ACTIVE" }, "REMOVED"],
    ["the account is switched off", { kind: "PERSON", account: "DISABLED", state: "ACTIVE" }, "DISABLED"],
    ["the account has no licence", { kind: "PERSON", account: "UNLICENSED", state: "ACTIVE" }, "DISABLED"],
    ["guests get nothing", { kind: "PERSON", account: "ENABLED", guest: true, state: "ACTIVE" }, "GUEST"],
  ])("%s", async (_what, where, reason) => expect(await reasonOf(where)).toBe(reason));
});
