// Whoever joins a team that has the app is welcomed once, with the team and whoever brought the app there; a new team gets
// one post in the channel that was chosen, and its members no message each.
import { beforeEach, describe, expect, it } from "vitest";

import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import * as activities from "@/simulator/activities";

const { bot, simulator, post } = await startTestBot({ people: 60 });
const { db } = bot;
const [owner, other, ...people] = simulator.people.filter(({ userType }) => userType !== "Guest");
const guest = simulator.people.find(({ userType }) => userType === "Guest");
const [team] = simulator.teams;
const channel = team?.channels[1];
const [first, second, third] = people;
if (!owner || !other || !first || !second || !third) throw new Error("The practice tenant is too small.");
if (!guest || !team || !channel) throw new Error("The practice tenant is too small.");

const adder = other;
const place = { kind: "channel", team, channel } as const;

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "deliveries");
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

async function tellAdded(joined: typeof people, { minutesLate = 0, unnamed = false }): Promise<void> {
  const added = activities.membersChanged(simulator.tenant, adder, joined, "added", place);
  const timestamp = new Date(Date.now() - minutesLate * 60_000).toISOString();
  const named = joined.map(({ teamsUserId: id, objectId: aadObjectId }) => ({ id, ...(unnamed ? {} : { aadObjectId }) }));
  expect((await post(JSON.stringify({ ...added, timestamp, membersAdded: named }))).status).toBe(200);
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

  // Herald was down when they joined, or Teams named them by the id they have towards the bot and nothing else: the welcome was
  // lost for ever, since the roster that is read then welcomes nobody.
  it("is welcomed too when that is told late, or names ids alone, or both", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    await tellAdded([first], { minutesLate: 5 });
    await tellAdded([second], { unnamed: true });
    await tellAdded([third], { minutesLate: 5, unnamed: true });
    const context = { team: team.name, channel: channel.name, installer: owner.displayName };
    for (const { objectId } of [first, second, third]) {
      expect(await welcomesOf(objectId)).toMatchObject([{ status: "QUEUED", context }]);
    }
    expect(await db.rosterRead.findMany()).toMatchObject([{ status: "WANTED" }]);
    await tellAdded([first], { minutesLate: 5 });
    expect(await welcomesOf(first.objectId)).toHaveLength(1);
  });

  it("is welcomed although the roster does not answer, but is not once the roster no longer has them", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    team.memberIds.delete(second.objectId);
    await tellAdded([second], { minutesLate: 5 });
    expect(await db.recipient.count({ where: { externalId: second.objectId } })).toBe(0);
    team.memberIds.add(second.objectId);
    simulator.setFaults([{ kind: "status", status: 503, match: { operations: ["getMember"] } }]);
    await tellAdded([first], { minutesLate: 5 });
    simulator.setFaults([]);
    expect(await welcomesOf(first.objectId)).toMatchObject([{ context: { team: team.name, installer: owner.displayName } }]);
    expect(await db.teamMember.count({ where: { recipient: { externalId: first.objectId } } })).toBe(0);
  });

  it("is looked up only among the first of many, and all the same welcomed when it is told who they are", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    const asked = () => simulator.counts().requests.byOperation["getMember"] ?? 0;
    const before = asked();
    const many = people.slice(0, 25);
    await tellAdded(many, { minutesLate: 5 });
    expect(asked() - before).toBe(20);
    const recipients = await db.recipient.findMany({ where: { externalId: { in: many.map(({ objectId }) => objectId) } } });
    expect(await db.delivery.count({ where: { recipientId: { in: recipients.map(({ id }) => id) } } })).toBe(25);
  });

  // Teams gives an answer up after 15 seconds; while the whole rate was taken, twenty look-ups took longer.
  it("does not keep Teams waiting while the rate is taken", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    bot.ratePerSecond = 1;
    const begun = performance.now();
    await tellAdded(people.slice(0, 25), { minutesLate: 5 });
    bot.ratePerSecond = 1_000;
    expect(performance.now() - begun).toBeLessThan(9_000);
    expect(await welcomesOf(people[24]?.objectId ?? "")).toHaveLength(1);
  });

  it("is not welcomed to a team that has lost the app meanwhile", async () => {
    await simulator.teamDeeds.install(team, owner, channel);
    await simulator.teamDeeds.uninstall(team, owner);
    await tellAdded([first], { minutesLate: 5 });
    expect(await welcomesOf(first.objectId)).toEqual([]);
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
