// A shared or private channel has members of its own: whoever comes or goes there, the bot included, does not come to the
// team or leave it. The events are as Microsoft's own SDK describes them: `channelMemberAdded` and `channelMemberRemoved`.
import { beforeEach, describe, expect, it } from "vitest";

import { wantRosterRead } from "@/lib/store/rosters";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import * as activities from "@/simulator/activities";

const test = await startTestBot({ people: 40 });
const { bot: { db }, simulator, post } = test;
const [owner] = simulator.people;
// The first one has everybody.
const team = simulator.teams[1];
const stranger = simulator.people.find(({ objectId, userType }) => userType === "Member" && !team?.memberIds.has(objectId));
const member = simulator.people.find(({ objectId }) => team?.memberIds.has(objectId) && objectId !== owner?.objectId);
if (!owner || !stranger || !team || !member) throw new Error("The practice tenant is too small.");
const channel = { id: "19:shared@thread.tacv2", name: "With partners" };
const place = { kind: "channel", team, channel } as unknown as activities.ChannelPlace;
const bot = { id: simulator.tenant.botId };
const accountOf = ({ teamsUserId, objectId, displayName }: typeof owner) =>
  ({ id: teamsUserId, aadObjectId: objectId, name: displayName });

const send = async (activity: object) => expect((await post(JSON.stringify(activity))).status).toBe(200);
/** Teams tells it from the channel itself. */
const tell = (change: "Added" | "Removed", accounts: object[], by = owner) => send({
  ...activities.channelChanged(simulator.tenant, by, `channelMember${change}`, place), [`members${change}`]: accounts,
});
const write = (by: typeof owner, type: string) => {
  const message = activities.message(simulator.tenant, by, "hello", [{ id: bot.id, name: "Herald" }], place);
  return send({ ...message, channelData: { ...(message.channelData as object), channel: { ...channel, type } } });
};
const row = () => db.team.findFirstOrThrow({ where: { teamsId: team.id }, include: { channels: true, members: true } });
const ids = async () => (await row()).members.map(({ recipientId }) => recipientId).sort();
const channelRow = async () => (await row()).channels.find(({ conversationId }) => conversationId === channel.id);
const stateOfChannel = async () => (await db.conversationReference.findFirstOrThrow({
  where: { recipient: { externalId: channel.id } }, select: { state: true },
})).state;

async function rereadRoster(): Promise<void> {
  await wantRosterRead(db, { teamId: (await row()).id });
  await readRosters(test);
  expect(await db.rosterRead.count({ where: { status: "READ" } })).toBe(1);
}

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "send_slots", "deliveries");
  await simulator.teamDeeds.install(team, owner);
  await simulator.teamDeeds.addMembers(team, owner, [member]);
});

describe("the bot in a channel of its own members", () => {
  it("can post there once it is allowed to, and the team keeps who installed the app and where", async () => {
    const { installedIn, installerId } = await row();
    await tell("Added", [bot], member);
    expect(await channelRow()).toMatchObject({ name: channel.name, removedAt: null });
    expect(await row()).toMatchObject({ installedIn, installerId });
  });

  // A list of the team's channels need not name them: with the next reading of the roster nothing could be posted there any more.
  it.each([undefined, "shared", "private"])("stays in one that a list leaves out (%s)", async (type) => {
    if (type === undefined) await tell("Added", [bot]);
    else await write(member, type);
    await rereadRoster();
    expect(await stateOfChannel()).toBe("ACTIVE");
    await tell("Removed", [bot]);
    await rereadRoster();
    expect(await stateOfChannel()).toBe("REMOVED");
  });

  it("leaves that channel alone, and not the team", async () => {
    await tell("Added", [bot]);
    const before = await ids();
    await tell("Removed", [bot]);
    expect(await channelRow()).toMatchObject({ removedAt: expect.any(Date) as Date });
    expect(await row()).toMatchObject({ removedAt: null });
    expect(await ids()).toEqual(before);
    const states = await db.conversationReference.groupBy({ by: ["state"], where: { recipient: { kind: "CHANNEL" } } });
    expect(states.map(({ state }) => state).sort()).toEqual(["ACTIVE", "REMOVED"]);
  });
});

describe("a person in a channel of its own members", () => {
  it("stays in the team when they leave it", async () => {
    const before = await ids();
    await tell("Removed", [accountOf(member)]);
    expect(await ids()).toEqual(before);
  });

  it("becomes known when they come, or write there, and is no member of the team", async () => {
    const before = await ids();
    await tell("Added", [accountOf(stranger)]);
    await write(stranger, "shared");
    expect(await db.recipient.findFirst({ where: { externalId: stranger.objectId } })).not.toBeNull();
    expect(await ids()).toEqual(before);
  });
});
