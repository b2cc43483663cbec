// What is approved now and sent later: the time that was asked for holds, one that has passed asks, and what repeats is
// approved once for as long as it stays what it was.
import { beforeEach, describe, expect, it } from "vitest";

import type { ApprovalRule } from "@/lib/domain/approval";
import { listDecisions } from "@/lib/store/approvals";
import { getBroadcast } from "@/lib/store/broadcasts";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { HOUSE_TENANT, refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { changeDraft } from "./change-draft";
import { changeTopic } from "./change-topic";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { createTopic } from "./create-topic";
import { fireRecurring } from "./fire-recurring";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { resumeBroadcast } from "./resume-broadcast";
import { scheduleBroadcast } from "./schedule-broadcast";
import { sendBroadcast } from "./send-broadcast";
import { takeBackBroadcast } from "./take-back-broadcast";

const { db, author, boss, bruno, draft, rule, approve, reject, statusOf } = await startApprovalHouse();
beforeEach(() => rule({ above: 4 }));

const HOUR_MS = 3_600_000;

describe("the time that was asked for", () => {
  const soon = () => new Date(Date.now() + HOUR_MS).toISOString();

  it("is kept while it waits, and holds with the last approval", async () => {
    const scheduledAt = soon();
    const { id } = await draft();
    await scheduleBroadcast.run(db, author, { id, scheduledAt, zone: "Europe/Berlin" });
    const planned = { scheduledAt: new Date(scheduledAt), scheduledZone: "Europe/Berlin" };
    expect(await approve(bruno, id)).toMatchObject({ status: "SCHEDULED", ...planned });
  });

  it("has passed: it is held and asks, and goes out when its author says so", async () => {
    const { id } = await draft();
    await scheduleBroadcast.run(db, author, { id, scheduledAt: soon() });
    await db.broadcast.update({ where: { id }, data: { scheduledAt: new Date(Date.now() - HOUR_MS) } });
    expect(await approve(bruno, id)).toMatchObject({ status: "PAUSED", pausedBy: "MISSED", resumeStatus: "SCHEDULED" });
    expect((await resumeBroadcast.run(db, author, { id })).status).toBe("SCHEDULED");
  });

  it("has an end that has passed: it can only be rejected", async () => {
    const { id } = await draft();
    await sendBroadcast.run(db, author, { id, expiresAt: soon() });
    await db.broadcast.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect(await refusal(approve(bruno, id))).toBe("CONFLICT");
    expect(await listDecisions(db, id)).toEqual([]);
    expect((await reject(bruno, id)).status).toBe("DRAFT");
  });
});

describe("what was approved and could not be sent", () => {
  async function failed(): Promise<string> {
    const { id } = await draft();
    await sendBroadcast.run(db, author, { id });
    expect(await approve(bruno, id)).toMatchObject({ status: "SCHEDULED" });
    await db.broadcast.update({ where: { id }, data: { status: "FAILED", statusReason: "A group could not be read." } });
    return id;
  }

  it("is asked for again, whether it is to go out now or at another time", async () => {
    const [now, later] = [await failed(), await failed()];
    expect(await sendBroadcast.run(db, author, { id: now })).toMatchObject({ status: "IN_REVIEW", approvedAt: null });
    const scheduledAt = new Date(Date.now() + 24 * HOUR_MS).toISOString();
    const asked = await scheduleBroadcast.run(db, author, { id: later, scheduledAt });
    expect(asked).toMatchObject({ status: "IN_REVIEW", approvedAt: null, reviewRound: 2 });
    expect(await approve(bruno, later)).toMatchObject({ status: "SCHEDULED", scheduledAt: new Date(scheduledAt) });
  });

  it("goes out without, when the rule asks no more, and is held to its limit again", async () => {
    const id = await failed();
    await rule({ above: 10 });
    const sent = await sendBroadcast.run(db, author, { id });
    expect(sent).toMatchObject({ status: "SCHEDULED", approvedAt: null, unapprovedLimit: 10 });
  });

  it("was approved at one time: another one is refused while that stands", async () => {
    const { id } = await draft();
    const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
    await scheduleBroadcast.run(db, author, { id, scheduledAt: at(1) });
    await approve(bruno, id);
    expect(await refusal(scheduleBroadcast.run(db, author, { id, scheduledAt: at(2) }))).toBe("CONFLICT");
    await takeBackBroadcast.run(db, author, { id });
    expect((await scheduleBroadcast.run(db, author, { id, scheduledAt: at(2) })).status).toBe("IN_REVIEW");
  });
});

// Its name is on the card and on the button that opts out: an author wrote another one there after it was approved.
describe("the topic of what is in review or approved", () => {
  const rename = (actor: Actor, id: string, name: string) => changeTopic.run(db, actor, { id, change: { name } });
  const plan = async (key: string) => {
    const { id } = await draft({ topic: key });
    await scheduleBroadcast.run(db, author, { id, scheduledAt: new Date(Date.now() + HOUR_MS).toISOString() });
    return id;
  };

  it("is renamed by an admin alone until it is sent, and by an author again after that", async () => {
    const topic = await createTopic.run(db, author, { key: "canteen", name: "Canteen" });
    const id = await plan(topic.key);
    const refused = { code: "FORBIDDEN", issues: [{ path: "name", message: expect.stringContaining("1 broadcast") as string }] };
    await expect(rename(author, topic.id, "Payroll")).rejects.toMatchObject(refused);
    await approve(bruno, id);
    await expect(rename(author, topic.id, "Payroll")).rejects.toMatchObject(refused);
    expect(await changeTopic.run(db, author, { id: topic.id, change: { name: "Canteen", description: "Food." } }))
      .toMatchObject({ description: "Food." });
    await pauseBroadcast.run(db, author, { id });
    await expect(rename(author, topic.id, "Payroll")).rejects.toMatchObject(refused);
    expect(await rename(boss, topic.id, "Kitchen")).toMatchObject({ name: "Kitchen" });
    await db.broadcast.update({ where: { id }, data: { status: "FINISHED", resumeStatus: null, pausedBy: null } });
    expect(await rename(author, topic.id, "Food")).toMatchObject({ name: "Food" });
  });

  it("is an author's to rename when nobody had to approve", async () => {
    const topic = await createTopic.run(db, author, { key: "sports", name: "Sports" });
    await rule({});
    await plan(topic.key);
    expect(await rename(author, topic.id, "Sport")).toMatchObject({ name: "Sport" });
  });
});

describe("a recurring broadcast", () => {
  const daily = { cron: "0 9 * * *", zone: "Europe/Berlin" };
  const fire = () => fireRecurring.run(db, SYSTEM_ACTOR, {});
  const makeDue = (id: string) => db.recurrence.update({ where: { broadcastId: id }, data: { nextAt: new Date() } });
  beforeEach(() => db.recurrence.updateMany({ data: { nextAt: null } }));

  async function repeating(): Promise<string> {
    const { id } = await draft();
    expect((await repeatBroadcast.run(db, author, { id, ...daily })).status).toBe("IN_REVIEW");
    await makeDue(id);
    expect((await fire()).due).toBe(false);
    expect(await approve(bruno, id)).toMatchObject({ status: "ACTIVE", purpose: "RECURRING" });
    return id;
  }

  it("is approved once, and its runs go out", async () => {
    const id = await repeating();
    for (const _run of [1, 2]) {
      await makeDue(id);
      const { started } = await fire();
      expect(await getBroadcast(db, started ?? "")).toMatchObject({ status: "SCHEDULED", unapprovedLimit: 6 });
    }
  });

  it("is approved anew once it comes to more people, and until then no run goes out", async () => {
    const id = await repeating();
    const late = [1, 2].map((n) => ({ tenantId: HOUSE_TENANT, externalId: `late${n}`, displayName: "Late" }));
    await db.recipient.createMany({ data: late });
    await makeDue(id);
    expect(await fire()).toMatchObject({ started: null, refused: expect.stringContaining("approve") as string });
    expect(await getBroadcast(db, id)).toMatchObject({ status: "IN_REVIEW", review: { people: 7 }, approvedAt: null });
    await approve(bruno, id);
    await makeDue(id);
    expect(await getBroadcast(db, (await fire()).started ?? "")).toMatchObject({ status: "SCHEDULED", unapprovedLimit: 8 });
    await db.recipient.deleteMany({ where: { displayName: "Late" } });
  });

  it("is approved anew when it goes on after a pause in which it grew", async () => {
    const id = await repeating();
    await pauseBroadcast.run(db, author, { id });
    const late = [1, 2].map((n) => ({ tenantId: HOUSE_TENANT, externalId: `late${n}`, displayName: "Late" }));
    await db.recipient.createMany({ data: late });
    expect((await resumeBroadcast.run(db, author, { id })).status).toBe("IN_REVIEW");
    await db.recipient.deleteMany({ where: { displayName: "Late" } });
  });

  it("may grow to what the rule lets go without, when that is raised or given up", async () => {
    const id = await repeating();
    const limits: [Partial<ApprovalRule>, number | null][] = [[{ above: 50 }, 50], [{ above: 5 }, 6], [{}, null]];
    for (const [part, unapprovedLimit] of limits) {
      await rule(part);
      await makeDue(id);
      expect(await getBroadcast(db, (await fire()).started ?? "")).toMatchObject({ unapprovedLimit });
    }
  });

  it("waits again when its text or its rhythm has changed, and runs no further meanwhile", async () => {
    const id = await repeating();
    const change = { message: { ...COMPLETE_NOTIFICATION, title: "Another" } };
    const changed = await changeDraft.run(db, author, { id, revision: 1, change });
    expect(changed.status).toBe("IN_REVIEW");
    await makeDue(id);
    expect((await fire()).due).toBe(false);
    expect((await reject(bruno, id)).status).toBe("PAUSED");
    expect((await resumeBroadcast.run(db, author, { id })).status).toBe("IN_REVIEW");
    expect(await refusal(pauseBroadcast.run(db, author, { id }))).toBe("CONFLICT");
    expect((await approve(bruno, id)).status).toBe("ACTIVE");
    expect((await repeatBroadcast.run(db, author, { id, cron: "30 * * * *", zone: "UTC" })).status).toBe("IN_REVIEW");
    expect((await takeBackBroadcast.run(db, author, { id })).status).toBe("PAUSED");
  });

  it("goes on after a pause without asking again", async () => {
    const id = await repeating();
    await pauseBroadcast.run(db, author, { id });
    expect((await resumeBroadcast.run(db, author, { id })).status).toBe("ACTIVE");
  });

  it("that needed no approval when it began runs no further once it does", async () => {
    await rule({});
    const { id } = await draft();
    expect((await repeatBroadcast.run(db, author, { id, ...daily })).status).toBe("ACTIVE");
    await rule({ above: 4 });
    await makeDue(id);
    expect(await fire()).toMatchObject({ started: null, refused: expect.stringContaining("approve") as string });
    expect(await statusOf(id)).toBe("IN_REVIEW");
    expect((await approve(bruno, id)).status).toBe("ACTIVE");
  });

  it("that was rejected before it began is a draft like any other", async () => {
    const { id } = await draft();
    await repeatBroadcast.run(db, author, { id, ...daily });
    expect(await reject(bruno, id)).toMatchObject({ status: "DRAFT", purpose: "NORMAL" });
    await rule({});
    expect((await sendBroadcast.run(db, author, { id })).status).toBe("SCHEDULED");
  });
});
