// A recurring broadcast on a real database: each time has one run whatever is running, a missed one is never sent late,
// and pausing, changing and ending hold from their commit on.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";

import type { KeyScope } from "@/lib/domain/api-key";
import { AppError } from "@/lib/errors";
import { getBroadcast } from "@/lib/store/broadcasts";
import { openDb } from "@/lib/store/db";
import { getRecurrence, getSchedules, listRuns } from "@/lib/store/recurrences";
import { getAudience } from "@/lib/store/saved-audiences";
import { markTeamRemoved, saveTeam } from "@/lib/store/teams";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR } from "@/lib/testing/make-broadcast";

import { cancelBroadcast } from "./cancel-broadcast";
import { changeDraft } from "./change-draft";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { createTopic } from "./create-topic";
import { eraseRecipient } from "./erase-recipient";
import { estimateInput } from "./estimate";
import { type Fired, fireRecurring } from "./fire-recurring";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { resumeBroadcast } from "./resume-broadcast";
import { saveAudience } from "./save-audience";
import { saveDraft } from "./save-draft";
import { sendBroadcast } from "./send-broadcast";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 10);
afterAll(() => db.$disconnect());

// Half an hour from now: no run comes while a test looks at another.
const HOURLY = { cron: `${(new Date().getUTCMinutes() + 30) % 60} * * * *`, zone: "Europe/Berlin" };
const HOUR_MS = 3_600_000;

beforeEach(async () => {
  // What an earlier test left is not due.
  await db.recurrence.updateMany({ data: { nextAt: null } });
});

async function makeRecurring(schedule = HOURLY, audience: object = { kind: "ALL" }): Promise<string> {
  const draft = { topic: "company-news", message: COMPLETE_NOTIFICATION, audience: audience as { kind: "ALL" } };
  const { id } = await saveDraft.run(db, AUTHOR, draft);
  await repeatBroadcast.run(db, AUTHOR, { id, ...schedule });
  return id;
}

/** As if the next run had been due that long ago; answers when. */
async function dueAgo(id: string, ms: number): Promise<Date> {
  const at = new Date(Math.floor((Date.now() - ms) / 1000) * 1000);
  await db.recurrence.update({ where: { broadcastId: id }, data: { nextAt: at } });
  return at;
}

const fire = (): Promise<Fired> => fireRecurring.run(db, SYSTEM_ACTOR, {});
const runsOf = async (id: string) => (await listRuns(db, id, { limit: 100 })).items;

async function refusal(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return [error.code, ...error.issues.map(({ path }) => path)];
    throw error;
  }
  return [];
}

// It went to the very people it was to leave out: with the team, who was in it had been forgotten.
it.each(["leaves out", "is for"])("a recurring broadcast that %s a team which lost the app is refused in words", async (what) => {
  const at = new Date(Date.now() - HOUR_MS);
  const seen = { serviceUrl: "https://smba.trafficmanager.net/", botId: "28:bot", at };
  const team = { tenantId: "t", teamsId: `19:${what}`, name: "Night shift", ...seen };
  const teamId = await saveTeam(db, { ...team, installed: { at } });
  const members = { kind: "TEAM_MEMBERS", teamIds: [teamId] };
  const id = await makeRecurring(HOURLY, what === "is for" ? members : { kind: "EXCEPT", of: { kind: "ALL" }, without: members });
  await markTeamRemoved(db, { ...team, at: new Date(), deleted: true });
  await dueAgo(id, 1_000);
  const refused = expect.stringContaining("The app has not been in the team Night shift of its audience since") as string;
  expect(await fire()).toMatchObject({ started: null, refused });
  expect(await runsOf(id)).toMatchObject([{ outcome: "REFUSED", reason: refused }]);
});

describe("a draft that begins to repeat", () => {
  it("is live, cannot be sent itself, and knows its next run", async () => {
    const id = await makeRecurring();
    expect(await getBroadcast(db, id)).toMatchObject({ purpose: "RECURRING", status: "ACTIVE" });
    const next = (await getRecurrence(db, id))?.nextAt?.getTime() ?? 0;
    expect(next - Date.now()).toBeGreaterThan(0);
    expect(next - Date.now()).toBeLessThanOrEqual(HOUR_MS);
    expect(await refusal(sendBroadcast.run(db, AUTHOR, { id }))).toEqual(["CONFLICT"]);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["a cron expression that is none", { cron: "each day" }, ["BAD_INPUT", "cron"]],
    ["more than once an hour", { cron: "*/5 * * * *" }, ["BAD_INPUT", "cron"]],
    ["a zone that is none", { zone: "Berlin" }, ["BAD_INPUT", "zone"]],
    ["an end before the first run", { endsAt: new Date(0).toISOString() }, ["BAD_INPUT", "endsAt"]],
    ["another revision than was read", { revision: 7 }, ["CONFLICT"]],
  ])("is refused %s", async (_case, change, expected) => {
    const draft = { topic: "company-news", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    const { id } = await saveDraft.run(db, AUTHOR, draft);
    expect(await refusal(repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY, ...change }))).toEqual(expected);
    expect(await getBroadcast(db, id)).toMatchObject({ purpose: "NORMAL", status: "DRAFT" });
  });

  it("must be complete, and on a topic its author may use", async () => {
    const { id } = await saveDraft.run(db, AUTHOR, { message: COMPLETE_NOTIFICATION });
    expect(await refusal(repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY }))).toEqual(["INCOMPLETE", "topic", "audience"]);
    await createTopic.run(db, SYSTEM_ACTOR, { key: "safety", name: "Safety", mandatory: true });
    const draft = { topic: "safety", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    const mandatory = await saveDraft.run(db, AUTHOR, draft);
    expect(await refusal(repeatBroadcast.run(db, AUTHOR, { id: mandatory.id, ...HOURLY }))).toEqual(["FORBIDDEN"]);
    const live = await makeRecurring();
    const revision = (await getBroadcast(db, live))?.revision ?? 0;
    const onto = changeDraft.run(db, AUTHOR, { id: live, revision, change: { topic: "safety" } });
    expect(await refusal(onto)).toEqual(["FORBIDDEN"]);
  });
});

// A key that may write and not send changed what goes out by itself, and so it sent.
describe("a key with broadcasts:write alone", () => {
  const narrowed = (...scopes: KeyScope[]): Actor => {
    return { kind: "API_KEY", id: randomUUID(), name: "narrow", role: "author", scopes };
  };
  const change = { message: { ...COMPLETE_NOTIFICATION, title: "By a key" } };

  it("changes a draft, and nothing that is live", async () => {
    const key = narrowed("broadcasts:write");
    const draft = await saveDraft.run(db, key, { topic: "company-news", message: COMPLETE_NOTIFICATION });
    const changed = await changeDraft.run(db, key, { id: draft.id, revision: draft.revision, change });
    expect(changed.message.title).toBe("By a key");
    const running = await makeRecurring();
    const paused = await makeRecurring();
    await pauseBroadcast.run(db, AUTHOR, { id: paused });
    const welcome = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "PERSONAL_INSTALL" }, select: { id: true } });
    for (const id of [running, paused, welcome.id]) {
      const { revision = 0, message, status } = (await getBroadcast(db, id)) ?? {};
      expect([status, await refusal(changeDraft.run(db, key, { id, revision, change }))]).toEqual([status, ["FORBIDDEN"]]);
      expect(await getBroadcast(db, id)).toMatchObject({ revision, message });
      const sender = narrowed("broadcasts:write", "broadcasts:send");
      expect(await changeDraft.run(db, sender, { id, revision, change })).toMatchObject({ status, message: change.message });
      await changeDraft.run(db, AUTHOR, { id, revision: revision + 1, change: message ? { message } : {} });
    }
  });
});

describe("a run", () => {
  it("is a broadcast of its own with the message of now, planned for its time", async () => {
    const id = await makeRecurring();
    const revision = (await getBroadcast(db, id))?.revision ?? 0;
    const message = { ...COMPLETE_NOTIFICATION, title: "As of now" };
    await changeDraft.run(db, AUTHOR, { id, revision, change: { message } });
    const dueAt = await dueAgo(id, 30_000);
    const { started } = await fire();
    expect(await getBroadcast(db, started ?? "")).toMatchObject({
      purpose: "NORMAL", status: "SCHEDULED", scheduledAt: dueAt, scheduledZone: "Europe/Berlin", authorName: "test",
      message: { title: "As of now" }, audience: { kind: "ALL" },
    });
    expect(await runsOf(id)).toEqual([{ dueAt, outcome: "STARTED", reason: null, broadcastId: started }]);
    expect((await getSchedules(db, [id])).get(id)?.lastRun?.broadcastId).toBe(started);
    expect((await getRecurrence(db, id))?.nextAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await fire()).toMatchObject({ due: false });
  });

  it("is one even when eight processes look at once", async () => {
    const id = await makeRecurring();
    await dueAgo(id, 5_000);
    const fired = await Promise.all(Array.from({ length: 8 }, fire));
    expect(fired.filter(({ started }) => started !== null)).toHaveLength(1);
    expect(await runsOf(id)).toHaveLength(1);
  });

  it("is not made again when its time comes round once more", async () => {
    const id = await makeRecurring();
    const dueAt = await dueAgo(id, 5_000);
    await fire();
    await db.recurrence.update({ where: { broadcastId: id }, data: { nextAt: dueAt } });
    expect(await fire()).toMatchObject({ due: true, started: null });
    expect(await runsOf(id)).toHaveLength(1);
  });

  it("that was missed is written down and not sent late, each of them", async () => {
    const id = await makeRecurring();
    await dueAgo(id, 3 * HOUR_MS + 30_000);
    const { missed } = await fire();
    const runs = await runsOf(id);
    expect(missed).toBeGreaterThanOrEqual(3);
    expect(runs.filter(({ outcome }) => outcome === "MISSED")).toHaveLength(missed);
    expect(runs.every(({ outcome, dueAt }) => outcome === "MISSED" || Date.now() - dueAt.getTime() < 600_000)).toBe(true);
    expect((await getRecurrence(db, id))?.nextAt?.getTime()).toBeGreaterThan(Date.now());
  });

  it("is refused in words when its audience is gone, and the next one is tried all the same", async () => {
    const team = await saveTeam(db, { tenantId: "t", teamsId: "19:x", name: "Gone", serviceUrl: "https://x/", botId: "28:b", at: new Date() });
    const id = await makeRecurring(HOURLY, { kind: "TEAM_MEMBERS", teamIds: [team] });
    await db.team.delete({ where: { id: team } });
    await dueAgo(id, 5_000);
    expect(await fire()).toMatchObject({ started: null, refused: expect.stringContaining("There is no team") as unknown });
    expect(await runsOf(id)).toMatchObject([{ outcome: "REFUSED", broadcastId: null }]);
    expect(await getBroadcast(db, id)).toMatchObject({ status: "ACTIVE" });
  });

  // Erasing one of the people picked by hand, as the nightly retention does, had every run from then on refused: the id that
  // stands in for them is nobody's.
  it("goes to the others when one of the people picked was erased, and so does a saved audience", async () => {
    const [gone, stays] = [randomUUID(), randomUUID()];
    const people = [gone, stays].map((id) => ({ id, tenantId: "t", externalId: id, displayName: "N" }));
    await db.recipient.createMany({ data: people });
    const audience = { kind: "RECIPIENTS" as const, recipientIds: [gone, stays] };
    const id = await makeRecurring(HOURLY, audience);
    const saved = await saveAudience.run(db, AUTHOR, { name: "Both", audience });
    await eraseRecipient.run(db, SYSTEM_ACTOR, { id: gone });
    await dueAgo(id, 5_000);
    const { started, refused } = await fire();
    expect(refused).toBeNull();
    const run = await getBroadcast(db, started ?? "");
    expect(run?.audience).toMatchObject({ kind: "RECIPIENTS", recipientIds: expect.arrayContaining([stays]) as unknown });
    const after = await getAudience(db, saved.id);
    expect(await estimateInput(db, { audience: after?.audience, topic: "company-news" })).toMatchObject({ total: 1 });
  });

  // A broadcast whose next run could not be found ended in silence, years before its end.
  it("after which no other is found, though its end has not come, pauses it with the reason", async () => {
    const id = await makeRecurring();
    const dueAt = await dueAgo(id, 5_000);
    await db.recurrence.update({ where: { broadcastId: id }, data: { zone: "Middle/Earth" } });
    expect((await fire()).started).not.toBeNull();
    expect(await getBroadcast(db, id)).toMatchObject({
      status: "PAUSED", resumeStatus: "ACTIVE", statusReason: expect.stringContaining("Enter a time zone") as string,
    });
    expect(await runsOf(id)).toMatchObject([{ dueAt, outcome: "STARTED" }]);
    expect(await fire()).toMatchObject({ due: false });
  });

  it("that is the last one ends the recurrence", async () => {
    const id = await makeRecurring();
    const dueAt = await dueAgo(id, 5_000);
    await db.recurrence.update({ where: { broadcastId: id }, data: { endsAt: dueAt } });
    expect((await fire()).started).not.toBeNull();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "FINISHED", purpose: "RECURRING" });
  });
});

describe("a recurring broadcast that is", () => {
  it("paused has no run, and goes on with the next one instead of making up for those", async () => {
    const id = await makeRecurring();
    await pauseBroadcast.run(db, AUTHOR, { id });
    await dueAgo(id, 2 * HOUR_MS);
    expect(await fire()).toMatchObject({ due: false });
    await resumeBroadcast.run(db, AUTHOR, { id });
    expect(await getBroadcast(db, id)).toMatchObject({ status: "ACTIVE" });
    expect((await getRecurrence(db, id))?.nextAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await runsOf(id)).toEqual([]);
  });

  it("resumed after its end is told so", async () => {
    const id = await makeRecurring();
    await pauseBroadcast.run(db, AUTHOR, { id });
    await db.recurrence.update({ where: { broadcastId: id }, data: { endsAt: new Date(0) } });
    expect(await refusal(resumeBroadcast.run(db, AUTHOR, { id }))).toEqual(["CONFLICT"]);
    await repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY });
    await resumeBroadcast.run(db, AUTHOR, { id });
  });

  it("given another rhythm follows that one", async () => {
    const id = await makeRecurring();
    await repeatBroadcast.run(db, AUTHOR, { id, cron: "15 3 * * *", zone: "UTC" });
    const next = (await getRecurrence(db, id))?.nextAt?.toISOString() ?? "";
    expect(next).toMatch(/T03:15:00/);
  });

  it("keeps another rhythm from who has the one of before on the screen", async () => {
    const id = await makeRecurring();
    const revision = (await getBroadcast(db, id))?.revision;
    await repeatBroadcast.run(db, AUTHOR, { id, revision, cron: "15 3 * * *", zone: "UTC" });
    expect(await refusal(repeatBroadcast.run(db, AUTHOR, { id, revision, ...HOURLY }))).toEqual(["CONFLICT"]);
    expect(await getRecurrence(db, id)).toMatchObject({ cron: "15 3 * * *" });
  });

  it("canceled has no run ever again", async () => {
    const id = await makeRecurring();
    await cancelBroadcast.run(db, AUTHOR, { id });
    await dueAgo(id, 5_000);
    expect(await fire()).toMatchObject({ due: false });
    expect(await refusal(repeatBroadcast.run(db, AUTHOR, { id, ...HOURLY }))).toEqual(["CONFLICT"]);
    const change = changeDraft.run(db, AUTHOR, { id, revision: 1, change: { priority: "URGENT" } });
    expect(await refusal(change)).toEqual(["CONFLICT"]);
  });
});
