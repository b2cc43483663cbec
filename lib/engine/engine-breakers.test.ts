// What stops the engine, or holds it back, although nobody pressed anything: incidents, missed schedules, expiry.
import { beforeEach, describe, expect, test } from "vitest";

import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import { AUTHOR, sendToAll } from "@/lib/testing/make-broadcast";
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

const untilReport = (id: string, expected: Record<string, unknown>) => untilReportOf(db, id, expected);
const recipientIds = async (): Promise<string[]> =>
  (await db.recipient.findMany({ orderBy: { externalId: "asc" }, select: { id: true } })).map(({ id }) => id);

describe("breakers", () => {
  const refuseAll = (code: string, status = 403): FaultInput[] => [
    { kind: "status", status, code, match: { operations: ["postActivity"] } },
  ];

  test("a wave of refusals pauses everything with a reason and gives up nobody", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults(refuseAll("BotNotInConversationRoster"));
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "PAUSED", counts: { failed: 0, sending: 0 } });
    expect(await db.conversationReference.count({ where: { state: "ACTIVE" } })).toBe(PEOPLE);
    const broadcast = await db.broadcast.findUniqueOrThrow({ where: { id }, select: { statusReason: true, pausedBy: true } });
    expect(broadcast.pausedBy).toBe("BREAKER");
    expect(broadcast.statusReason).toContain("BotNotInConversationRoster");
  });

  test("a trial message that goes through ends the wave, and everybody gets the message", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults(refuseAll("ForbiddenOperationException"));
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "PAUSED" });
    simulator.setFaults([]);
    await db.sendSlots.updateMany({ data: { probeAt: new Date(0) } });
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });

  test("a trial message that is refused again keeps everything waiting", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults(refuseAll("ForbiddenOperationException"));
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "PAUSED" });
    await db.sendSlots.updateMany({ data: { probeAt: new Date(0) } });
    await expect.poll(async () => (await db.sendSlots.findFirst({ select: { breaker: true, probes: true } })))
      .toEqual({ breaker: "OPEN", probes: 1 });
    await untilReport(id, { status: "PAUSED", counts: { failed: 0 } });
  });

  test("whoever resumes decides that it is the people", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults(refuseAll("ConversationBlockedByUser"));
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "PAUSED" });
    await resumeBroadcast.run(db, AUTHOR, { id });
    await untilReport(id, { status: "FINISHED", counts: { failed: PEOPLE } });
    expect(await db.conversationReference.count({ where: { state: "BLOCKED" } })).toBe(PEOPLE);
  });

  test("a message that Teams does not accept stops its broadcast alone", async () => {
    await knowEveryone(db, simulator);
    const some = (await recipientIds()).slice(0, 8);
    simulator.setFaults(refuseAll("BadSyntax", 400));
    start();
    const id = await sendToAll(db, { audience: { kind: "RECIPIENTS", recipientIds: some } });
    await untilReport(id, { status: "PAUSED", counts: { failed: 0 } });
    expect(await db.sendSlots.findFirst({ select: { breaker: true } })).toEqual({ breaker: "CLOSED" });
  });

  test("refused credentials stop the tenant after one fresh token", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults(refuseAll("Unauthorized", 401));
    start();
    const id = await sendToAll(db);
    await untilReport(id, { status: "PAUSED", counts: { failed: 0, sending: 0 } });
    simulator.setFaults([]);
    // As if half a minute had gone by, for those who wait as for the breaker.
    await db.delivery.updateMany({ data: { dueAt: new Date(0) } });
    await db.sendSlots.updateMany({ data: { probeAt: new Date(0) } });
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });
});

describe("schedules", () => {
  test("one that was missed pauses and asks instead of firing late", async () => {
    await knowEveryone(db, simulator);
    const id = await sendToAll(db);
    await db.broadcast.update({ where: { id }, data: { scheduledAt: new Date(Date.now() - 3_600_000) } });
    start();
    await untilReport(id, { status: "PAUSED" });
    await resumeBroadcast.run(db, AUTHOR, { id });
    await untilReport(id, { status: "FINISHED", counts: { sent: PEOPLE } });
  });

  test("what has not left when the broadcast expires is skipped as expired", async () => {
    await knowEveryone(db, simulator);
    const id = await sendToAll(db);
    start({ ratePerSecond: 8 });
    await untilReport(id, { status: "SENDING" });
    await db.broadcast.update({ where: { id }, data: { expiresAt: new Date() } });
    const { counts, reasons } = await untilReport(id, { status: "FINISHED" });
    expect(counts.sent + counts.skipped).toBe(PEOPLE);
    expect(reasons).toEqual([{ status: "SKIPPED", reason: "EXPIRED", count: counts.skipped }]);
  });
});
