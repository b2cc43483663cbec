// Whoever joins a team that has the app is welcomed once, with the team and whoever brought the app there; a new team gets
// one post in the channel that was chosen, and its members no message each.
import { beforeEach, describe, expect, it } from "vitest";

import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

const { bot, simulator, post } = await startTestBot({ people: 60 });
const { db } = bot;
const [owner, other, ...people] = simulator.people.filter(({ userType }) => userType !== "Guest");
const guest = simulator.people.find(({ userType }) => userType === "Guest");
const [team] = simulator.teams;
const channel = team?.channels[1];
const [first, second] = people;
if (!owner || !other || !first || !second || !guest || !team || !channel) throw new Error("The practice tenant is too small.");

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE recipients, teams, deliveries CASCADE`;
  await switchOn();
});

const switchOn = () =>
  db.broadcast.updateMany({ where: { purpose: "STANDING" }, data: { status: "ACTIVE", resumeStatus: null, pausedBy: null } });
const switchOff = (standingEvent: string) =>
  db.broadcast.updateMany({ where: { standingEvent }, data: { status: "PAUSED", resumeStatus: "ACTIVE", pausedBy: "PERSON" } });
async function welcomesOf(externalId: string) {
  const { id } = await db.recipient.findFirstOrThrow({ where: { externalId } });
  return db.delivery.findMany({ where: { recipientId: id } });
}

describe("a person who joins a team that has the app", () => {
  it("is welcomed once, with the team, its channel and whoever added the app", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    await simulator.teamDeeds.addMembers(team, other, [first, second]);
    await simulator.teamDeeds.addMembers(team, other, [first]);
    const context = { team: team.name, channel: channel.name, installer: owner.displayName };
    expect(await welcomesOf(first.objectId)).toMatchObject([{ status: "QUEUED", context }]);
    expect(await welcomesOf(second.objectId)).toMatchObject([{ status: "QUEUED", context }]);
    // And not once more with the app itself.
    await simulator.install(first.objectId);
    expect(await welcomesOf(first.objectId)).toHaveLength(1);
  });

  it("hears of the team they joined, whichever else they are in", async () => {
    const [, later] = simulator.teams;
    if (!later) throw new Error("The practice tenant is too small.");
    await simulator.teamDeeds.install(team, owner);
    await simulator.teamDeeds.install(later, other);
    await switchOff("PERSONAL_INSTALL");
    await simulator.teamDeeds.addMembers(later, other, [first]);
    await switchOn();
    await simulator.teamDeeds.addMembers(team, owner, [first]);
    expect(await welcomesOf(first.objectId)).toMatchObject([{ context: { team: team.name, installer: owner.displayName } }]);
  });

  it("is not welcomed as a guest, after removing the app, or while the welcome is off", async () => {
    await simulator.teamDeeds.install(team, owner);
    const added = activities.membersChanged(simulator.tenant, owner, [guest], "added", { kind: "channel", team, channel });
    const member = { id: guest.teamsUserId, aadObjectId: guest.objectId, userRole: "guest" };
    await post(JSON.stringify({ ...added, membersAdded: [member] }));
    expect(await welcomesOf(guest.objectId)).toEqual([]);
    await switchOff("PERSONAL_INSTALL");
    await simulator.install(first.objectId);
    await simulator.uninstall(first.objectId);
    await simulator.teamDeeds.addMembers(team, owner, [second]);
    expect(await welcomesOf(second.objectId)).toEqual([]);
    await switchOn();
    await simulator.teamDeeds.addMembers(team, owner, [first]);
    expect(await welcomesOf(first.objectId)).toEqual([]);
  });
});

describe("a team that gets the app", () => {
  it("is welcomed with one post in the chosen channel, naming who added it, however often it is told", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    await simulator.teamDeeds.install(team, owner, channel);
    const [welcome, ...others] = await db.delivery.findMany();
    expect(others).toEqual([]);
    expect(welcome).toMatchObject({
      recipientName: `${team.name} › ${channel.name}`,
      context: { team: team.name, channel: channel.name, installer: owner.displayName },
    });
    expect(await welcomesOf(channel.id)).toHaveLength(1);
  });

  it("is not welcomed again in another channel when the app comes back", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    await simulator.teamDeeds.uninstall(team, owner);
    await simulator.teamDeeds.install(team, other);
    expect(await db.delivery.count()).toBe(1);
  });

  it("asks the roster for the installer's name when Teams does not tell it", async () => {
    team.installedBy = owner.objectId;
    const place = { kind: "channel", team, channel } as const;
    const added = activities.botAdded(simulator.tenant, owner, place);
    const from = { id: owner.teamsUserId, aadObjectId: owner.objectId };
    expect((await post(JSON.stringify({ ...added, from }))).status).toBe(200);
    expect(await welcomesOf(channel.id)).toMatchObject([{ context: { installer: owner.displayName } }]);
  });

  it("is not welcomed while that is switched off", async () => {
    await switchOff("TEAM_INSTALL");
    await simulator.teamDeeds.install(team, owner);
    expect(await db.delivery.count()).toBe(0);
  });
});
