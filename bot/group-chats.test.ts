// A group chat the bot is in is a recipient: it can be posted in for as long as the bot is there, and its people are known.
import { expect, it } from "vitest";

import { listGroupChats } from "@/lib/store/list-teams";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";

const test = await startTestBot({ people: 30 });
const { bot, simulator } = test;
const { db } = bot;
const [owner, friend, late, ...others] = simulator.people;
if (!owner || !friend || !late) throw new Error("The practice tenant is too small.");
const { groupChatDeeds: deeds } = simulator;

const rowOf = (externalId: string) => db.recipient.findFirst({ where: { externalId }, include: { reference: true } });
const shown = async (id: string) => {
  const row = await rowOf(id);
  return (await listGroupChats(db, { limit: 50 })).items.find((item) => item.id === row?.id);
};

it("becomes known when the app is added there, with its people and a name", async () => {
  const chat = deeds.create(null, [owner, friend, ...others.slice(0, 3)]);
  await deeds.install(chat, owner);
  expect(await rowOf(chat.id)).toMatchObject({
    kind: "GROUP_CHAT",
    reference: { state: "ACTIVE", conversationId: chat.id, botId: simulator.tenant.botId, source: "INSTALL" },
  });
  expect(await readRosters(test)).toBe(1);
  const members = simulator.people.filter(({ objectId }) => chat.memberIds.has(objectId));
  for (const { objectId } of members) expect(await rowOf(objectId)).toMatchObject({ reference: { state: "KNOWN" } });
  const names = members.slice(0, 3).map(({ displayName }) => displayName).join(", ");
  expect(await shown(chat.id)).toMatchObject({ name: `${names} +2`, members: 5, state: "ACTIVE", postsAllowed: true });
  expect(await db.teamMember.count()).toBe(0);
});

it("is read anew when somebody comes or goes, who becomes known at once", async () => {
  const chat = deeds.create("Night shift", [owner, friend]);
  await deeds.install(chat, owner);
  await readRosters(test);
  await deeds.addMembers(chat, owner, [late]);
  expect(await rowOf(late.objectId)).toMatchObject({ reference: { state: "KNOWN", source: "CONVERSATION_UPDATE" } });
  expect(await readRosters(test)).toBe(1);
  expect(await shown(chat.id)).toMatchObject({ name: "Night shift", members: 3 });
  await deeds.removeMembers(chat, owner, [late, friend]);
  await readRosters(test);
  expect(await shown(chat.id)).toMatchObject({ members: 1 });
});

it("is found by a message that mentions the bot, and follows a new topic", async () => {
  const chat = deeds.create("Release crew", [owner, friend]);
  chat.installedBy = owner.objectId;
  await deeds.say(chat, owner, "hello", [friend]);
  expect(await rowOf(chat.id)).toMatchObject({ displayName: "Release crew", reference: { state: "ACTIVE", source: "MESSAGE" } });
  deeds.rename(chat, "Release people");
  await deeds.say(chat, owner, "hello again", []);
  expect(await rowOf(chat.id)).toMatchObject({ displayName: "Release people" });
});

it("cannot be posted in after the app was removed, until it is added again", async () => {
  const chat = deeds.create("Canteen", [owner, friend]);
  await deeds.install(chat, owner);
  await deeds.uninstall(chat, owner);
  expect(await rowOf(chat.id)).toMatchObject({ reference: { state: "REMOVED", evidence: "UNINSTALLED" } });
  expect(await shown(chat.id)).toBeUndefined();
  await deeds.install(chat, owner);
  expect(await rowOf(chat.id)).toMatchObject({ reference: { state: "ACTIVE" } });
});
