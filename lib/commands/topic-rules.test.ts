// Mandatory topics take away the way out: making one, unmaking one and sending on one is an admin's. So is URGENT, which goes
// before everybody else's, where no second person is asked about it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { NO_APPROVAL } from "@/lib/domain/approval";
import { saveApprovalRule } from "@/lib/store/approvals";
import { openDb } from "@/lib/store/db";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR } from "@/lib/testing/make-broadcast";

import { changeDraft } from "./change-draft";
import { changeTopic } from "./change-topic";
import type { Actor } from "./command";
import { createTopic } from "./create-topic";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { resumeBroadcast } from "./resume-broadcast";
import { saveDraft } from "./save-draft";
import { scheduleBroadcast } from "./schedule-broadcast";
import { sendBroadcast } from "./send-broadcast";

const ADMIN: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000ab", name: "admin", role: "admin" };
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

const input = { key: "fire-drill", name: "Fire drill", mandatory: true };
let id = "";
beforeAll(async () => {
  ({ id } = await createTopic.run(db, ADMIN, input));
});

describe("an author", () => {
  test("may not make a mandatory topic", async () => {
    await expect(createTopic.run(db, AUTHOR, { ...input, key: "another" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("may not make a mandatory topic voluntary nor rename it, but may describe it", async () => {
    for (const change of [{ mandatory: false }, { name: "Drill" }]) {
      await expect(changeTopic.run(db, AUTHOR, { id, change })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const change = { name: input.name, description: "What to do when it burns." };
    expect(await changeTopic.run(db, AUTHOR, { id, change })).toMatchObject({ mandatory: true, ...change });
    expect(await changeTopic.run(db, ADMIN, { id, change: { name: "Drill" } })).toMatchObject({ name: "Drill" });
  });

  test("may write on it but not send, which an admin may", async () => {
    const draft = { topic: input.key, message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    const broadcast = await saveDraft.run(db, AUTHOR, draft);
    await expect(sendBroadcast.run(db, AUTHOR, { id: broadcast.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await sendBroadcast.run(db, ADMIN, { id: broadcast.id })).toMatchObject({ status: "SCHEDULED" });
  });

  // A welcome goes out by itself, so changing it is as good as sending it.
  test("may write the welcome, but not put it where nobody can opt out of it", async () => {
    const { id: welcome, revision } = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "PERSONAL_INSTALL" } });
    const { revision: next } = await changeDraft.run(db, AUTHOR, { id: welcome, revision, change: { priority: "NORMAL" } });
    const change = { id: welcome, revision: next, change: { topic: input.key } };
    await expect(changeDraft.run(db, AUTHOR, change)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await changeDraft.run(db, ADMIN, change)).toMatchObject({ topic: { key: input.key } });
  });

  // Paused, and nobody can opt out of its topic any more: to go on is to send.
  test("may not let go on what repeats on it, nor the welcome that an admin put there", async () => {
    const topic = await createTopic.run(db, ADMIN, { key: "drill-news", name: "Drill news" });
    const draft = { topic: topic.key, message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    const { id: repeating } = await saveDraft.run(db, AUTHOR, draft);
    await repeatBroadcast.run(db, AUTHOR, { id: repeating, cron: "0 * * * *", zone: "UTC" });
    const { id: welcome } = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "PERSONAL_INSTALL" } });
    for (const broadcast of [repeating, welcome]) await pauseBroadcast.run(db, AUTHOR, { id: broadcast });
    await changeTopic.run(db, ADMIN, { id: topic.id, change: { mandatory: true } });
    for (const broadcast of [repeating, welcome]) {
      await expect(resumeBroadcast.run(db, AUTHOR, { id: broadcast })).rejects.toMatchObject({ code: "FORBIDDEN" });
      expect(await resumeBroadcast.run(db, ADMIN, { id: broadcast })).toMatchObject({ status: "ACTIVE" });
    }
  });
});

// Whatever was written down, anybody who may write could send before all others.
describe("what is urgent", () => {
  const forbidden = expect.objectContaining({
    code: "FORBIDDEN", issues: [expect.objectContaining({ path: "priority" })],
  }) as unknown;
  const input = {
    topic: "company-news", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const }, priority: "URGENT" as const,
  };
  const HOURLY = { cron: "0 * * * *", zone: "UTC" };
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  const urgent = async () => (await saveDraft.run(db, AUTHOR, input)).id;
  const idOfWelcome = () => db.broadcast.findFirstOrThrow({ where: { standingEvent: "TEAM_INSTALL" } });

  test("is written by an author, and sent, scheduled or repeated by an admin", async () => {
    await expect(sendBroadcast.run(db, AUTHOR, { id: await urgent() })).rejects.toEqual(forbidden);
    await expect(scheduleBroadcast.run(db, AUTHOR, { id: await urgent(), scheduledAt })).rejects.toEqual(forbidden);
    await expect(repeatBroadcast.run(db, AUTHOR, { id: await urgent(), ...HOURLY })).rejects.toEqual(forbidden);
    expect(await sendBroadcast.run(db, ADMIN, { id: await urgent() })).toMatchObject({ status: "SCHEDULED" });
    expect(await scheduleBroadcast.run(db, ADMIN, { id: await urgent(), scheduledAt })).toMatchObject({ status: "SCHEDULED" });
    expect(await repeatBroadcast.run(db, ADMIN, { id: await urgent(), ...HOURLY })).toMatchObject({ status: "ACTIVE" });
  });

  test("is not what an author makes of something that is live", async () => {
    const { id } = await saveDraft.run(db, AUTHOR, { ...input, priority: "NORMAL" });
    await repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY });
    const { id: welcome, revision } = await idOfWelcome();
    const change = { priority: "URGENT" as const };
    await expect(changeDraft.run(db, AUTHOR, { id, revision: 1, change })).rejects.toEqual(forbidden);
    await expect(changeDraft.run(db, AUTHOR, { id: welcome, revision, change })).rejects.toEqual(forbidden);
    expect(await changeDraft.run(db, ADMIN, { id, revision: 1, change })).toMatchObject({ priority: "URGENT", status: "ACTIVE" });
  });

  test("is an author's where a second person approves it; a welcome, which nobody approves, is not", async () => {
    await saveApprovalRule(db, { ...NO_APPROVAL, urgent: true });
    expect(await sendBroadcast.run(db, AUTHOR, { id: await urgent() })).toMatchObject({ status: "IN_REVIEW" });
    expect(await repeatBroadcast.run(db, AUTHOR, { id: await urgent(), ...HOURLY })).toMatchObject({ status: "IN_REVIEW" });
    const { id, revision } = await idOfWelcome();
    await expect(changeDraft.run(db, AUTHOR, { id, revision, change: { priority: "URGENT" } })).rejects.toEqual(forbidden);
    await saveApprovalRule(db, NO_APPROVAL);
  });

  // It was made urgent while somebody would have been asked, and went on once nobody would be.
  test("does not go on after a pause for an author whom the rule has asked no more", async () => {
    const { id } = await saveDraft.run(db, AUTHOR, { ...input, priority: "NORMAL" });
    await repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY });
    await pauseBroadcast.run(db, AUTHOR, { id });
    await saveApprovalRule(db, { ...NO_APPROVAL, urgent: true });
    await changeDraft.run(db, AUTHOR, { id, revision: 1, change: { priority: "URGENT" } });
    await saveApprovalRule(db, NO_APPROVAL);
    await expect(resumeBroadcast.run(db, AUTHOR, { id })).rejects.toEqual(forbidden);
    expect(await resumeBroadcast.run(db, ADMIN, { id })).toMatchObject({ status: "ACTIVE" });
  });
});
