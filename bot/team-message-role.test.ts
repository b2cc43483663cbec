// Whose role counts for `message all members`: Entra's for as long as a session may last after it was given, one that was
// given here until it is taken back, and nobody's whose account is disabled or gone. All three were believed for ever.
import { beforeEach, expect, it } from "vitest";

import { changeAssignedRole, savePerson } from "@/lib/store/people";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import { type Click, clickCard, type ClickResult } from "@/simulator/click-card";
import type { Person } from "@/simulator/people";
import type { Channel, Team } from "@/simulator/teams";

const test = await startTestBot({ people: 60 });
const { bot, simulator } = test;
const { db } = bot;
const [author] = simulator.people as [Person];
const team = simulator.teams.find(({ name }) => name === "Engineering") as Team;
const channel = team.channels[1] as Channel;
const FORM = {
  title: "Lift out of order", whatHappened: "It stopped.", affected: "Lift 2", actor: "Facilities", whatToDo: "Take the stairs.",
  topic: "company-news",
};

let personId = "";
beforeEach(async () => {
  await truncate(db, "recipients", "teams", "deliveries", "people");
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  simulator.reset({ chats: true, counts: true });
  await simulator.teamDeeds.install(team, author);
  await readRosters(test);
  const { objectId, displayName } = author;
  personId = (await savePerson(db, { tenantId: simulator.tenant.id, objectId, displayName, role: "author" })).id;
});

const ask = () => simulator.teamDeeds.say(team, channel, author, "message all members", []);
function newest() {
  const message = simulator.tenant.chats.get(channel.id)?.messages.findLast(({ from }) => from === "bot");
  if (!message) throw new Error("The bot has not answered.");
  return message;
}
const cardOf = (): string => JSON.stringify(newest().replacements?.[author.objectId] ?? JSON.parse(newest().json));
function press(title: string, inputs: Click["inputs"] = {}): Promise<ClickResult> {
  const { activityId } = newest();
  const place = { kind: "channel", team, channel, threadId: activityId } as const;
  return clickCard(
    simulator.tenant, simulator.bot, author, simulator.tenant.chats.open(channel.id), { activityId, title, inputs }, place,
  );
}
const drafts = () => db.broadcast.findMany({ where: { purpose: "NORMAL" } });

it("asks to sign in, at each step, who got the role from Entra longer ago than a session lasts", async () => {
  await ask();
  await readRosters(test);
  await press("Review", FORM);
  const net = await db.teamMember.count({ where: { recipient: { userType: "MEMBER" } } });
  const nineHoursAgo = new Date(Date.now() - 9 * 3_600_000);
  await db.person.update({ where: { id: personId }, data: { signedInAt: nineHoursAgo }, select: { id: true } });
  await press(`Send to ${net} people`);
  expect(cardOf()).toContain("Sign in to Herald first");
  expect(cardOf()).toContain("herald.example");
  expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);
  await ask();
  expect(cardOf()).not.toContain("Input.Text");
  await changeAssignedRole(db, personId, "author");
  await ask();
  expect(cardOf()).toContain("Input.Text");
});

it.each(["DISABLED", "DELETED"])("refuses somebody whose account is %s, whoever gave the role", async (account) => {
  await db.recipient.updateMany({ where: { externalId: author.objectId }, data: { account } });
  for (const role of [null, "author"] as const) {
    await changeAssignedRole(db, personId, role);
    await ask();
    expect(cardOf()).toContain("I may not do this for you");
  }
});
