// Who is meant when one person is asked about: one, nobody, or several, who are not guessed between. And what an estimate says
// of teams whose members it does not know.
import { afterAll, describe, expect, test } from "vitest";

import { openDb } from "@/lib/store/db";
import type { Prisma } from "@/lib/store/generated/client";
import { buildTown } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";

import { estimateInput, explainInput } from "./estimate";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());
const town = await buildTown(db);
const [ada, bob] = town.people.filter(({ kind }) => kind === "PERSON");
if (!ada || !bob) throw new Error("Nobody lives here.");

const ask = (person: string) => explainInput(db, { audience: { kind: "ALL" }, person });

describe("a person who is asked about", () => {
  test("is found by id, object id, sign-in name or address in any letter case", async () => {
    const known = { principalName: "Ada@Contoso.com", email: "ada.l@contoso.com", externalId: "object-1" };
    await db.recipient.update({ where: { id: ada.id }, data: known });
    for (const person of ["ada@contoso.COM", " Ada.L@contoso.com ", "OBJECT-1", ada.id.toUpperCase()]) {
      expect((await ask(person)).id).toBe(ada.id);
    }
  });

  test("is nobody when nobody is known by that", async () => {
    await expect(ask("nobody@contoso.com")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is named more closely when there are several", async () => {
    for (const { id } of [ada, bob]) await db.recipient.update({ where: { id }, data: { email: "desk@contoso.com" } });
    const refusal = await ask("desk@contoso.com").catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "BAD_INPUT", issues: [{ path: "person", message: expect.stringContaining("may be 2 people") as string }],
    });
  });
});

describe("an estimate of a list", () => {
  const audience = { kind: "CSV", listId: town.listIds[0] ?? "" } as const;
  const flaw = (line: number, value: string) =>
    db.audienceListFlaw.create({ data: { listId: audience.listId, line, value, reason: "UNKNOWN" } });

  // A line of a list named nobody when the file was read. The person wrote to the bot, and the estimate still left them out:
  // until the next look at the directory it said less than the send then reached.
  test("counts whoever has become known since, as the freeze does, and says why they get it", async () => {
    const newcomer = await db.recipient.create({
      data: { tenantId: ada.id, externalId: "new-1", displayName: "Newcomer", email: "new@contoso.com" }, select: { id: true },
    });
    const before = await db.audienceListEntry.count();
    await flaw(90_001, "new@contoso.com");
    await flaw(90_002, "nobody-yet@contoso.com");
    await db.audienceList.update({ where: { id: audience.listId }, data: { rows: { increment: 2 }, unknown: 2 } });
    expect((await estimateInput(db, { audience })).total).toBe(before + 1);
    expect(await explainInput(db, { audience, person: newcomer.id })).toMatchObject({ parts: [{ names: true }] });
    expect(await db.audienceList.findUniqueOrThrow({ where: { id: audience.listId } })).toMatchObject({ unknown: 1 });
  });

  test("explains somebody who has just become known", async () => {
    await db.recipient.create({ data: { tenantId: ada.id, externalId: "new-2", email: "nobody-yet@contoso.com" } });
    expect(await explainInput(db, { audience, person: "nobody-yet@contoso.com" })).toMatchObject({ parts: [{ names: true }] });
  });
});

describe("an estimate of teams", () => {
  const [teamId = "", other = ""] = town.teamIds;
  const estimate = () => estimateInput(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId, other] } });
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const save = async (team: string, reading: Omit<Prisma.RosterReadUncheckedCreateInput, "teamId">) => {
    const update = { readAt: null, ...reading };
    await db.rosterRead.upsert({ where: { teamId: team }, create: { teamId: team, ...reading }, update });
  };
  const statusOf = async (team: string) => (await db.rosterRead.findUniqueOrThrow({ where: { teamId: team } })).status;
  const READ = { status: "READ", error: null, readAt: hoursAgo(23), wantedAt: hoursAgo(23) };

  // A team whose first reading had failed was left out of the number and of the teams the number lacks: it looked complete.
  test("names a team that could not be read at all, and why, beside one that is being read", async () => {
    await save(teamId, { status: "FAILED", error: "NOT_THERE", wantedAt: hoursAgo(1) });
    await save(other, { status: "WANTED" });
    const { teams } = await estimate();
    expect(new Map(teams.map(({ id, error }) => [id, error]))).toEqual(new Map([[teamId, "NOT_THERE"], [other, null]]));
    expect(teams.map(({ readAt }) => readAt)).toEqual([null, null]);
    expect(await statusOf(teamId)).toBe("FAILED");
  });

  test("tries one that failed long ago once more", async () => {
    await save(teamId, { status: "FAILED", error: "UNAVAILABLE", wantedAt: hoursAgo(25) });
    await save(other, READ);
    const tried = (await estimate()).teams.find(({ id }) => id === teamId);
    expect(tried).toMatchObject({ readAt: null, error: null, reading: "WANTED" });
    expect(await statusOf(teamId)).toBe("WANTED");
  });

  // Its number was shown as if it were of today: a group says as of when, and a team said nothing.
  test("wants one that was read more than a day ago read again, waits for nothing, and says as of when it is", async () => {
    const old = { ...READ, readAt: hoursAgo(25), wantedAt: hoursAgo(25) };
    await save(teamId, old);
    await save(other, READ);
    const { teams } = await estimate();
    expect(new Map(teams.map(({ id, ...team }) => [id, team]))).toEqual(new Map([
      [teamId, expect.objectContaining({ readAt: old.readAt.toISOString(), old: true, reading: "WANTED", error: null })],
      [other, expect.objectContaining({ readAt: READ.readAt.toISOString(), old: false, reading: "READ", error: null })],
    ]));
    expect([await statusOf(teamId), await statusOf(other)]).toEqual(["WANTED", "READ"]);
  });

  test("says as of when one is that could not be read again, and why", async () => {
    const old = hoursAgo(50);
    await save(teamId, { status: "FAILED", error: "UNAVAILABLE", readAt: old, wantedAt: hoursAgo(1) });
    await save(other, READ);
    const failed = (await estimate()).teams.find(({ id }) => id === teamId);
    expect(failed).toMatchObject({ readAt: old.toISOString(), old: true, reading: "FAILED", error: "UNAVAILABLE" });
  });

  // A team that had lost the app was not shown at all: an author saw a number, and not that it lacked a team or its exclusion.
  test("wants one read that nobody has ever asked for, and says since when the app has left another", async () => {
    await save(teamId, READ);
    await save(other, READ);
    await db.rosterRead.deleteMany({});
    const removedAt = hoursAgo(2);
    await db.team.update({ where: { id: other }, data: { removedAt } });
    const { teams } = await estimate();
    const none = { name: "Team", readAt: null, old: false, reading: null, error: null };
    const gone = { ...none, id: other, goneAt: removedAt.toISOString() };
    const there = { ...none, id: teamId, reading: "WANTED", goneAt: null };
    expect(new Set(teams)).toEqual(new Set([gone, there]));
    const audience = { kind: "EXCEPT", of: { kind: "ALL" }, without: { kind: "TEAM_MEMBERS", teamIds: [other] } } as const;
    expect((await estimateInput(db, { audience })).teams).toMatchObject([{ id: other, goneAt: gone.goneAt }]);
    expect(await db.rosterRead.findMany({ select: { teamId: true, status: true } })).toEqual([{ teamId, status: "WANTED" }]);
  });
});
