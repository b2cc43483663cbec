// The number on the button is the number that is frozen: for audiences drawn at random, part by part. And what stands
// beside it: overlaps, exclusions, a sample, the time it takes.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import { LEFT_OUT, LEFT_OUT_PARTS } from "@/lib/domain/estimate";
import { membersOf, type Town } from "@/lib/testing/audience-town";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";
import { openResolveHouse } from "@/lib/testing/resolve-house";

import { type CountedAudience, estimateAudience } from "./estimate-audience";
import { startDueBroadcasts } from "./finish-broadcasts";
import { freshenGroups } from "./group-readings";
import { resolvePage } from "./resolve-page";
import { getTopicByKey } from "./topics";

const house = await openResolveHouse();
const { db } = house;
let town: Town;
beforeEach(() => {
  town = house.town();
});

async function estimate(audience: Audience, urgent = false): Promise<CountedAudience> {
  const topic = (await getTopicByKey(db, "company-news")) ?? null;
  return estimateAudience(db, { audience, topic, urgent, ratePerSecond: 50 });
}

async function freeze(audience: Audience, fields: { onMissing?: "INSTALL" } = {}): Promise<string> {
  const id = await sendToAll(db, { audience, ...fields });
  await startDueBroadcasts(db);
  await db.$executeRaw`UPDATE entra_groups SET read_at = now(), reading = 'READ'`;
  while (await resolvePage(db, 10)) await Promise.resolve();
  return id;
}

function leaves(): fc.Arbitrary<Audience> {
  return fc.constantFrom<Audience>(
    { kind: "ALL" },
    { kind: "TEAM_MEMBERS", teamIds: town.teamIds },
    { kind: "ENTRA_GROUP", groupIds: town.groupIds },
    { kind: "CSV", listId: town.listIds[0] ?? "" },
    { kind: "FILTER", country: ["Peru"] },
    { kind: "CHANNEL", recipientIds: town.people.filter(({ kind }) => kind === "CHANNEL").map(({ id }) => id) },
  );
}

describe("an estimate", () => {
  test("is what is frozen, part by part, for any audience", async () => {
    for (const one of town.people.slice(0, 30).filter((_, index) => index % 5 === 1)) {
      await db.optOut.create({ data: { recipientId: one.id, topicId: null } });
    }
    const audiences = fc.sample(
      fc.oneof(
        leaves(),
        fc.record({ kind: fc.constant("UNION" as const), of: fc.array(leaves(), { minLength: 2, maxLength: 3 }) }),
        fc.record({ kind: fc.constant("EXCEPT" as const), of: leaves(), without: leaves() }),
      ),
      12,
    );
    for (const audience of audiences) {
      const expected = await estimate(audience);
      const { counts, reasons } = await reportOf(db, await freeze(audience));
      const skipped = new Map(reasons.map(({ reason, count }) => [reason, count]));
      expect({ audience, total: counts.total, net: counts.queued }).toEqual({
        audience, total: expected.total, net: expected.net,
      });
      for (const part of LEFT_OUT_PARTS) expect(skipped.get(LEFT_OUT[part]) ?? 0).toBe(expected[part]);
      expect(expected.total).toBe(membersOf(town, audience).size);
    }
  });

  test("says how often people were named again, and how many an exclusion takes out", async () => {
    const [a = "", b = ""] = town.teamIds;
    const sizeOf = (ids: string[]): number => ids.reduce((sum, id) => sum + (town.members.get(id)?.length ?? 0), 0);
    const teams: Audience = { kind: "TEAM_MEMBERS", teamIds: [a, b] };
    const list: Audience = { kind: "CSV", listId: town.listIds[0] ?? "" };
    const both: Audience = { kind: "UNION", of: [teams, list] };
    const union = membersOf(town, both).size;
    expect(await estimate(both)).toMatchObject({ duplicates: sizeOf([a, b, ...town.listIds]) - union, excluded: 0 });
    const less = await estimate({ kind: "EXCEPT", of: teams, without: list });
    const kept = membersOf(town, { kind: "EXCEPT", of: teams, without: list }).size;
    expect(less).toMatchObject({ total: kept, excluded: membersOf(town, teams).size - kept });
    expect(await estimate({ kind: "ALL" })).toMatchObject({ duplicates: 0, excluded: 0 });
  });

  // A list keeps each person once, so whoever its file named twice was in no number of an estimate.
  test("says how often a list named somebody again", async () => {
    const [listId = ""] = town.listIds;
    await db.audienceList.update({ where: { id: listId }, data: { duplicates: 7, rows: { increment: 7 } } });
    const list: Audience = { kind: "CSV", listId };
    const people = membersOf(town, list).size;
    expect(await estimate(list)).toMatchObject({ total: people, duplicates: 7 });
    const { duplicates, total } = await estimate({ kind: "UNION", of: [list, { kind: "FILTER", department: ["Sales"] }] });
    expect(duplicates).toBe(7 + people + membersOf(town, { kind: "FILTER", department: ["Sales"] }).size - total);
    // Whether somebody who is taken away was named twice, nobody knows any more.
    expect(await estimate({ kind: "EXCEPT", of: list, without: { kind: "ALL" } })).toMatchObject({ total: 0, duplicates: 0 });
  });

  test("counts channels and group chats apart from people", async () => {
    const channels = town.people.filter(({ kind, state }) => kind === "CHANNEL" && state === "ACTIVE").map(({ id }) => id);
    await db.recipient.updateMany({ where: { id: { in: channels } }, data: { account: "UNKNOWN", userType: "MEMBER" } });
    const posts: Audience = { kind: "CHANNEL", recipientIds: channels };
    const { places, net } = await estimate({ kind: "UNION", of: [posts, { kind: "FILTER", hasApp: true }] });
    expect(places).toBe(channels.length);
    expect(net).toBeGreaterThan(places);
  });

  test("counts a channel without the app as removed, where nobody installs it", async () => {
    const channels = town.people.filter(({ kind }) => kind === "CHANNEL").map(({ id }) => id);
    await db.conversationReference.updateMany({ where: { recipientId: { in: channels } }, data: { state: "NEEDS_INSTALL" } });
    const audience: Audience = { kind: "CHANNEL", recipientIds: channels };
    const removed = channels.length;
    expect(await estimate(audience)).toMatchObject({ total: removed, removed, needsInstall: 0, installSeconds: 0 });
    const { counts, reasons } = await reportOf(db, await freeze(audience));
    expect({ counts, reasons }).toMatchObject({ counts: { skipped: channels.length }, reasons: [{ reason: "REMOVED" }] });
  });

  test("names some of those who get it, and some of those who do not with the reason", async () => {
    const { sample } = await estimate({ kind: "ALL" });
    const reasons = new Set(sample.map(({ reason }) => reason));
    expect(reasons).toContain(null);
    expect(reasons).toContain("NOT_INSTALLED");
    expect(sample.every(({ name }) => name.startsWith("Recipient "))).toBe(true);
    expect(sample.length).toBeLessThanOrEqual(3 * 7);
  });

  test("takes longer beside what others have queued, and the less the more urgent it is", async () => {
    const alone = await estimate({ kind: "ALL" });
    expect(alone).toMatchObject({ queuedAhead: 0, ratePerSecond: 49.5 });
    await freeze({ kind: "ALL" });
    const beside = await estimate({ kind: "ALL" });
    expect(beside.queuedAhead).toBe(alone.net);
    expect(beside.durationSeconds).toBeGreaterThanOrEqual(alone.durationSeconds);
    expect((await estimate({ kind: "ALL" }, true)).queuedAhead).toBe(0);
  });

  test("knows the rate as it is now, and a pause", async () => {
    await freeze({ kind: "ALL" });
    const tenantId = (await db.recipient.findFirstOrThrow()).tenantId;
    await db.$executeRaw`UPDATE send_slots SET rate_per_second = 10, lowered_at = now(), paused_until = now() + interval '100 seconds'
      WHERE tenant_id = ${tenantId}`;
    const { ratePerSecond, durationSeconds } = await estimate({ kind: "ALL" }, true);
    expect(ratePerSecond).toBeLessThan(11);
    expect(durationSeconds).toBeGreaterThan(99);
  });

  describe("of people who need the app", () => {
    const SETTLED = 40;

    /** Forty were installed; `wantedBefore` and `apart` are seconds. */
    async function settle({ wantedBefore, apart, stop = 0 }: Record<"wantedBefore" | "apart", number> & { stop?: number }) {
      const { tenantId } = await db.recipient.findFirstOrThrow();
      const settled = town.people.slice(0, SETTLED).map(({ id }, index) => {
        const settledAt = new Date(Date.now() - index * apart * 1_000 - (index < SETTLED / 2 ? 0 : stop * 1_000));
        const wantedAt = new Date(settledAt.getTime() - wantedBefore * 1_000);
        return { recipientId: id, tenantId, status: "INSTALLED", settledAt, wantedAt };
      });
      await db.appInstall.createMany({ data: settled });
    }

    test("says what installing costs in time, at the usual speed and behind others who wait", async () => {
      const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
      expect(installSeconds).toBe(Math.ceil(needsInstall / 5));
      const { tenantId } = await db.recipient.findFirstOrThrow();
      // Who has a chat may be wanted to have the app too, and comes before those who are counted here.
      const others = await db.recipient.findMany({ where: { kind: "PERSON", reference: { state: "ACTIVE" } }, take: 50 });
      await db.appInstall.createMany({ data: others.map(({ id }) => ({ recipientId: id, tenantId })) });
      expect(others.length).toBeGreaterThan(9);
      expect((await estimate({ kind: "ALL" })).installSeconds).toBe(Math.ceil((needsInstall + others.length) / 5));
    });

    test("does not count those twice for whom it is wanted already", async () => {
      const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
      await freeze({ kind: "ALL" }, { onMissing: "INSTALL" });
      expect(await db.appInstall.count()).toBe(needsInstall);
      expect((await estimate({ kind: "ALL" })).installSeconds).toBe(installSeconds);
    });

    test("counts the rests that Graph has asked for as work", async () => {
      await settle({ wantedBefore: 10_000, apart: 120 });
      const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
      expect(installSeconds).toBe(Math.ceil(needsInstall * 120));
    });

    test("goes by the speed the tenant has had while people waited, whatever lay between", async () => {
      await settle({ wantedBefore: 1_000, apart: 1, stop: 600 });
      const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
      expect(installSeconds).toBe(needsInstall);
    });

    test("does not take single installations, minutes apart, for a speed", async () => {
      await settle({ wantedBefore: 1, apart: 60 });
      const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
      expect(installSeconds).toBe(Math.ceil(needsInstall / 5));
    });

    test("says when the last of them has it, if they are to get it", async () => {
      await settle({ wantedBefore: 1_000, apart: 10 });
      const topic = (await getTopicByKey(db, "company-news")) ?? null;
      const both = await estimateAudience(db, { audience: { kind: "ALL" }, topic, onMissing: "INSTALL", ratePerSecond: 50 });
      const without = await estimate({ kind: "ALL" });
      expect(without.durationSeconds).toBe(Math.ceil(without.net / without.ratePerSecond));
      expect(both).toMatchObject({ durationSeconds: both.needsInstall * 10, net: without.net });
      await db.appInstall.deleteMany();
      const fast = await estimateAudience(db, { audience: { kind: "ALL" }, topic, onMissing: "INSTALL", ratePerSecond: 1 });
      expect(fast.durationSeconds).toBe(Math.ceil((fast.net + fast.needsInstall) / 0.99));
    });
  });
});

describe("the groups of an estimate", () => {
  test("say as of when they were read, and are asked for anew when that is long ago", async () => {
    const [first = "", second = ""] = town.groupIds;
    await db.$executeRaw`UPDATE entra_groups SET read_at = now() - interval '1 hour', name = 'Old' WHERE id = ${first}::uuid`;
    const groups = await freshenGroups(db, town.groupIds);
    expect(groups.map(({ id, reading }) => [id, reading]).toSorted()).toEqual([[first, "WANTED"], [second, "READ"]].toSorted());
    expect(await db.entraGroup.count({ where: { reading: "WANTED" } })).toBe(1);
    expect(groups.every(({ readAt, members }) => readAt !== null && members !== null)).toBe(true);
  });

  test("that have just failed are not asked for again and again", async () => {
    await db.$executeRaw`UPDATE entra_groups SET reading = 'FAILED', read_at = NULL, wanted_at = now()`;
    expect((await freshenGroups(db, town.groupIds)).map(({ reading }) => reading)).toEqual(["FAILED", "FAILED"]);
  });
});
