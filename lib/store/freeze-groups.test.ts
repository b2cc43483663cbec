// An audience with groups is frozen in pages like any other, and yet sees each group as it was at one moment: nobody reads it
// meanwhile, and when somebody did during a pause, it begins anew. A million people in one statement could not be canceled.
import { beforeEach, describe, expect, test } from "vitest";

import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import { readOneGroup } from "@/lib/engine/read-groups";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";
import { startTestTenant } from "@/lib/testing/start-test-tenant";
import { truncate } from "@/lib/testing/truncate";

import { getBroadcast } from "./broadcasts";
import { beginGroupList, endGroupList } from "./entra-groups";
import { startDueBroadcasts } from "./finish-broadcasts";
import { wantGroupReadings } from "./group-readings";
import { keepGroups } from "./resolve-groups";
import { resolvePage } from "./resolve-page";

const PAGE = 3;
const { db, simulator, parts } = await startTestTenant({ people: 30, groups: 5 });
const { signal } = new AbortController();

let groupId: string;
let members: number;

beforeEach(async () => {
  await truncate(db, "deliveries", "delivery_counters", "send_slots", "recipients", "directory_syncs", "entra_groups");
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  await createDirectorySync(parts)({ key: simulator.tenant.id, signal, report: () => Promise.resolve() });
  const found = await db.entraGroup.findMany({ select: { id: true } });
  await wantGroupReadings(db, found.map(({ id }) => id));
  while (await readOneGroup(parts, signal));
  const largest = await db.entraGroup.findFirstOrThrow({ orderBy: { memberCount: { sort: "desc", nulls: "last" } } });
  [groupId, members] = [largest.id, largest.memberCount ?? 0];
  expect(members).toBeGreaterThan(2 * PAGE);
});

const passTime = () => db.$executeRaw`UPDATE entra_groups SET reading_due_at = now()`;
const rowOf = () => db.entraGroup.findUniqueOrThrow({ where: { id: groupId } });
const written = (id: string) => db.delivery.count({ where: { broadcastId: id } });

/** Its group has been read, and the first page is written. */
async function beginToFreeze(): Promise<string> {
  const id = await sendToAll(db, { audience: { kind: "ENTRA_GROUP", groupIds: [groupId] } });
  await startDueBroadcasts(db);
  expect(await resolvePage(db, PAGE)).toBe(false);
  expect(await readOneGroup(parts, signal)).toBe(true);
  expect(await resolvePage(db, PAGE)).toBe(true);
  expect(await resolvePage(db, PAGE)).toBe(true);
  expect(await written(id)).toBe(PAGE);
  return id;
}

async function freezeRest(): Promise<void> {
  while (await resolvePage(db, PAGE));
}

describe("while an audience with a group is frozen page by page", () => {
  test("the group is not read, and is afterwards", async () => {
    const id = await beginToFreeze();
    const before = await db.entraGroupMember.findMany({ where: { groupId }, orderBy: { recipientId: "asc" } });
    await wantGroupReadings(db, [groupId]);
    expect(await readOneGroup(parts, signal)).toBe(true);
    expect(await rowOf()).toMatchObject({ reading: "WANTED", readingAttempts: 0 });
    expect(await db.entraGroupMember.findMany({ where: { groupId }, orderBy: { recipientId: "asc" } })).toEqual(before);
    await freezeRest();
    expect((await reportOf(db, id)).counts.total).toBe(members);
    await passTime();
    expect(await readOneGroup(parts, signal)).toBe(true);
    expect(await rowOf()).toMatchObject({ reading: "READ" });
  });

  test("a cancel waits for one page only", async () => {
    const id = await beginToFreeze();
    await cancelBroadcast.run(db, SYSTEM_ACTOR, { id });
    await freezeRest();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "CANCELED" });
    expect((await reportOf(db, id)).counts).toMatchObject({ total: PAGE, skipped: PAGE });
  });

  test("a pause lets the group be read, and what was written is then written anew", async () => {
    const id = await beginToFreeze();
    await pauseBroadcast.run(db, SYSTEM_ACTOR, { id });
    const [gone] = await db.delivery.findMany({ where: { broadcastId: id }, take: 1 });
    await wantGroupReadings(db, [groupId]);
    expect(await readOneGroup(parts, signal)).toBe(true);
    await resumeBroadcast.run(db, SYSTEM_ACTOR, { id });
    await freezeRest();
    // Not by the reading of the pause, which may have been a long one.
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    expect(await readOneGroup(parts, signal)).toBe(true);
    await db.entraGroupMember.deleteMany({ where: { groupId, recipientId: gone?.recipientId ?? "" } });
    await freezeRest();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "SENDING" });
    const { counts } = await reportOf(db, id);
    expect(counts.total).toBe(members - 1);
    expect(await db.delivery.count({ where: { broadcastId: id, recipientId: gone?.recipientId ?? "" } })).toBe(0);
  });

  test("a pause in which nobody read the group changes nothing", async () => {
    const id = await beginToFreeze();
    await pauseBroadcast.run(db, SYSTEM_ACTOR, { id });
    await resumeBroadcast.run(db, SYSTEM_ACTOR, { id });
    expect(await resolvePage(db, PAGE)).toBe(true);
    expect(await written(id)).toBe(2 * PAGE);
  });
});

// Deleted meanwhile, it counted as unchanged: whoever had not been written down yet was left out, or no longer left out.
describe("a group that the directory no longer names", () => {
  const listWithoutIt = async (): Promise<void> => {
    await db.entraGroup.update({ where: { id: groupId }, data: { listedAt: new Date(0) } });
    await endGroupList(db, simulator.tenant.id, await beginGroupList(db));
  };
  const isThere = async (): Promise<boolean> => (await db.entraGroup.count({ where: { id: groupId } })) === 1;

  test("stays until what is frozen with it is, and is forgotten the next time", async () => {
    const id = await beginToFreeze();
    await listWithoutIt();
    expect(await isThere()).toBe(true);
    await freezeRest();
    expect((await reportOf(db, id)).counts.total).toBe(members);
    await listWithoutIt();
    expect(await isThere()).toBe(false);
  });

  test("fails what was begun to be frozen with it, when a pause let it go, and what was written is taken back", async () => {
    const id = await beginToFreeze();
    await pauseBroadcast.run(db, SYSTEM_ACTOR, { id });
    await listWithoutIt();
    expect(await isThere()).toBe(false);
    await resumeBroadcast.run(db, SYSTEM_ACTOR, { id });
    await freezeRest();
    const statusReason = "A group of its audience no longer exists.";
    expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason });
    expect(await written(id)).toBe(0);
    expect((await reportOf(db, id)).counts.total).toBe(0);
  });

  test("does not go while a page is written with it", async () => {
    await db.entraGroup.update({ where: { id: groupId }, data: { listedAt: new Date(0) } });
    const startedAt = await beginGroupList(db);
    await db.$transaction(async (page) => {
      await keepGroups(page, [groupId]);
      await endGroupList(db, simulator.tenant.id, startedAt);
    });
    expect(await isThere()).toBe(true);
  });
});

test("an urgent audience does not wait for the pages of another", async () => {
  const large = await sendToAll(db);
  await startDueBroadcasts(db);
  await resolvePage(db, PAGE);
  const urgent = await sendToAll(db);
  await db.broadcast.update({ where: { id: urgent }, data: { priority: "URGENT" } });
  await startDueBroadcasts(db);
  await resolvePage(db, PAGE);
  expect([await written(large), await written(urgent)]).toEqual([PAGE, PAGE]);
});

test("one that waits for its group can be changed while another's page is written", async () => {
  const waiting = await sendToAll(db, { audience: { kind: "ENTRA_GROUP", groupIds: [groupId] } });
  await startDueBroadcasts(db);
  const other = await sendToAll(db);
  await startDueBroadcasts(db);
  let page: Promise<boolean> | undefined;
  await db.$transaction(async (holder) => {
    // The page of the other one cannot be written for as long as this lasts.
    await holder.$executeRaw`LOCK TABLE deliveries IN EXCLUSIVE MODE`;
    page = resolvePage(db, PAGE);
    await expect.poll(countLockWaits).toBe(1);
    const free = await db.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM broadcasts WHERE status = 'RESOLVING' FOR UPDATE SKIP LOCKED`;
    expect(free.map(({ id }) => id)).toEqual([waiting]);
  }, { timeout: 20_000 });
  expect(await page).toBe(true);
  expect(await written(other)).toBe(PAGE);
});

async function countLockWaits(): Promise<number> {
  const rows = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'deliveries'::regclass AND NOT granted`;
  return rows[0]?.n ?? 0;
}
