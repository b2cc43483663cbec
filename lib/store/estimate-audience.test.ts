// The number on the button is the number that is frozen: for audiences drawn at random, part by part. And what stands
// beside it: overlaps, exclusions, a sample, the time it takes.
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import { LEFT_OUT, LEFT_OUT_PARTS } from "@/lib/domain/estimate";
import { buildTown, membersOf, type Town } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";

import { openDb } from "./db";
import { type CountedAudience, estimateAudience } from "./estimate-audience";
import { startDueBroadcasts } from "./finish-broadcasts";
import { freshenGroups } from "./group-readings";
import { resolvePage } from "./resolve-page";
import { getTopicByKey } from "./topics";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());
let town: Town;

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE deliveries, delivery_counters, send_slots, recipients, teams, entra_groups, audience_lists CASCADE`;
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  town = await buildTown(db);
});

async function estimate(audience: Audience, urgent = false): Promise<CountedAudience> {
  const topic = (await getTopicByKey(db, "company-news")) ?? null;
  return estimateAudience(db, { audience, topic, urgent, ratePerSecond: 50 });
}

async function freeze(audience: Audience): Promise<string> {
  const id = await sendToAll(db, { audience });
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

  test("counts channels and group chats apart from people", async () => {
    const channels = town.people.filter(({ kind, state }) => kind === "CHANNEL" && state === "ACTIVE").map(({ id }) => id);
    await db.recipient.updateMany({ where: { id: { in: channels } }, data: { account: "UNKNOWN", userType: "MEMBER" } });
    const posts: Audience = { kind: "CHANNEL", recipientIds: channels };
    const { places, net } = await estimate({ kind: "UNION", of: [posts, { kind: "FILTER", hasApp: true }] });
    expect(places).toBe(channels.length);
    expect(net).toBeGreaterThan(places);
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

  test("says what installing the app costs, at the speed it has lately had", async () => {
    const { needsInstall, installSeconds } = await estimate({ kind: "ALL" });
    expect(installSeconds).toBe(Math.ceil(needsInstall / 5));
    const settled = town.people.slice(0, 40).map(({ id }, index) => ({
      recipientId: id, tenantId: "t", status: "INSTALLED", settledAt: new Date(Date.now() - index * 1_000),
    }));
    await db.appInstall.createMany({ data: settled });
    expect((await estimate({ kind: "ALL" })).installSeconds).toBe(Math.ceil(needsInstall / (40 / 39)));
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
