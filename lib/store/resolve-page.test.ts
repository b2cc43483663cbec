// Freezing an audience: groups are read first and kept as they were, people without the app wait for it when that is wanted,
// and an audience that has lost a part says so instead of leaving people out.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import type { Audience } from "@/lib/domain/audience";
import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { BroadcastDetail } from "@/lib/domain/views";
import { buildTown, membersOf, type Town } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";

import { viewBroadcastDetail } from "./broadcast-view";
import { getBroadcast } from "./broadcasts";
import { openDb } from "./db";
import { startDueBroadcasts, sweepUnsent } from "./finish-broadcasts";
import { Prisma } from "./generated/client";
import { resolvePage } from "./resolve-page";
import { skipWaiting, STILL_WANTED_SQL } from "./waiting-deliveries";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());
let town: Town;

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE deliveries, delivery_counters, send_slots, recipients, teams, entra_groups, audience_lists CASCADE`;
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  town = await buildTown(db);
});

async function resolveAll(pageSize?: number): Promise<void> {
  await startDueBroadcasts(db);
  while (await resolvePage(db, pageSize)) await Promise.resolve();
}

async function detailOf(id: string): Promise<BroadcastDetail> {
  const broadcast = await getBroadcast(db, id);
  if (!broadcast) throw new Error("There is no such broadcast.");
  return viewBroadcastDetail(db, broadcast);
}

/** What the directory's job does when it has read a group to its end. */
async function readGroup(id: string, recipientIds: readonly string[]): Promise<void> {
  const { generation } = await db.entraGroup.findUniqueOrThrow({ where: { id } });
  await db.entraGroupMember.deleteMany({ where: { groupId: id } });
  await db.entraGroupMember.createMany({
    data: recipientIds.map((recipientId) => ({ groupId: id, recipientId, generation: generation + 1 })),
  });
  await db.$executeRaw`UPDATE entra_groups SET reading = 'READ', read_at = now(), generation = generation + 1,
    member_count = ${recipientIds.length} WHERE id = ${id}::uuid`;
}

async function frozenOf(id: string): Promise<Set<string>> {
  const rows = await db.delivery.findMany({ where: { broadcastId: id }, select: { recipientId: true } });
  return new Set(rows.map(({ recipientId }) => recipientId));
}

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

describe("installing the app first", () => {
  const wishes = (): Promise<{ recipientId: string; status: string; wantedBy: string }[]> =>
    db.appInstall.findMany({ select: { recipientId: true, status: true, wantedBy: true } });
  const stillWanted = async (): Promise<number> =>
    Number((await db.$queryRaw<{ n: number }[]>(Prisma.sql`SELECT count(*)::int AS n FROM app_installs i WHERE ${STILL_WANTED_SQL}`))[0]?.n);

  test("queues exactly those who lack nothing but the app, and the stage adds up", async () => {
    const skipping = await sendToAll(db);
    const installing = await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const [skipped, waited] = [await detailOf(skipping), await detailOf(installing)];
    const lacking = skipped.reasons.find(({ reason }) => reason === "NOT_INSTALLED")?.count ?? 0;
    expect(lacking).toBeGreaterThan(3);
    expect(skipped.installs).toBeNull();
    expect(waited.installs).toEqual({ total: lacking, waiting: lacking, failures: [] });
    expect(waited.counts).toEqual({
      ...skipped.counts, queued: skipped.counts.queued + lacking, skipped: skipped.counts.skipped - lacking,
    });
    expect((await wishes()).map(({ status, wantedBy }) => `${status} ${wantedBy}`)).toEqual(
      Array.from({ length: lacking }, () => "WANTED BROADCAST"),
    );
    const refused = (await wishes()).slice(0, 2).map(({ recipientId }) => recipientId);
    await db.appInstall.updateMany({
      where: { recipientId: { in: refused } }, data: { status: "FAILED", code: "POLICY", settledAt: new Date() },
    });
    expect(await skipWaiting(db, refused)).toBe(2);
    expect((await detailOf(installing)).installs).toEqual({
      total: lacking, waiting: lacking - 2, failures: [{ code: "POLICY", count: 2 }],
    });
  });

  test("asks once more for people it had failed for, and leaves what is under way alone", async () => {
    await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const [failed, running] = await wishes();
    await db.appInstall.update({
      where: { recipientId: failed?.recipientId ?? "" }, data: { status: "FAILED", code: "OTHER", settledAt: new Date() },
    });
    await db.appInstall.update({
      where: { recipientId: running?.recipientId ?? "" }, data: { status: "INSTALLING", leaseUntil: new Date() },
    });
    await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const after = new Map((await wishes()).map(({ recipientId, status }) => [recipientId, status]));
    expect(after.get(failed?.recipientId ?? "")).toBe("WANTED");
    expect(after.get(running?.recipientId ?? "")).toBe("INSTALLING");
  });

  test("is no longer wanted after a cancel, unless another broadcast waits too", async () => {
    const [first = ""] = town.teamIds;
    const canceled = await sendToAll(db, { onMissing: "INSTALL" });
    const other = await sendToAll(db, { onMissing: "INSTALL", audience: { kind: "TEAM_MEMBERS", teamIds: [first] } });
    await resolveAll();
    const remaining = (await detailOf(other)).installs?.total ?? 0;
    await cancelBroadcast.run(db, SYSTEM_ACTOR, { id: canceled });
    while ((await sweepUnsent(db)) > 0) await Promise.resolve();
    expect((await detailOf(canceled)).counts).toMatchObject({ queued: 0 });
    expect(await wishes()).toHaveLength(remaining);
    expect(remaining).toBeGreaterThan(0);
  });

  test("rests while its broadcast is paused", async () => {
    const id = await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const wanted = await stillWanted();
    expect(wanted).toBeGreaterThan(0);
    await db.broadcast.update({ where: { id }, data: { status: "PAUSED", resumeStatus: "SENDING", pausedBy: "PERSON" } });
    expect(await stillWanted()).toBe(0);
    await db.appInstall.updateMany({ data: { wantedBy: "ADMIN" } });
    expect(await stillWanted()).toBe(wanted);
  });
});
