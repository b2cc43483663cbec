// Freezing an audience: groups are read first and kept as they were, and an audience that has lost a part says so instead of
// leaving people out.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import type { BroadcastInput } from "@/lib/domain/broadcast";
import { membersOf, type Town } from "@/lib/testing/audience-town";
import { countWaiting } from "@/lib/testing/count-waiting";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";
import { openResolveHouse } from "@/lib/testing/resolve-house";

import { getBroadcast } from "./broadcasts";
import { startDueBroadcasts } from "./finish-broadcasts";
import { resolvePage } from "./resolve-page";

const house = await openResolveHouse();
const { db, tenantOf, resolveAll, detailOf, frozenOf, readGroup, saveUnknownList } = house;
let town: Town;
beforeEach(() => {
  town = house.town();
});

describe("an audience of several parts", () => {
  test("is frozen as it is defined, page by page, nobody twice", async () => {
    const [teamA = "", teamB = ""] = town.teamIds;
    const audience: Audience = {
      kind: "EXCEPT",
      of: { kind: "UNION", of: [{ kind: "TEAM_MEMBERS", teamIds: [teamA, teamB] }, { kind: "FILTER", department: ["Sales"] }] },
      without: { kind: "CSV", listId: town.listIds[0] ?? "" },
    };
    const id = await sendToAll(db, { audience });
    await resolveAll(7);
    expect(await frozenOf(id)).toEqual(membersOf(town, audience));
    const { counts } = await reportOf(db, id);
    expect(counts.total).toBe(membersOf(town, audience).size);
    expect(counts.queued + counts.skipped).toBe(counts.total);
  });

  test("fails in words when its list is gone, instead of leaving out whom it named", async () => {
    const id = await sendToAll(db, { audience: { kind: "CSV", listId: town.listIds[0] ?? "" } });
    await db.audienceList.deleteMany({});
    await resolveAll();
    const statusReason = "A list of its audience no longer exists.";
    expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason });
    expect((await reportOf(db, id)).counts.total).toBe(0);
  });
});

describe("an audience with a list, or with teams", () => {
  /** More than are looked up at once. */
  const LINES = 11_000;
  const readings = () => db.rosterRead.findMany({ select: { teamId: true, status: true } });
  const forgetReading = () => db.rosterRead.deleteMany();

  // Its unknown lines were looked up after a look at the directory alone, so without one nobody got the message.
  test("looks up all lines of a long list once more for each broadcast", async () => {
    const listId = await saveUnknownList(LINES);
    const tenantId = await tenantOf();
    const know = async (line: number): Promise<string> => {
      const principalName = `Line-${line}@Contoso.com`;
      return (await db.recipient.create({ data: { tenantId, externalId: `line ${line}`, principalName } })).id;
    };
    const expected = new Set([await know(10), await know(10_900)]);
    const audience = { kind: "CSV" as const, listId };
    const first = await sendToAll(db, { audience });
    await startDueBroadcasts(db);
    expect(await resolvePage(db)).toBe(true);
    // Another worker, or the same one after a restart, goes on where this one was.
    await resolveAll();
    expect(await frozenOf(first)).toEqual(expected);
    expected.add(await know(20));
    const second = await sendToAll(db, { audience });
    await resolveAll();
    expect(await frozenOf(second)).toEqual(expected);
    expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId } })).toMatchObject({ people: 3, unknown: LINES - 3 });
  });

  // One of them went on where the other had been, and who was passed by then got nothing.
  test("looks through a long list from where another broadcast has left it, and not from where it was read", async () => {
    const listId = await saveUnknownList(LINES);
    await sendToAll(db, { audience: { kind: "CSV", listId } });
    await startDueBroadcasts(db);
    let looking: Promise<unknown> = Promise.resolve();
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM audience_lists WHERE id = ${listId}::uuid FOR UPDATE`;
      looking = resolvePage(db);
      await expect.poll(() => countWaiting(db)).toBe(1);
      await tx.$executeRaw`UPDATE audience_lists SET matched_line = 7, matching_since = now() WHERE id = ${listId}::uuid`;
    });
    await looking;
    expect(await db.audienceList.findUniqueOrThrow({ where: { id: listId } })).toMatchObject({ matchedLine: 5_007 });
  });

  test("waits for a team that was never read, and counts in whom the reading brings", async () => {
    const [teamId = ""] = town.teamIds;
    await forgetReading();
    const id = await sendToAll(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] } });
    await resolveAll();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    expect(await readings()).toEqual([{ teamId, status: "WANTED" }]);
    const newcomer = { tenantId: await tenantOf(), externalId: "newcomer", displayName: "Newcomer" };
    const { id: recipientId } = await db.recipient.create({ data: newcomer });
    await db.teamMember.create({ data: { teamId, recipientId } });
    await db.rosterRead.updateMany({ data: { status: "READ", readAt: new Date() } });
    await resolveAll();
    expect(await frozenOf(id)).toEqual(new Set([...(town.members.get(teamId) ?? []), recipientId]));
  });

  // Of one that the app has left: bot/lost-team.test.ts.
  test("fails in words when a team cannot be read", async () => {
    const [teamId = ""] = town.teamIds;
    await forgetReading();
    const failing = await sendToAll(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] } });
    await resolveAll();
    await db.rosterRead.updateMany({ data: { status: "FAILED", error: "REFUSED" } });
    await resolveAll();
    const statusReason = "The members of the team Team could not be read. Its page says why.";
    expect(await getBroadcast(db, failing)).toMatchObject({ status: "FAILED", statusReason });
  });
});

describe("an audience with groups", () => {
  const sendToGroup = (input: Partial<BroadcastInput> = {}): Promise<string> =>
    sendToAll(db, { audience: { kind: "ENTRA_GROUP", groupIds: town.groupIds }, ...input });

  test("waits until each was read since it was due, and holds nobody else up", async () => {
    const waiting = await sendToGroup();
    await startDueBroadcasts(db);
    const other = await sendToAll(db);
    await resolveAll();
    expect(await getBroadcast(db, waiting)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    expect(await getBroadcast(db, other)).toMatchObject({ status: "SENDING" });
    const groups = await db.entraGroup.findMany({ select: { reading: true } });
    expect(groups.map(({ reading }) => reading)).toEqual(["WANTED", "WANTED"]);
    const [first = "", second = ""] = town.groupIds;
    const people = town.people.filter(({ kind }) => kind === "PERSON").map(({ id }) => id);
    await readGroup(first, people.slice(0, 3));
    await resolveAll();
    const detail = await detailOf(waiting);
    expect(detail.status).toBe("RESOLVING");
    expect(detail.groups.filter(({ readAt }) => readAt !== null).map(({ id, members }) => ({ id, members }))).toEqual([
      { id: first, members: 3 },
    ]);
    await readGroup(second, people.slice(2, 5));
    await resolveAll(2);
    expect(await frozenOf(waiting)).toEqual(new Set(people.slice(0, 5)));
  });

  test("shows them as they were, whatever becomes of them", async () => {
    const id = await sendToGroup();
    await resolveAll();
    for (const groupId of town.groupIds) await readGroup(groupId, town.members.get(groupId) ?? []);
    await resolveAll();
    for (const groupId of town.groupIds) await readGroup(groupId, []);
    await db.entraGroup.updateMany({ data: { name: "Renamed" } });
    const { groups } = await detailOf(id);
    expect(groups.map(({ members }) => members).toSorted()).toEqual(
      town.groupIds.map((groupId) => town.members.get(groupId)?.length ?? 0).toSorted(),
    );
    expect(groups.every(({ name, readAt }) => name === "Group" && readAt !== null)).toBe(true);
  });

  test("counts in people whom nobody knew before the group was read", async () => {
    const id = await sendToGroup({ onMissing: "INSTALL" });
    await resolveAll();
    const newcomer = randomUUID();
    await db.recipient.create({ data: { id: newcomer, tenantId: "t", externalId: newcomer, displayName: "New" } });
    for (const groupId of town.groupIds) await readGroup(groupId, [newcomer]);
    await resolveAll();
    expect(await frozenOf(id)).toEqual(new Set([newcomer]));
  });

  test("fails with the reason of the reading, and only for one that failed since", async () => {
    const [first = ""] = town.groupIds;
    await db.entraGroup.updateMany({ data: { reading: "FAILED", readError: "It was long ago.", wantedAt: new Date(0) } });
    const id = await sendToGroup();
    await resolveAll();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING" });
    await db.entraGroup.update({ where: { id: first }, data: { reading: "FAILED", readError: "Nobody consented to it." } });
    await resolveAll();
    expect(await getBroadcast(db, id)).toMatchObject({
      status: "FAILED",
      statusReason: "The members of the group Group could not be read: Nobody consented to it.",
    });
  });
});
