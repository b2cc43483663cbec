// People who lack nothing but the app wait for it when that is wanted, and for no longer than they lack it.
import { beforeEach, describe, expect, test } from "vitest";

import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import type { Town } from "@/lib/testing/audience-town";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { openResolveHouse } from "@/lib/testing/resolve-house";

import { claimInstalls, releaseInstalls, settleNotInstalled, wantInstalls } from "./app-installs";
import { sweepUnsent } from "./finish-broadcasts";
import { Prisma } from "./generated/client";
import { healLostWaits, withdrawInstalls } from "./lost-waits";
import { saveTeamMembers } from "./place-members";
import { settleArrived, STILL_WANTED_SQL } from "./waiting-deliveries";

const { db, town: townNow, tenantOf, resolveAll, detailOf } = await openResolveHouse();
let town: Town;
beforeEach(() => {
  town = townNow();
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
    expect(waited.installs).toEqual({ total: lacking, waiting: lacking, installed: 0, failures: [] });
    expect(waited.counts).toEqual({
      ...skipped.counts, queued: skipped.counts.queued + lacking, skipped: skipped.counts.skipped - lacking,
    });
    expect((await wishes()).map(({ status, wantedBy }) => `${status} ${wantedBy}`)).toEqual(
      Array.from({ length: lacking }, () => "WANTED BROADCAST"),
    );
    const [one, two, three] = await claimInstalls(db, await tenantOf(), 3);
    if (!one || !two || !three) throw new Error("Fewer lack the app than this needs.");
    await settleNotInstalled(db, [one, two], "POLICY");
    await settleArrived(db, [three.recipientId]);
    const settled = { total: lacking, waiting: lacking - 3, installed: 1, failures: [{ code: "POLICY", count: 2 }] };
    expect((await detailOf(installing)).installs).toEqual(settled);
    // What becomes of the same people later is another broadcast's story; whoever opts out is in none of the numbers.
    await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const still = await db.delivery.findFirstOrThrow({
      where: { broadcastId: installing, install: "WANTED", status: "QUEUED" }, select: { broadcastId: true, recipientId: true },
    });
    await db.delivery.update({
      where: { broadcastId_recipientId: still }, data: { status: "SKIPPED", reason: "OPTED_OUT", settledAt: new Date() },
    });
    expect((await detailOf(installing)).installs).toEqual({ ...settled, waiting: lacking - 4 });
  });

  // They were skipped, or waited without end where nothing is installed, though the estimate counted them as reachable by then.
  describe("is over for whoever turns up as a member of a team meanwhile", () => {
    async function waitingOnes(): Promise<{ id: string; waiters: string[]; total: number }> {
      const id = await sendToAll(db, { onMissing: "INSTALL" });
      await resolveAll();
      const waiters = (await wishes()).map(({ recipientId }) => recipientId);
      return { id, waiters, total: waiters.length };
    }
    const meet = (recipientId: string) => db.$executeRaw`
      INSERT INTO conversation_references (recipient_id, service_url, bot_id, member_id, state, evidence, state_since, source, seen_at)
      VALUES (${recipientId}::uuid, 'https://x/', '28:b', '29:x', 'KNOWN', 'ROSTER', now(), 'ROSTER', now())
      ON CONFLICT (recipient_id) DO UPDATE SET state = 'KNOWN'`;

    test("when the roster says so", async () => {
      const { id, waiters: [someone], total } = await waitingOnes();
      await meet(someone ?? "");
      await saveTeamMembers(db, town.teamIds[0] ?? "", [someone ?? ""]);
      expect((await detailOf(id)).installs).toEqual({ total, waiting: total - 1, installed: 1, failures: [] });
    });

    test("when it turns out that the app cannot be installed for them", async () => {
      const { id, total } = await waitingOnes();
      const [one, two] = await claimInstalls(db, await tenantOf(), 2);
      if (!one || !two) throw new Error("Fewer lack the app than this needs.");
      await meet(one.recipientId);
      await settleNotInstalled(db, [one, two], "POLICY");
      const failures = [{ code: "POLICY", count: 1 }];
      expect((await detailOf(id)).installs).toEqual({ total, waiting: total - 2, installed: 1, failures });
    });

    test("when it was frozen at that very moment", async () => {
      const { id, waiters: [someone], total } = await waitingOnes();
      await meet(someone ?? "");
      expect(await healLostWaits(db)).toEqual({ lost: 0, reachable: 1 });
      expect((await detailOf(id)).installs).toEqual({ total, waiting: total - 1, installed: 1, failures: [] });
    });
  });

  test("is settled by whoever holds it, and by nobody who has lost it", async () => {
    const id = await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const lost = await claimInstalls(db, await tenantOf(), 1);
    await db.$executeRaw`UPDATE app_installs SET lease_until = now() - interval '1 second' WHERE status = 'INSTALLING'`;
    const held = await claimInstalls(db, await tenantOf(), 100);
    await settleNotInstalled(db, lost, "OTHER");
    await releaseInstalls(db, lost, { restMs: 0, counts: true });
    expect((await detailOf(id)).installs).toMatchObject({ failures: [] });
    expect((await wishes()).every(({ status }) => status === "INSTALLING")).toBe(true);
    await settleNotInstalled(db, held, "OTHER");
    expect((await detailOf(id)).installs).toMatchObject({ waiting: 0, failures: [{ code: "OTHER", count: held.length }] });
  });

  // A new wish began counting attempts anew, and a worker that had stood still since the last wish held the right number again.
  test("is not settled by whoever held it for an earlier wish", async () => {
    await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const stale = await claimInstalls(db, await tenantOf(), 1);
    const failed = { status: "FAILED", code: "OTHER", settledAt: new Date(), leaseUntil: null };
    await db.appInstall.updateMany({ where: { recipientId: stale[0]?.recipientId ?? "" }, data: failed });
    await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const held = await claimInstalls(db, await tenantOf(), 100);
    expect(held).toContainEqual(expect.objectContaining({ recipientId: stale[0]?.recipientId, attempts: 1 }));
    await settleNotInstalled(db, stale, "POLICY");
    expect((await wishes()).every(({ status }) => status === "INSTALLING")).toBe(true);
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

  test("stays wanted when an admin takes back what everybody was to get", async () => {
    await wantInstalls(db, [await tenantOf()], "EVERYBODY");
    const all = (await wishes()).length;
    await sendToAll(db, { onMissing: "INSTALL", audience: { kind: "TEAM_MEMBERS", teamIds: town.teamIds } });
    await resolveAll();
    const waiting = await db.delivery.count({ where: { dueAt: { gt: new Date("9000-01-01") } } });
    expect(await withdrawInstalls(db)).toBe(all - waiting);
    expect(await wishes()).toHaveLength(waiting);
    expect(await stillWanted()).toBe(waiting);
    expect(waiting).toBeGreaterThan(0);
  });

  test("stays wanted by an admin when the broadcast that wanted it first is canceled", async () => {
    const id = await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const waiting = (await wishes()).length;
    await wantInstalls(db, [await tenantOf()], "EVERYBODY");
    await cancelBroadcast.run(db, SYSTEM_ACTOR, { id });
    while ((await sweepUnsent(db)) > 0) await Promise.resolve();
    expect((await wishes()).length).toBeGreaterThanOrEqual(waiting);
  });

  test("is forgotten when nobody waits any more as a batch comes back unfinished", async () => {
    const id = await sendToAll(db, { onMissing: "INSTALL" });
    await resolveAll();
    const claimed = await claimInstalls(db, await tenantOf(), 100);
    expect(claimed).toHaveLength((await wishes()).length);
    await cancelBroadcast.run(db, SYSTEM_ACTOR, { id });
    while ((await sweepUnsent(db)) > 0) await Promise.resolve();
    await releaseInstalls(db, claimed, { restMs: 0, counts: false });
    expect(await wishes()).toEqual([]);
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
