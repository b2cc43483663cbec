// A large audience is sent to only with its number confirmed, and one person or key starts so many broadcasts an hour: whatever a
// client says, whoever it is, and however fast it asks.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import type { BroadcastPatch } from "@/lib/domain/broadcast";
import { getBroadcast } from "@/lib/store/broadcasts";
import { openDb } from "@/lib/store/db";
import { getSendLimits, saveSendLimits as saveLimits } from "@/lib/store/send-limits";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";

import { changeDraft } from "./change-draft";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { saveDraft } from "./save-draft";
import { saveSendLimits } from "./save-send-limits";
import { scheduleBroadcast } from "./schedule-broadcast";
import { sendBroadcast } from "./send-broadcast";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 12);
afterAll(() => db.$disconnect());

const PEOPLE = 40;
const ESTIMATE = {
  total: 1, net: 1, optedOut: 0, needsInstall: 0, blocked: 0, removed: 0, guests: 0, durationSeconds: 1,
  estimatedAt: "2026-01-01T00:00:00Z",
};
const newActor = (role: "author" | "admin" = "author"): Actor => ({ kind: "API_KEY", id: randomUUID(), name: "tests", role });

beforeAll(async () => {
  await db.$executeRaw`
    INSERT INTO recipients (id, tenant_id, external_id, display_name)
    SELECT gen_random_uuid(), 't', 'person ' || n, 'Person' FROM generate_series(1, ${PEOPLE}) n`;
  await db.$executeRaw`
    INSERT INTO conversation_references (recipient_id, service_url, conversation_id, member_id, bot_id, state, source, seen_at, state_since)
    SELECT id, 'https://x/', 'a:' || external_id, '29:' || external_id, '28:b', 'ACTIVE', 'INSTALL', now(), now() FROM recipients`;
});
beforeEach(() => saveLimits(db, { confirmAbove: 10, broadcastsPerHour: null }));

async function draft(): Promise<string> {
  const { id } = await saveDraft.run(db, SYSTEM_ACTOR, {
    topic: "company-news", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" },
  });
  return id;
}

async function repeating(actor: Actor, audience: Audience): Promise<string> {
  const { id } = await saveDraft.run(db, SYSTEM_ACTOR, { topic: "company-news", message: COMPLETE_NOTIFICATION, audience });
  await repeatBroadcast.run(db, actor, { id, cron: "0 * * * *", zone: "UTC" });
  return id;
}

const someIds = async (take: number) => (await db.recipient.findMany({ take, select: { id: true } })).map(({ id }) => id);
const statusOf = async (id: string) => (await getBroadcast(db, id))?.status;
const notConfirmed = expect.objectContaining({
  code: "NOT_CONFIRMED", status: 422, issues: [expect.objectContaining({ path: "confirmed" }) as unknown],
}) as unknown;

describe("an audience above the limit", () => {
  test.each([
    ["nothing is confirmed", {}],
    ["another number is confirmed", { confirmed: PEOPLE - 20 }],
    ["the number of everybody there might be is confirmed", { confirmed: 1_000_000 }],
    ["a smaller estimate is sent along", { estimate: ESTIMATE }],
    ["a smaller estimate is sent along and confirmed", { estimate: ESTIMATE, confirmed: 1 }],
  ])("is not sent to when %s, and stays a draft without a line in the audit", async (_when, more) => {
    const id = await draft();
    for (const actor of [newActor(), newActor("admin")]) {
      await expect(sendBroadcast.run(db, actor, { id, ...more })).rejects.toEqual(notConfirmed);
      const later = { id, scheduledAt: new Date(Date.now() + 3_600_000).toISOString(), ...more };
      await expect(scheduleBroadcast.run(db, actor, later)).rejects.toEqual(notConfirmed);
    }
    expect(await statusOf(id)).toBe("DRAFT");
    expect(await db.auditEvent.count({ where: { targetId: id, command: { not: "save-draft" } } })).toBe(0);
  });

  test("does not begin to repeat without it either", async () => {
    const id = await draft();
    const rhythm = { id, cron: "0 * * * *", zone: "UTC" };
    await expect(repeatBroadcast.run(db, newActor("admin"), rhythm)).rejects.toEqual(notConfirmed);
    expect(await statusOf(id)).toBe("DRAFT");
    await repeatBroadcast.run(db, newActor("admin"), { ...rhythm, cron: "0 9 * * 1", confirmed: PEOPLE });
    expect(await statusOf(id)).toBe("ACTIVE");
  });

  // It began with one person, and a change of what was running took it to everybody without a number.
  test("is not what a recurring broadcast is changed to without it, whether it runs or is paused", async () => {
    const { id } = await db.recipient.findFirstOrThrow({ select: { id: true } });
    const one = { kind: "RECIPIENTS" as const, recipientIds: [id] };
    for (const paused of [false, true]) {
      const recurring = await repeating(newActor(), one);
      if (paused) await pauseBroadcast.run(db, newActor(), { id: recurring });
      const change = { id: recurring, revision: 1, change: { audience: { kind: "ALL" as const } } };
      for (const wrong of [{}, { confirmed: 1 }]) {
        const changed = changeDraft.run(db, newActor("admin"), { ...change, change: { ...change.change, ...wrong } });
        await expect(changed).rejects.toEqual(notConfirmed);
      }
      expect(await getBroadcast(db, recurring)).toMatchObject({ audience: one, revision: 1 });
      const confirmed = { ...change, change: { ...change.change, confirmed: PEOPLE } };
      expect(await changeDraft.run(db, newActor(), confirmed)).toMatchObject({ audience: { kind: "ALL" } });
      // Another text reaches nobody else.
      const text = { ...change, revision: 2, change: { ...change.change, message: { ...COMPLETE_NOTIFICATION, title: "New" } } };
      expect(await changeDraft.run(db, newActor(), text)).toMatchObject({ message: { title: "New" } });
    }
  });

  test("is sent to with its number, and without one at or below the limit", async () => {
    const id = await draft();
    await sendBroadcast.run(db, newActor(), { id, confirmed: PEOPLE });
    expect(await statusOf(id)).toBe("SCHEDULED");
    await saveLimits(db, { confirmAbove: PEOPLE, broadcastsPerHour: null });
    await sendBroadcast.run(db, newActor(), { id: await draft() });
  });

  test("counts those for whom the app is installed first", async () => {
    await saveLimits(db, { confirmAbove: PEOPLE, broadcastsPerHour: null });
    const { id: without } = await db.recipient.create({
      data: { tenantId: "t", externalId: "without", displayName: "Without", account: "ENABLED" }, select: { id: true },
    });
    const { id } = await saveDraft.run(db, SYSTEM_ACTOR, {
      topic: "company-news", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" }, onMissing: "INSTALL",
    });
    await expect(sendBroadcast.run(db, newActor(), { id })).rejects.toEqual(notConfirmed);
    await db.recipient.delete({ where: { id: without }, select: { id: true } });
  });
});

describe("broadcasts in an hour", () => {
  beforeEach(() => saveLimits(db, { confirmAbove: null, broadcastsPerHour: 2 }));

  test("are refused beyond the limit in words, to an admin too, and to nobody else", async () => {
    const admin = newActor("admin");
    for (let i = 0; i < 2; i += 1) await sendBroadcast.run(db, admin, { id: await draft() });
    const id = await draft();
    await expect(sendBroadcast.run(db, admin, { id })).rejects.toMatchObject({
      code: "TOO_MANY",
      message: expect.stringContaining("You may start 2 broadcasts in an hour. Try again in 60 minutes") as unknown,
    });
    expect(await statusOf(id)).toBe("DRAFT");
    await sendBroadcast.run(db, newActor(), { id });
  });

  test("are not more when they are asked for at the same moment", async () => {
    const actor = newActor();
    const ids = await Promise.all(Array.from({ length: 6 }, draft));
    const results = await Promise.allSettled(ids.map((id) => sendBroadcast.run(db, actor, { id })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });

  test("are one more when a running one reaches others from now on, and not when it says something else", async () => {
    const actor = newActor();
    const id = await repeating(actor, { kind: "ALL" });
    const change = (revision: number, to: BroadcastPatch) => changeDraft.run(db, actor, { id, revision, change: to });
    const text = { message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    for (let revision = 1; revision < 4; revision += 1) await change(revision, text);
    await change(4, { audience: { kind: "RECIPIENTS", recipientIds: await someIds(1) } });
    const other = { audience: { kind: "RECIPIENTS" as const, recipientIds: await someIds(2) } };
    await expect(change(5, other)).rejects.toMatchObject({ code: "TOO_MANY" });
    await expect(sendBroadcast.run(db, actor, { id: await draft() })).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test("are not made room for by taking one back", async () => {
    const actor = newActor();
    for (let i = 0; i < 2; i += 1) await sendBroadcast.run(db, actor, { id: await draft() });
    await db.broadcast.deleteMany({ where: { status: "SCHEDULED" } });
    await expect(sendBroadcast.run(db, actor, { id: await draft() })).rejects.toMatchObject({ code: "TOO_MANY" });
  });
});

test("the limits are an admin's, and a change of them is written down with what they were", async () => {
  const limits = { confirmAbove: null, broadcastsPerHour: 5 };
  for (const role of ["viewer", "author", "approver"] as const) {
    const actor: Actor = { kind: "API_KEY", id: randomUUID(), name: "tests", role };
    await expect(saveSendLimits.run(db, actor, limits)).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
  await saveSendLimits.run(db, newActor("admin"), limits);
  expect(await getSendLimits(db)).toEqual(limits);
  const line = await db.auditEvent.findFirst({ where: { command: "save-send-limits" }, orderBy: { id: "desc" } });
  expect(line?.detail).toEqual({ ...limits, before: { confirmAbove: 10, broadcastsPerHour: null } });
});
