// What is too old goes and what is not stays; a delivery's numbers stay whatever goes.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";

import { type Actor } from "@/lib/commands/command";
import { saveRetention } from "@/lib/commands/save-retention";
import { RETENTION_RULE_NAMES, RETENTION_RULES, retentionInputSchema } from "@/lib/domain/retention";
import { createTestDatabase } from "@/lib/testing/database";
import { findTraces, type Planted, plantPerson } from "@/lib/testing/plant-person";

import { getNumbers } from "./counters";
import { openDb } from "./db";
import { Prisma } from "./generated/client";
import { applyRetention, getRetentionDays } from "./retention";
import { sweep } from "./sweep";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const ADMIN: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000bb", name: "desk", role: "admin" };
const { signal } = new AbortController();
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

let count = 0;
let planted: Planted;
beforeEach(async () => {
  planted = await plantPerson(db, `konrad${(count += 1)}x`);
});
const theirs = () => ({ recipientId: planted.recipientId });

describe("the days of a rule", () => {
  it("are the usual ones until an admin says otherwise, and may be for ever", async () => {
    expect(await getRetentionDays(db)).toMatchObject({ ATTEMPTS: RETENTION_RULES.ATTEMPTS.defaultDays });
    await saveRetention.run(db, ADMIN, { rule: "ATTEMPTS", days: null });
    await saveRetention.run(db, ADMIN, { rule: "EVENTS", days: 10 });
    expect(await getRetentionDays(db)).toMatchObject({ ATTEMPTS: null, EVENTS: 10 });
  });

  it.each(RETENTION_RULE_NAMES)("of %s are refused below its least", (rule) => {
    const { leastDays } = RETENTION_RULES[rule];
    expect(retentionInputSchema.safeParse({ rule, days: leastDays }).success).toBe(true);
    expect(retentionInputSchema.safeParse({ rule, days: leastDays - 1 }).error?.issues[0]?.path).toEqual(["days"]);
  });
});

describe("retention", () => {
  it("deletes old requests whose delivery has ended, and no others", async () => {
    await db.attempt.updateMany({ where: theirs(), data: { startedAt: daysAgo(20) } });
    const second = { ...theirs(), broadcastId: planted.broadcastIds[1] ?? "" };
    await db.attempt.updateMany({ where: second, data: { startedAt: daysAgo(5) } });
    expect(await applyRetention(db, "ATTEMPTS", 7, signal)).toBe(1);
    const left = await db.attempt.findMany({ where: theirs(), select: { broadcastId: true } });
    // The second is young, and the delivery of the third still waits.
    expect(left.map(({ broadcastId }) => broadcastId).toSorted()).toEqual(planted.broadcastIds.slice(1).toSorted());
  });

  it("takes the name off an old delivery and leaves the report's numbers", async () => {
    const [sent = ""] = planted.broadcastIds;
    const before = (await getNumbers(db, [sent])).get(sent);
    await db.delivery.updateMany({ where: { ...theirs(), broadcastId: sent }, data: { settledAt: daysAgo(40) } });
    expect(await applyRetention(db, "DELIVERY_NAMES", 30, signal)).toBe(1);
    const rows = await db.delivery.findMany({ where: theirs(), select: { recipientName: true } });
    expect(rows.filter(({ recipientName }) => recipientName === "")).toHaveLength(1);
    expect((await getNumbers(db, [sent])).get(sent)).toEqual(before);
  });

  it("deletes old interactions, and the younger ones stay", async () => {
    const [first] = await db.interaction.findMany({ where: theirs(), select: { id: true } });
    await db.interaction.update({ where: { id: first?.id ?? 0n }, data: { at: daysAgo(31) }, select: { id: true } });
    expect(await applyRetention(db, "INTERACTIONS", 30, signal)).toBe(1);
    expect(await db.interaction.count({ where: theirs() })).toBe(2);
  });

  it("erases people who left long ago, and nobody who only just left or is still there", async () => {
    const recent = await plantPerson(db, `recent${count}x`);
    for (const { recipientId } of [planted, recent]) {
      await db.recipient.update({ where: { id: recipientId }, data: { account: "DELETED" }, select: { id: true } });
    }
    const long = { createdAt: daysAgo(100), syncedAt: daysAgo(100) };
    await db.recipient.update({ where: { id: planted.recipientId }, data: long, select: { id: true } });
    await db.conversationReference.updateMany({ where: theirs(), data: { stateSince: daysAgo(100) } });
    expect(await applyRetention(db, "DEPARTED", 90, signal)).toBe(1);
    expect(await findTraces(db, planted.traces)).toEqual([]);
    expect(await db.recipient.count({ where: { id: recent.recipientId } })).toBe(1);
    await db.recipient.update({ where: { id: recent.recipientId }, data: { account: "ENABLED" }, select: { id: true } });
  });

  // Where nobody may read the directory, the rule never took anybody.
  it("erases whom the directory never told of and who is reached nowhere any more, but nobody with a role", async () => {
    const { recipientId, tenantId, objectId } = planted;
    const person = { tenantId_objectId: { tenantId, objectId } };
    const stay = async (days = 90) => {
      expect(await applyRetention(db, "DEPARTED", days, signal)).toBe(0);
      expect(await db.recipient.count({ where: { id: recipientId } })).toBe(1);
    };
    const unknown = { account: "UNKNOWN", createdAt: daysAgo(100), syncedAt: null };
    await db.recipient.update({ where: { id: recipientId }, data: unknown, select: { id: true } });
    await db.conversationReference.updateMany({ where: theirs(), data: { state: "REMOVED", stateSince: daysAgo(100) } });
    await stay();
    await db.teamMember.deleteMany({ where: theirs() });
    await db.chatMember.deleteMany({ where: theirs() });
    await stay();
    await db.person.update({ where: person, data: { role: null, assignedRole: "viewer" }, select: { id: true } });
    await stay();
    await db.person.update({ where: person, data: { assignedRole: null }, select: { id: true } });
    await stay(101);
    await db.conversationReference.updateMany({ where: theirs(), data: { state: "ACTIVE" } });
    await stay();
    await db.conversationReference.updateMany({ where: theirs(), data: { state: "REMOVED", stateSince: daysAgo(10) } });
    await db.recipient.update({ where: { id: recipientId }, data: { createdAt: daysAgo(10) }, select: { id: true } });
    // Who has only thrown the app away may come back in a month.
    await stay(1);
    await db.conversationReference.updateMany({ where: theirs(), data: { stateSince: daysAgo(100) } });
    await db.recipient.update({ where: { id: recipientId }, data: { account: "ENABLED" }, select: { id: true } });
    await stay();
    await db.recipient.update({ where: { id: recipientId }, data: unknown, select: { id: true } });
    expect(await applyRetention(db, "DEPARTED", 90, signal)).toBe(1);
    expect(await findTraces(db, planted.traces)).toEqual([]);
  });

  it("deletes the audit's old lines, and never one of the last 90 days", async () => {
    const line = { actorKind: "SYSTEM", actorName: "Herald", command: "old-line" };
    await db.auditEvent.create({ data: { ...line, at: daysAgo(800) }, select: { id: true } });
    await db.auditEvent.create({ data: { ...line, at: daysAgo(700) }, select: { id: true } });
    expect(await applyRetention(db, "AUDIT", 730, signal)).toBe(1);
    expect(await db.auditEvent.count({ where: { command: "old-line" } })).toBe(1);
    await expect(applyRetention(db, "AUDIT", 89, signal)).rejects.toThrow("90 days");
  });

  it("empties the comments of old decisions with the audit that quotes them, but not while a review waits", async () => {
    const [over = "", young = "", open = ""] = planted.broadcastIds;
    const comments = async () => Promise.all([over, young, open].map(async (broadcastId) => {
      return (await db.approval.findFirst({ where: { broadcastId }, select: { comment: true } }))?.comment;
    }));
    const { personId } = await db.approval.findFirstOrThrow({ where: { broadcastId: over }, select: { personId: true } });
    const decision = { revision: 1, decision: "REJECTED", personId, comment: "Too long" };
    await db.approval.createMany({ data: [young, open].map((broadcastId) => ({ ...decision, broadcastId })) });
    const review = { status: "IN_REVIEW", review: "SEND", requestedAt: daysAgo(800) };
    await db.broadcast.update({ where: { id: open }, data: review, select: { id: true } });
    const old = { broadcastId: { in: [over, open] } };
    await db.approval.updateMany({ where: old, data: { createdAt: daysAgo(800) } });
    expect(await applyRetention(db, "AUDIT", 730, signal)).toBe(1);
    expect(await comments()).toEqual(["", "Too long", "Too long"]);
    // Who decided what stays: it is why the broadcast could be sent.
    expect(await db.approval.count({ where: { ...old, personId } })).toBe(2);
  });

  // Whoever became known after these days was left out of a list that names them, without a word.
  it("deletes the unread lines of an old file, and keeps its people and the lines that may yet name somebody", async () => {
    const [list] = await db.audienceList.findMany({ where: { entries: { some: theirs() } }, select: { id: true } });
    const id = list?.id ?? "";
    const reasonsLeft = async () => {
      const flaws = await db.audienceListFlaw.findMany({ where: { listId: id }, orderBy: { line: "asc" } });
      return flaws.map(({ reason }) => reason);
    };
    await db.audienceListFlaw.create({ data: { listId: id, line: 9, value: "desk@contoso.com", reason: "AMBIGUOUS" } });
    await db.audienceList.update({ where: { id }, data: { status: "READY" }, select: { id: true } });
    expect(await applyRetention(db, "LIST_FLAWS", 8, signal)).toBe(0);
    await db.audienceList.update({ where: { id }, data: { createdAt: daysAgo(9) }, select: { id: true } });
    expect(await applyRetention(db, "LIST_FLAWS", 8, signal)).toBe(4);
    expect([await reasonsLeft(), await db.audienceListEntry.count({ where: { listId: id } })])
      .toEqual([["UNKNOWN", "AMBIGUOUS"], 1]);
    // Nobody is ever put on a list that was not read to its end.
    await db.audienceList.update({ where: { id }, data: { status: "FAILED", error: "Broken off." }, select: { id: true } });
    expect(await applyRetention(db, "LIST_FLAWS", 8, signal)).toBe(2);
  });

  it("deletes old events and statistics", async () => {
    await db.externalEvent.updateMany({ where: { outcome: "DRY_RUN" }, data: { receivedAt: daysAgo(9) } });
    const old = await db.externalEvent.count({ where: { outcome: "DRY_RUN" } });
    expect(await applyRetention(db, "EVENTS", 8, signal)).toBe(old);
    expect(await db.externalEvent.count({ where: { outcome: "REFUSED" } })).toBeGreaterThan(0);
    const slice = { broadcastId: randomUUID(), sent: 1 };
    await db.sentSlice.createMany({ data: [{ ...slice, startedAt: daysAgo(9) }, { ...slice, startedAt: daysAgo(7) }] });
    expect(await applyRetention(db, "STATISTICS", 8, signal)).toBe(1);
  });
});

describe("a sweep", () => {
  it("meets every row once, however small its pieces, and ends early when it is told to", async () => {
    const rows = Array.from({ length: 3_000 }, () => ({ broadcastId: randomUUID(), startedAt: daysAgo(1), sent: 1 }));
    await db.sentSlice.createMany({ data: rows });
    const all = await db.sentSlice.count();
    const work = (piece: Prisma.Sql) => Prisma.sql`UPDATE sent_slices x SET sent = 2 WHERE ${piece} AND x.sent <> 2`;
    expect(await sweep(db, "sent_slices", work, AbortSignal.abort(), 2)).toBe(0);
    // The pieces begin before any row has moved: moved rows land behind them, already changed.
    expect(await sweep(db, "sent_slices", work, signal, 2)).toBe(all);
    expect(await db.sentSlice.count({ where: { sent: 2 } })).toBe(all);
  });
});
