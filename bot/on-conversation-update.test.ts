// Teams, channels and members follow Teams' events, however often these repeat.
import { describe, expect, it } from "vitest";

import { listTeams } from "@/lib/store/list-teams";
import { getRecipientByObjectId } from "@/lib/store/recipients";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

const { bot, simulator, post } = await startTestBot({ people: 20 });
const { db } = bot;
const tenantId = simulator.tenant.id;
const [owner, guest, ...people] = simulator.people;
const [team] = simulator.teams;
const general = team?.channels[0];
if (!owner || !guest || !team || !general) throw new Error("The practice tenant is too small.");
const place = { kind: "channel", team, channel: general } as const;

const row = () => db.team.findFirstOrThrow({ where: { teamsId: team.id }, include: { channels: true, members: true } });
/** Of its channels as recipients. */
const states = async (): Promise<string[]> => {
  const channels = await db.recipient.findMany({ where: { kind: "CHANNEL" }, include: { reference: true } });
  return channels.map(({ reference }) => reference?.state ?? "");
};
const send = async (activity: object) => expect((await post(JSON.stringify(activity))).status).toBe(200);

describe("a team", () => {
  it("is recorded with its channel and installer, once, however often the event repeats", async () => {
    await simulator.teamDeeds.install(team, owner);
    await simulator.teamDeeds.install(team, owner);
    const installer = await getRecipientByObjectId(db, tenantId, owner.objectId);
    expect(installer).toMatchObject({ state: "KNOWN", source: "CONVERSATION_UPDATE" });
    expect(await row()).toMatchObject({
      name: team.name,
      groupId: team.aadGroupId,
      installerId: installer?.id,
      installerName: owner.displayName,
      removedAt: null,
      channels: [{ conversationId: general.id, name: general.name }],
    });
    const { items } = await listTeams(db, { limit: 5 });
    expect(items).toMatchObject([{ name: team.name, members: 1, installerName: owner.displayName }]);
  });

  it("gains members who are added, and loses those who leave; they stay in the records", async () => {
    await simulator.teamDeeds.addMembers(team, owner, people.slice(0, 3));
    expect((await row()).members).toHaveLength(4);
    await simulator.teamDeeds.removeMembers(team, owner, people.slice(0, 2));
    expect((await row()).members).toHaveLength(2);
    expect(await getRecipientByObjectId(db, tenantId, people[0]?.objectId ?? "")).toMatchObject({ state: "NEEDS_INSTALL" });
  });

  // Microsoft's own example of a removal names nobody in any other way; they were dropped without a word.
  it("gains and loses those who are named by their Teams id alone", async () => {
    const person = people[2];
    if (!person) throw new Error("The practice tenant is too small.");
    const wanted = () => db.rosterRead.findMany({ select: { status: true } });
    const event = (kind: "added" | "removed") => activities.membersChanged(simulator.tenant, owner, [person], kind, place);
    const before = (await row()).members.length;
    await db.$executeRaw`DELETE FROM roster_reads`;
    await send({ ...event("removed"), membersRemoved: [{ id: person.teamsUserId }] });
    expect((await row()).members).toHaveLength(before - 1);
    await send({ ...event("removed"), membersRemoved: [{ id: "29:unknown" }] });
    expect(await wanted()).toEqual([{ status: "WANTED" }]);
    await db.$executeRaw`DELETE FROM roster_reads`;
    await send({ ...event("added"), membersAdded: [{ id: person.teamsUserId }] });
    expect(await wanted()).toEqual([{ status: "WANTED" }]);
  });

  it("marks guests, by role or by tenant", async () => {
    const added = activities.membersChanged(simulator.tenant, owner, [guest], "added", place);
    const member = { id: guest.teamsUserId, aadObjectId: guest.objectId };
    await send({ ...added, membersAdded: [{ ...member, userRole: "guest" }] });
    const other = { id: "29:other", aadObjectId: "00000000-0000-4000-8000-00000000ffff", tenantId: "another" };
    await send({ ...added, membersAdded: [other] });
    for (const objectId of [guest.objectId, other.aadObjectId]) {
      expect(await getRecipientByObjectId(db, tenantId, objectId)).toMatchObject({ userType: "GUEST" });
    }
  });

  it("follows renames of team and channels, and notes deleted and restored channels", async () => {
    await simulator.teamDeeds.rename(team, owner, "Everybody");
    const { channel } = await simulator.teamDeeds.createChannel(team, owner, "News");
    await simulator.teamDeeds.renameChannel(team, channel, owner, "Headlines");
    await simulator.teamDeeds.deleteChannel(team, channel, owner);
    const find = async () => (await row()).channels.find(({ conversationId }) => conversationId === channel.id);
    expect((await row()).name).toBe("Everybody");
    expect(await find()).toMatchObject({ name: "Headlines", removedAt: expect.any(Date) as Date });
    await simulator.teamDeeds.restoreChannel(team, channel, owner);
    expect(await find()).toMatchObject({ removedAt: null });
  });

  it("is found by the name of a channel by whoever looks for one, and not by whoever looks for teams", async () => {
    const found = async (q: string, by?: "CHANNEL") => (await listTeams(db, { q, by, limit: 5 })).items.map(({ name }) => name);
    expect(await found("HEADLINES", "CHANNEL")).toEqual([team.name]);
    expect(await found(`${team.name} › head`, "CHANNEL")).toEqual([team.name]);
    expect(await found("general", "CHANNEL")).toEqual([team.name]);
    expect(await found("head_ines", "CHANNEL")).toEqual([]);
    expect(await found("headlines")).toEqual([]);
  });

  it("is marked removed with the app, and comes back with it", async () => {
    await simulator.teamDeeds.uninstall(team, owner);
    const { id, removedAt } = await row();
    expect(removedAt).toBeInstanceOf(Date);
    expect((await listTeams(db, { limit: 5 })).items).toEqual([]);
    // An audience that names it must be able to say what it has lost.
    const named = (await listTeams(db, { ids: [id], limit: 5 })).items;
    expect(named).toMatchObject([{ id, name: team.name, removedAt: removedAt?.toISOString() }]);
    await simulator.teamDeeds.install(team, owner);
    expect((await row()).removedAt).toBeNull();
  });

  it("loses its members when it is deleted, and is read anew when it is restored", async () => {
    await simulator.teamDeeds.delete(team, owner);
    expect(await row()).toMatchObject({ removedAt: expect.any(Date) as Date, members: [] });
    expect(await states()).toEqual(["REMOVED", "REMOVED"]);
    // Teams has been seen to write the kinds of events in small letters.
    const restored = activities.teamChanged(simulator.tenant, owner, "teamRestored", place);
    expect((await post(JSON.stringify(restored).replace('"teamRestored"', '"teamrestored"'))).status).toBe(200);
    expect(await row()).toMatchObject({ removedAt: null });
    await simulator.teamDeeds.restore(team, owner);
    expect(await states()).toEqual(["ACTIVE", "ACTIVE"]);
    expect(await db.rosterRead.findMany()).toMatchObject([{ status: "WANTED" }]);
  });

  it("has no members either when it is deleted after the app was removed from it", async () => {
    await simulator.teamDeeds.install(team, owner);
    expect((await row()).members.length).toBeGreaterThan(0);
    await simulator.teamDeeds.uninstall(team, owner);
    // Teams may tell of it although the bot is not there any more.
    await send(activities.teamChanged(simulator.tenant, owner, "teamDeleted", place));
    expect((await row()).members).toEqual([]);
    await simulator.teamDeeds.install(team, owner);
  });

  it("is not marked removed when a person removes the app for themselves", async () => {
    const person = people[5];
    if (!person) throw new Error("The practice tenant is too small.");
    await simulator.install(person.objectId);
    await simulator.uninstall(person.objectId);
    expect((await row()).removedAt).toBeNull();
    expect(await getRecipientByObjectId(db, tenantId, person.objectId)).toMatchObject({ state: "REMOVED" });
  });
});

describe("a channel", () => {
  const find = (name: string) =>
    db.recipient.findFirst({ where: { kind: "CHANNEL", displayName: name }, include: { reference: true } });
  const { teamDeeds: deeds } = simulator;

  it("is a recipient that a post can go to, under the names of team and channel", async () => {
    const { channel } = await deeds.createChannel(team, owner, "Canteen");
    const recipient = await find(`${team.name} › Canteen`);
    expect(recipient).toMatchObject({
      externalId: channel.id,
      reference: { state: "ACTIVE", conversationId: channel.id, botId: simulator.tenant.botId, serviceUrl: simulator.serviceUrl },
    });
    await deeds.renameChannel(team, channel, owner, "Lunch");
    expect(await find(`${team.name} › Lunch`)).toMatchObject({ id: recipient?.id });
    await deeds.rename(team, owner, "All of us");
    expect(await find("All of us › Lunch")).toMatchObject({ id: recipient?.id });
  });

  it("can be posted in only while it is there, and its team is neither archived nor without the app", async () => {
    const { channel } = await deeds.createChannel(team, owner, "Garden");
    const state = async () => (await find(`${team.name} › Garden`))?.reference;
    await deeds.deleteChannel(team, channel, owner);
    expect(await state()).toMatchObject({ state: "REMOVED", evidence: "CHANNEL_DELETED" });
    await deeds.restoreChannel(team, channel, owner);
    expect(await state()).toMatchObject({ state: "ACTIVE" });
    await deeds.archive(team, owner);
    expect(await state()).toMatchObject({ state: "REMOVED", evidence: "TEAM_ARCHIVED" });
    await deeds.unarchive(team, owner);
    expect(await state()).toMatchObject({ state: "ACTIVE" });
    await deeds.uninstall(team, owner);
    expect(await state()).toMatchObject({ state: "REMOVED", evidence: "TEAM_REMOVED" });
    await deeds.install(team, owner);
    expect(await state()).toMatchObject({ state: "ACTIVE" });
  });
});
