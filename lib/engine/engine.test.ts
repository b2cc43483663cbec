// The engine on a real PostgreSQL, with the real sender, against the simulated Teams.
import { beforeEach, describe, expect, test } from "vitest";

import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { optOut } from "@/lib/commands/opt-out";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import { retryFailed } from "@/lib/commands/retry-failed";
import { getTopicByKey } from "@/lib/store/topics";
import { AUTHOR, sendToAll } from "@/lib/testing/make-broadcast";
import { moveReference } from "@/lib/testing/move-reference";
import { emptyTables, knowEveryone, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport as untilReportOf } from "@/lib/testing/until-report";
import type { FaultInput } from "@/simulator/faults";

const PEOPLE = 20;
const { db, simulator, start, stopAll } = await startTestEngine({ people: PEOPLE });

beforeEach(async () => {
  await stopAll();
  await emptyTables(db);
  simulator.setFaults([]);
});

const recipientIds = async (): Promise<string[]> =>
  (await db.recipient.findMany({ orderBy: { externalId: "asc" }, select: { id: true } })).map(({ id }) => id);

const untilReport = (id: string, expected: Record<string, unknown>) => untilReportOf(db, id, expected);

const postsOf = (person: number): number => simulator.received(simulator.people[person]?.objectId ?? "").length;
const acceptedBefore = () => simulator.counts().accepted.total;

describe("the audience", () => {
  test("everybody gets the message once and the broadcast finishes", async () => {
    await knowEveryone(db, simulator);
    const before = acceptedBefore();
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { total: PEOPLE, sent: PEOPLE } });
    expect(simulator.counts().accepted.total - before).toBe(PEOPLE);
  });

  test("whoever cannot or does not want to get it is skipped with the reason, never missing", async () => {
    await knowEveryone(db, simulator);
    const [optedOut, blocked, removed, guest, uninstalled] = await recipientIds();
    const topic = await getTopicByKey(db, "company-news");
    await optOut.run(db, SYSTEM_ACTOR, { recipientId: optedOut ?? "", topicId: topic?.id ?? null });
    await moveReference(db, blocked ?? "", "BLOCKED", "ConversationBlockedByUser");
    await moveReference(db, removed ?? "", "REMOVED", "UNINSTALLED");
    await db.recipient.update({ where: { id: guest ?? "" }, data: { userType: "GUEST" } });
    await moveReference(db, uninstalled ?? "", "NEEDS_INSTALL", "BotNotInConversationRoster");
    start();
    const id = await sendToAll(db);
    const { reasons } = await untilReport(id, { status: "FINISHED", counts: { total: PEOPLE, sent: PEOPLE - 5, skipped: 5 } });
    expect(new Set(reasons.map(({ reason, count }) => `${reason} ${count}`))).toEqual(
      new Set(["OPTED_OUT 1", "BLOCKED 1", "REMOVED 1", "GUEST 1", "NOT_INSTALLED 1"]),
    );
  });

  test("a broadcast to nobody finishes with zeros", async () => {
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { total: 0 } });
  });

  test("people without a conversation get one, which is stored and used again", async () => {
    await knowEveryone(db, simulator, "KNOWN");
    start();
    const first = await sendToAll(db);
    await untilReport(first, { status: "FINISHED", counts: { sent: PEOPLE } });
    const created = simulator.counts().requests.byOperation["createConversation"];
    const second = await sendToAll(db);
    await untilReport(second, { status: "FINISHED", counts: { sent: PEOPLE } });
    expect(simulator.counts().requests.byOperation["createConversation"]).toBe(created);
    expect(await db.conversationReference.count({ where: { state: "ACTIVE" } })).toBe(PEOPLE);
  });
});

describe("what Teams answers", () => {
  const posts = { operations: ["postActivity" as const] };
  const fault = (change: Partial<FaultInput>): FaultInput => ({ kind: "status", match: posts, ...change });

  test("a refused person fails with the code, and the reference says why", async () => {
    await knowEveryone(db, simulator);
    const person = simulator.people[5]?.objectId ?? "";
    simulator.setFaults([fault({ match: { personIds: [person] }, status: 403, code: "ConversationBlockedByUser" })]);
    start();
    const id = await sendToAll(db);
    const report = await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE - 1, failed: 1 } });
    expect(report.reasons).toEqual([{ status: "FAILED", reason: "ConversationBlockedByUser", count: 1 }]);
    const state = { reference: { select: { state: true } } };
    const row = await db.recipient.findFirst({ where: { externalId: person }, select: state });
    expect(row?.reference?.state).toBe("BLOCKED");
  });

  test("throttled requests wait as long as they are asked to and are no attempts", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults([fault({ status: 429, code: "TooManyRequests", retryAfter: 1, times: 8 })]);
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
    const { _max } = await db.delivery.aggregate({ where: { broadcastId: id }, _max: { attempts: true } });
    expect(_max.attempts).toBe(1);
  });

  test("a definite non-delivery is tried again until it arrives", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults([fault({ status: 412, code: "PreconditionFailed", times: 3 })]);
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });

  test("a lost conversation is created again once, in the same broadcast", async () => {
    await knowEveryone(db, simulator);
    const person = simulator.people[6]?.objectId ?? "";
    const lost = { status: 404, code: "ConversationNotFound", times: 1 };
    simulator.setFaults([fault({ match: { ...posts, personIds: [person] }, ...lost })]);
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });

  test("with HOLD an unclear answer stays unconfirmed and nothing is sent twice", async () => {
    await knowEveryone(db, simulator);
    const before = simulator.counts().posts.total;
    simulator.setFaults([fault({ kind: "acceptThenStatus", status: 502, times: 4 })]);
    start();
    const id = await sendToAll(db);
    const report = await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE - 4, unconfirmed: 4 } });
    expect(report.reasons).toEqual([{ status: "UNCONFIRMED", reason: "HTTP_502", count: 4 }]);
    expect(simulator.counts().accepted.total).toBeGreaterThanOrEqual(PEOPLE);
    expect(simulator.counts().posts.total - before).toBe(0);
    await resolveUnconfirmed.run(db, AUTHOR, { id, decision: "RESEND" });
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE, unconfirmed: 0 } });
    expect(await db.delivery.count({ where: { broadcastId: id, possibleDuplicateAt: { not: null } } })).toBe(4);
  });

  test("failed deliveries are sent again when the author asks for it", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults([fault({ status: 400, code: "BadArgument", times: 2 })]);
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE - 2, failed: 2 } });
    await retryFailed.run(db, AUTHOR, { id });
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE, failed: 0 } });
  });
});

describe("while it sends", () => {
  const SLOW = { ratePerSecond: 8 };

  test("a paused broadcast sends nothing more and goes on where it was", async () => {
    await knowEveryone(db, simulator);
    start(SLOW);
    const id = await sendToAll(db);
    await untilReport(id, { status: "SENDING" });
    await pauseBroadcast.run(db, AUTHOR, { id });
    const settled = await untilReport(id, { status: "PAUSED", counts: { sending: 0 } });
    expect(settled.counts.queued).toBeGreaterThan(0);
    await resumeBroadcast.run(db, AUTHOR, { id });
    await stopAll();
    start();
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });

  test("a canceled broadcast turns what was not sent into skipped", async () => {
    await knowEveryone(db, simulator);
    start(SLOW);
    const id = await sendToAll(db);
    await untilReport(id, { status: "SENDING" });
    await cancelBroadcast.run(db, AUTHOR, { id });
    const { counts, reasons } = await untilReport(id, { status: "CANCELED", counts: { queued: 0, sending: 0 } });
    expect(reasons).toEqual([{ status: "SKIPPED", reason: "CANCELED", count: counts.skipped }]);
    expect(counts.sent + counts.skipped).toBe(PEOPLE);
    expect(counts.skipped).toBeGreaterThan(0);
  });

  test("somebody who opts out while it is queued does not get it", async () => {
    await knowEveryone(db, simulator);
    const id = await sendToAll(db);
    const [person] = await recipientIds();
    await optOut.run(db, SYSTEM_ACTOR, { recipientId: person ?? "", topicId: null });
    const had = postsOf(0);
    start();
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE - 1, skipped: 1 } });
    expect(postsOf(0)).toBe(had);
  });

  test("a small broadcast does not wait for a large one", async () => {
    await knowEveryone(db, simulator);
    const [one] = await recipientIds();
    start({ ratePerSecond: 5 });
    const large = await sendToAll(db);
    await untilReport(large, { status: "SENDING" });
    const small = await sendToAll(db, { audience: { kind: "RECIPIENTS", recipientIds: [one ?? ""] } });
    for (const id of [small, large]) await untilReport(id, { status: "FINISHED" });
    const settled = await db.delivery.findMany({ orderBy: { settledAt: "asc" }, select: { broadcastId: true } });
    expect(settled.at(-1)?.broadcastId).toBe(large);
  });
});

describe("after a crash", () => {
  test("what a dead worker had claimed is sent, and what it was sending is unconfirmed", async () => {
    await knowEveryone(db, simulator);
    const id = await sendToAll(db);
    start({ ratePerSecond: 8 });
    await untilReport(id, { status: "SENDING" });
    await stopAll();
    // A worker that is gone: three rows claimed, two with an intent, and a lease that has ended.
    await db.$executeRaw`
      UPDATE deliveries d SET status = CASE WHEN p.n <= 3 THEN 'CLAIMED' ELSE 'SENDING' END, epoch = epoch + 1, begun_at = now(),
        lease_worker = gen_random_uuid(), lease_until = now() - interval '1 second'
      FROM (SELECT recipient_id, row_number() OVER () AS n FROM deliveries WHERE broadcast_id = ${id}::uuid AND status = 'QUEUED' LIMIT 5) p
      WHERE d.broadcast_id = ${id}::uuid AND d.recipient_id = p.recipient_id`;
    start();
    const report = await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE - 2, unconfirmed: 2 } });
    expect(report.reasons).toEqual([{ status: "UNCONFIRMED", reason: "LEASE_EXPIRED", count: 2 }]);
  });

  test("two workers share the work and nobody gets it twice", async () => {
    await knowEveryone(db, simulator);
    const before = acceptedBefore();
    start({ ratePerSecond: 200 });
    start({ ratePerSecond: 200 });
    const id = await sendToAll(db);
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
    expect(simulator.counts().accepted.total - before).toBe(PEOPLE);
  });
});
