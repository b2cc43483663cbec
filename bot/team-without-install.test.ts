// A team came to Herald with another bot's app id, or was installed while the endpoint was down: its install event never
// came. It was frozen from whoever happened to write there, one of two hundred, without a hint.
import { expect, it } from "vitest";

import { createTeamInstall } from "@/lib/engine/install-in-team";
import { log } from "@/lib/log";
import { getBroadcast } from "@/lib/store/broadcasts";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { findLostPart } from "@/lib/store/lost-parts";
import { resolvePage } from "@/lib/store/resolve-page";
import { freshenRosters } from "@/lib/store/resolve-rosters";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

const test = await startTestBot({ people: 30 });
const { bot: { db }, simulator, post } = test;
const { tenant, teamDeeds: deeds } = simulator;
const [owner] = simulator.people;
const [team] = simulator.teams;
const general = team?.channels[0];
if (!owner || !team || !general) throw new Error("The practice tenant is too small.");

const place = { kind: "channel", team, channel: general } as const;
const hello = () => activities.message(tenant, owner, "hello", [], place);
const lastChannel = () => team.channels.at(-1) ?? general;
const rowOf = () => db.team.findFirstOrThrow({ where: { teamsId: team.id } });

/** The app is there, and nobody told. */
async function forgetInstall(): Promise<string> {
  await db.$executeRaw`DELETE FROM teams`;
  expect((await post(JSON.stringify(hello()))).status).toBe(200);
  return (await rowOf()).id;
}

it("whose install event was lost is unread until its roster is, and a broadcast waits for that", async () => {
  await deeds.install(team, owner);
  const teamId = await forgetInstall();
  expect(await db.rosterRead.findMany({ select: { teamId: true, status: true } })).toEqual([{ teamId, status: "WANTED" }]);
  expect(await freshenRosters(db, [teamId])).toMatchObject([{ id: teamId }]);
  const id = await sendToAll(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] } });
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
  expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
  await readRosters(test);
  while (await resolvePage(db)) await Promise.resolve();
  expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(team.memberIds.size);
});

it("is in again when the app turns out to be there already, since no event comes then", async () => {
  await deeds.install(team, owner);
  const { id: teamId, tenantId, groupId } = await rowOf();
  const group = { tenantId, objectId: groupId ?? "", name: "Team", kind: "MICROSOFT_365", membership: "ASSIGNED", hasTeam: true };
  const { id: key } = await db.entraGroup.create({ data: { ...group, listedAt: new Date() } });
  await db.team.update({ where: { id: teamId }, data: { removedAt: new Date() } });
  await db.$executeRaw`DELETE FROM roster_reads`;
  const directory = openTestDirectory(simulator);
  const install = createTeamInstall({ db, directoryOf: () => directory, log });
  expect(await install({ key, signal: AbortSignal.timeout(5_000), report: () => Promise.resolve() })).toEqual({ kind: "DONE" });
  expect(await rowOf()).toMatchObject({ removedAt: null });
  expect(await db.rosterRead.findMany()).toMatchObject([{ teamId, status: "WANTED" }]);
});

// A team whose first event was one of these had no reading and no mark of the app: it was frozen from nobody, with no word.
it.each([
  ["is renamed", () => deeds.rename(team, owner, "Renamed")],
  ["is archived", () => deeds.archive(team, owner)],
  ["comes back from the archive", () => deeds.unarchive(team, owner)],
  ["gets a channel", () => deeds.createChannel(team, owner, "News")],
  ["has a channel renamed", () => deeds.renameChannel(team, lastChannel(), owner, "Headlines")],
  ["has a channel deleted", () => deeds.deleteChannel(team, lastChannel(), owner)],
])("of which nothing is told before it %s is unread until its roster is", async (_what, happens) => {
  await deeds.install(team, owner);
  await db.$executeRaw`DELETE FROM teams`;
  await happens();
  const { id: teamId, installedAt } = await rowOf();
  expect(installedAt).toBeInstanceOf(Date);
  expect(await db.rosterRead.findMany({ select: { teamId: true, status: true } })).toEqual([{ teamId, status: "WANTED" }]);
});

it("that is known through a shared channel alone holds a broadcast up, which fails in words", async () => {
  const [, other] = simulator.teams;
  if (!other) throw new Error("The practice tenant is too small.");
  const shared = { kind: "channel", team: other, channel: { id: "19:shared@thread.tacv2", name: "Shared" } } as const;
  const added = activities.channelChanged(tenant, owner, "channelMemberAdded", shared);
  const name = { ...added, channelData: { ...(added.channelData as object), team: { id: other.id, name: "Elsewhere" } } };
  expect((await post(JSON.stringify({ ...name, membersAdded: [{ id: tenant.botId }] }))).status).toBe(200);
  const { id: teamId } = await db.team.findFirstOrThrow({ where: { teamsId: other.id } });
  const without = { kind: "TEAM_MEMBERS" as const, teamIds: [teamId] };
  const id = await sendToAll(db, { audience: { kind: "EXCEPT", of: { kind: "ALL" }, without } });
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
  expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
  expect(await freshenRosters(db, [teamId])).toMatchObject([{ id: teamId, readAt: null }]);
  await readRosters(test);
  while (await resolvePage(db)) await Promise.resolve();
  const statusReason = "The members of the team Elsewhere could not be read. Its page says why.";
  expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason });
});

// It stayed lost for ever when it got the app back while nobody heard, whatever was written there afterwards.
it("that has lost the app has it again when something comes from it afterwards, and not by what is told late", async () => {
  const now = Date.now();
  const tell = async (activity: object, secondsAgo: number): Promise<void> => {
    const timestamp = new Date(now - secondsAgo * 1_000).toISOString();
    expect((await post(JSON.stringify({ ...activity, timestamp }))).status).toBe(200);
  };
  await db.$executeRaw`DELETE FROM teams`;
  await tell(activities.botAdded(tenant, owner, place), 600);
  await readRosters(test);
  await tell(activities.botRemoved(tenant, owner, place), 60);
  team.installedBy = owner.objectId;
  const { id: teamId } = await rowOf();
  const lost = () => findLostPart(db, { kind: "TEAM_MEMBERS", teamIds: [teamId] });
  for (const secondsAgo of [90, 55]) {
    await tell(hello(), secondsAgo);
    expect(await rowOf()).toMatchObject({ removedAt: expect.any(Date) as Date });
    expect(await db.rosterRead.count()).toBe(0);
    expect(await lost()).toContain("The app has not been in the team");
  }
  await tell(hello(), 45);
  expect(await rowOf()).toMatchObject({ removedAt: null });
  expect(await lost()).toBeUndefined();
  expect(await db.rosterRead.findMany()).toMatchObject([{ teamId, status: "WANTED" }]);
  // Teams tells a removal twice.
  await tell(activities.botRemoved(tenant, owner, place), 60);
  expect(await rowOf()).toMatchObject({ removedAt: null });
  await readRosters(test);
  expect(await db.teamMember.count({ where: { teamId } })).toBe(team.memberIds.size);
});
