// Teams repeats its events and does not keep their order: one that comes late changes nothing that was told after it, and
// where a late one is about members, the roster is asked who they are.
import { beforeEach, describe, expect, it } from "vitest";

import { saveChannelList } from "@/lib/store/channels";
import { inTransaction } from "@/lib/store/db";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import * as activities from "@/simulator/activities";

const test = await startTestBot({ people: 30 });
const { bot: { db }, simulator, post } = test;
const { tenant, teamDeeds: deeds } = simulator;
const [owner] = simulator.people;
const [team] = simulator.teams;
const general = team?.channels[0];
if (!owner || !team || !general) throw new Error("The practice tenant is too small.");
const member = simulator.people.find(({ objectId }) => team.memberIds.has(objectId) && objectId !== owner.objectId);
if (!member) throw new Error("The practice tenant is too small.");
const place = { kind: "channel", team, channel: general } as const;

/** As it was told some minutes ago. */
async function sendLate(activity: object, minutes = 5): Promise<void> {
  const timestamp = new Date(Date.now() - minutes * 60_000).toISOString();
  expect((await post(JSON.stringify({ ...activity, timestamp }))).status).toBe(200);
}
const row = () => db.team.findFirstOrThrow({ where: { teamsId: team.id }, include: { channels: true, members: true } });
const isMember = async () =>
  (await db.teamMember.count({ where: { recipient: { externalId: member.objectId } } })) === 1;
const readings = () => db.rosterRead.findMany({ select: { status: true } });

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "send_slots", "deliveries");
  await deeds.install(team, owner);
  await readRosters(test);
});

describe("an event that comes late", () => {
  it("does not archive a team again", async () => {
    await deeds.archive(team, owner);
    await deeds.unarchive(team, owner);
    await sendLate(activities.teamChanged(tenant, owner, "teamArchived", place));
    expect(await row()).toMatchObject({ archivedAt: null });
  });

  it("does not give a team or a channel a former name", async () => {
    const renamed = { ...place, team: { ...team, name: "Before" } };
    await deeds.rename(team, owner, "After");
    await sendLate(activities.teamChanged(tenant, owner, "teamRenamed", renamed));
    const { channel } = await deeds.createChannel(team, owner, "First");
    await deeds.renameChannel(team, channel, owner, "Second");
    const first = { ...place, channel: { ...channel, name: "First" } };
    await sendLate(activities.channelChanged(tenant, owner, "channelRenamed", first));
    const { name, channels } = await row();
    expect([name, ...channels.map((one) => one.name)]).toEqual(expect.arrayContaining(["After", "Second"]));
  });

  it("does not bring a deleted channel back, be it a message", async () => {
    const { channel } = await deeds.createChannel(team, owner, "Gone");
    await deeds.deleteChannel(team, channel, owner);
    await sendLate(activities.message(tenant, owner, "hello", [{ id: tenant.botId, name: "Herald" }], { ...place, channel }));
    expect((await row()).channels.find(({ conversationId }) => conversationId === channel.id)?.removedAt).toBeInstanceOf(Date);
  });

  it("makes nobody a member again who has left, and has the roster read", async () => {
    await deeds.removeMembers(team, owner, [member]);
    await sendLate(activities.membersChanged(tenant, owner, [member], "added", place));
    expect(await isMember()).toBe(false);
    expect(await readings()).toEqual([{ status: "WANTED" }]);
    await readRosters(test);
    expect(await isMember()).toBe(false);
    await deeds.addMembers(team, owner, [member]);
  });

  it("takes nobody out who has come back, and has the roster read", async () => {
    await sendLate(activities.membersChanged(tenant, owner, [member], "removed", place));
    expect(await isMember()).toBe(true);
    expect(await readings()).toEqual([{ status: "WANTED" }]);
    await readRosters(test);
    expect(await isMember()).toBe(true);
  });

  // Two events that were swapped within a minute undid the newer one, and nobody looked again.
  it("undoes nothing newer, though it is only some seconds late, and has the roster read", async () => {
    await deeds.removeMembers(team, owner, [member]);
    await deeds.addMembers(team, owner, [member]);
    await sendLate(activities.membersChanged(tenant, owner, [member], "removed", place), 0.05);
    expect(await isMember()).toBe(true);
    expect(await readings()).toEqual([{ status: "WANTED" }]);
    await readRosters(test);
    await deeds.removeMembers(team, owner, [member]);
    await sendLate(activities.membersChanged(tenant, owner, [member], "added", place), 0.3);
    expect(await isMember()).toBe(false);
    expect(await readings()).toEqual([{ status: "WANTED" }]);
    await deeds.addMembers(team, owner, [member]);
  });

  it("does not have the roster read of a team that has lost the app", async () => {
    await deeds.uninstall(team, owner);
    await sendLate(activities.membersChanged(tenant, owner, [member], "added", place));
    expect(await readings()).toEqual([]);
  });
});

describe("a list of channels", () => {
  it("does not undo what was told while it was read", async () => {
    const { channel: deleted } = await deeds.createChannel(team, owner, "Deleted meanwhile");
    const { id } = await row();
    await db.rosterRead.updateMany({ data: { startedAt: new Date() } });
    const listed = (await row()).channels.map(({ conversationId, name }) => ({ conversationId, name }));
    await deeds.deleteChannel(team, deleted, owner);
    const { channel: created } = await deeds.createChannel(team, owner, "Created meanwhile");
    await inTransaction(db, (tx) => saveChannelList(tx, id, listed));
    const stateOf = async (conversationId: string) =>
      (await row()).channels.find((one) => one.conversationId === conversationId)?.removedAt;
    expect(await stateOf(created.id)).toBeNull();
    expect(await stateOf(deleted.id)).toBeInstanceOf(Date);
  });

  it("takes out what is no longer listed", async () => {
    const { channel } = await deeds.createChannel(team, owner, "Quietly deleted");
    const { id, channels } = await row();
    await db.rosterRead.updateMany({ data: { startedAt: new Date(Date.now() + 1_000) } });
    const listed = channels.filter(({ conversationId }) => conversationId !== channel.id);
    await inTransaction(db, (tx) => saveChannelList(tx, id, listed));
    expect((await row()).channels.find((one) => one.conversationId === channel.id)?.removedAt).toBeInstanceOf(Date);
  });
});
