// Whoever was left out by way of a team got the message once that team was deleted: with the team its members are forgotten. And
// a team that was to get it got nothing, or, when only the app had left it, those who had been in it by then; silently.
import { expect, it } from "vitest";

import { changeDraft } from "@/lib/commands/change-draft";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { repeatBroadcast } from "@/lib/commands/repeat-broadcast";
import { saveDraft } from "@/lib/commands/save-draft";
import { scheduleBroadcast } from "@/lib/commands/schedule-broadcast";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { getBroadcast } from "@/lib/store/broadcasts";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { findLostPart } from "@/lib/store/lost-parts";
import { resolvePage } from "@/lib/store/resolve-page";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { countWaiting } from "@/lib/testing/count-waiting";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";

const test = await startTestBot({ people: 30 });
const { bot: { db }, simulator } = test;
const [owner] = simulator.people;
const [team, another] = simulator.teams;
if (!owner || !team || !another) throw new Error("The practice tenant is too small.");
const part = (teamId: string) => ({ kind: "TEAM_MEMBERS" as const, teamIds: [teamId] });
const except = (teamId: string) => ({ kind: "EXCEPT" as const, of: { kind: "ALL" as const }, without: part(teamId) });

/** What a broadcast that cannot be sent says. */
async function wordsOf(teamId: string): Promise<string> {
  const { name, removedAt } = await db.team.findUniqueOrThrow({ where: { id: teamId } });
  return `The app has not been in the team ${name} of its audience since ${removedAt?.toISOString().slice(0, 10) ?? "?"}, `
    + "or the team was deleted, so nobody knows who is in it now. Put the app back there, or send to an audience without the "
    + "team: a broadcast that repeats can be edited for that.";
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

async function resolve(): Promise<void> {
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
}

const installed = async (place = team): Promise<string> => {
  await simulator.teamDeeds.install(place, owner);
  await readRosters(test);
  return (await db.team.findFirstOrThrow({ where: { teamsId: place.id } })).id;
};

it.each([["leaves out", except], ["is for", part]] as const)(
  "a broadcast that %s a team which has lost the app fails in words, and writes to nobody",
  async (_what, audienceOf) => {
    const teamId = await installed();
    const audience = audienceOf(teamId);
    expect(await findLostPart(db, audience)).toBeUndefined();
    const id = await sendToAll(db, { audience });
    await simulator.teamDeeds.uninstall(team, owner);
    await resolve();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason: await wordsOf(teamId) });
    expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(0);
    await simulator.teamDeeds.install(team, owner);
    expect(await findLostPart(db, audience)).toBeUndefined();
  },
);

// Whoever pressed the button believed that it was on its way.
it.each([
  ["sent", (id: string) => sendBroadcast.run(db, SYSTEM_ACTOR, { id })],
  ["sent later", (id: string) => scheduleBroadcast.run(db, SYSTEM_ACTOR, { id, scheduledAt: inAnHour() })],
  ["repeated", (id: string) => repeatBroadcast.run(db, SYSTEM_ACTOR, { id, cron: "0 9 * * *", zone: "UTC" })],
])("a draft is not %s while a team of its audience has lost the app, and stays as it is", async (_how, start) => {
  const teamId = await installed();
  const message = { topic: "company-news", message: COMPLETE_NOTIFICATION, audience: part(teamId) };
  const { id } = await saveDraft.run(db, SYSTEM_ACTOR, message);
  await simulator.teamDeeds.uninstall(team, owner);
  const issues = [{ path: "audience", message: await wordsOf(teamId) }];
  await expect(start(id)).rejects.toMatchObject({ code: "BAD_INPUT", issues });
  expect(await getBroadcast(db, id)).toMatchObject({ status: "DRAFT", purpose: "NORMAL" });
});

it("one that repeats is edited for that, and goes on", async () => {
  const teamId = await installed();
  const message = { topic: "company-news", message: COMPLETE_NOTIFICATION, audience: except(teamId) };
  const { id, revision } = await saveDraft.run(db, SYSTEM_ACTOR, message);
  await repeatBroadcast.run(db, SYSTEM_ACTOR, { id, cron: "0 9 * * *", zone: "UTC" });
  await simulator.teamDeeds.uninstall(team, owner);
  await changeDraft.run(db, SYSTEM_ACTOR, { id, revision, change: { audience: { kind: "ALL" } } });
  expect(await getBroadcast(db, id)).toMatchObject({ status: "ACTIVE", audience: { kind: "ALL" } });
});

it("one that was begun to be frozen with a team fails too when the team goes, and what was written is taken back", async () => {
  const teamId = await installed();
  const id = await sendToAll(db, { audience: part(teamId), onMissing: "INSTALL" });
  await startDueBroadcasts(db);
  expect(await resolvePage(db, 3)).toBe(true);
  expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(3);
  await simulator.teamDeeds.delete(team, owner);
  await resolve();
  const failed = { status: "FAILED", statusReason: await wordsOf(teamId), installTotal: null };
  expect(await getBroadcast(db, id)).toMatchObject(failed);
  expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(0);
});

it("a broadcast whose team goes after that was looked at, and before its page is written, fails as well", async () => {
  const teamId = await installed(another);
  const id = await sendToAll(db, { audience: except(teamId) });
  await startDueBroadcasts(db);
  let resolving: Promise<unknown> = Promise.resolve();
  await db.$transaction(async (tx) => {
    // Whether the roster has been read is asked in between.
    await tx.$executeRaw`LOCK TABLE roster_reads`;
    resolving = resolvePage(db);
    await expect.poll(() => countWaiting(db)).toBe(1);
    await tx.$executeRaw`UPDATE teams SET removed_at = now() WHERE id = ${teamId}::uuid`;
    await tx.$executeRaw`DELETE FROM team_members WHERE team_id = ${teamId}::uuid`;
  });
  await resolving;
  expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason: await wordsOf(teamId) });
  expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(0);
});
