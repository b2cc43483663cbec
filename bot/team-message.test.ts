// `message all members` in a channel: whoever may send writes a message to everybody in the team on a card, reads the
// number, and sends a broadcast like any other. Nobody else can, with any button, in any order, however often it is pressed.
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { NO_APPROVAL } from "@/lib/domain/approval";
import { actionDataSchema } from "@/lib/domain/card-actions";
import type { Role } from "@/lib/domain/role";
import { DEFAULT_SEND_LIMITS } from "@/lib/domain/send-limits";
import { saveApprovalRule } from "@/lib/store/approvals";
import { savePerson } from "@/lib/store/people";
import { saveSendLimits } from "@/lib/store/send-limits";
import { createTemplate } from "@/lib/store/templates";
import { createTopic } from "@/lib/store/topics";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import { type Click, clickCard, type ClickResult } from "@/simulator/click-card";
import type { Person } from "@/simulator/people";
import type { Channel, Team } from "@/simulator/teams";


const test = await startTestBot({ people: 60 });
const { bot, simulator } = test;
const { db } = bot;
const tenantId = simulator.tenant.id;
const [author, stranger] = simulator.people as [Person, Person];
const team = simulator.teams.find(({ name }) => name === "Engineering") as Team;
const channel = team.channels[1] as Channel;

const WORDS = {
  title: "Lift out of order", whatHappened: "It stopped.", affected: "Lift 2", actor: "Facilities", whatToDo: "Take the stairs.",
};
const FORM = { ...WORDS, topic: "company-news" };

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "deliveries", "people", "templates");
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  await db.$executeRaw`DELETE FROM topics WHERE key = 'alerts'`;
  simulator.reset({ chats: true, counts: true });
  await simulator.teamDeeds.install(team, author);
  await readRosters(test);
});

const signIn = (role: Role, { objectId, displayName }: Person = author) =>
  savePerson(db, { tenantId, objectId, displayName, role });

/** Says it in the channel. */
const ask = (text = "message all members", by = author) => simulator.teamDeeds.say(team, channel, by, text, []);
const messages = () => simulator.tenant.chats.get(channel.id)?.messages ?? [];
const newest = () => {
  const message = messages().findLast(({ from }) => from === "bot");
  if (!message) throw new Error("The bot has not answered.");
  return message;
};
/** The card as one person sees it. */
function cardOf(person = author): string {
  const { json, replacements } = newest();
  return JSON.stringify(replacements?.[person.objectId] ?? JSON.parse(json));
}
function press(title: string, inputs: Click["inputs"] = {}, by = author): Promise<ClickResult> {
  const place = { kind: "channel", team, channel, threadId: newest().activityId } as const;
  const click = { activityId: newest().activityId, title, inputs };
  return clickCard(simulator.tenant, simulator.bot, by, simulator.tenant.chats.open(channel.id), click, place);
}
const drafts = () => db.broadcast.findMany({ where: { purpose: "NORMAL" } });
const reachable = () => db.teamMember.count({ where: { recipient: { userType: "MEMBER" } } });

describe("an author", () => {
  it("writes on a card, reads the number, sends, and is led to the report", async () => {
    const person = await signIn("author");
    await ask();
    expect(cardOf()).toContain(`Write to everyone in ${team.name}`);
    await readRosters(test);
    expect(await press("Review", FORM)).toMatchObject({ outcome: "REPLACED" });
    const net = await reachable();
    expect(net).toBeGreaterThan(5);
    expect(cardOf()).toContain(`${net} people get this`);
    expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);

    await press(`Send to ${net} people`);
    const [broadcast] = await drafts();
    expect(broadcast).toMatchObject({
      status: "SCHEDULED",
      authorId: author.objectId,
      authorName: author.displayName,
      message: { ...WORDS, kind: "NOTIFICATION", lang: "en", optOutHint: expect.any(String) as string },
      estimate: { net },
    });
    expect(cardOf()).toContain(`https://herald.example/broadcasts/${broadcast?.id}`);
    const audit = await db.auditEvent.findMany({ where: { actorId: person.id }, orderBy: { id: "asc" } });
    expect(audit.map(({ command }) => command)).toEqual(["read-roster", "save-team-message", "send-broadcast"]);
  });

  it("presses each button as often as Teams likes, with one effect", async () => {
    await signIn("author");
    await ask();
    await readRosters(test);
    const { json } = newest();
    await Promise.all([press("Review", FORM), press("Review", FORM), press("Review", FORM)]);
    expect(await drafts()).toMatchObject([{ revision: 1 }]);
    const send = `Send to ${await reachable()} people`;
    await Promise.all([press(send), press(send), press(send)]);
    expect(await drafts()).toMatchObject([{ status: "SCHEDULED", revision: 1 }]);
    expect(cardOf()).toContain("On its way");
    // The form itself, from another device where it still stands.
    newest().replacements = { [author.objectId]: cardIn(json) };
    await press("Review", { ...FORM, title: "Another" });
    expect(cardOf()).toContain("On its way");
    expect(await drafts()).toMatchObject([{ message: { title: WORDS.title } }]);
    const [{ id } = { id: "" }] = await drafts();
    expect(await db.auditEvent.count({ where: { command: "send-broadcast", targetId: id } })).toBe(1);
  });

  it("is told what is missing, keeps what was typed, and may change it until it is sent", async () => {
    await signIn("admin");
    await ask();
    await readRosters(test);
    await press("Review", { ...FORM, topic: "", whatToDo: " " });
    expect(cardOf()).toContain("Still missing: Topic, What people can do");
    expect(cardOf()).toContain(WORDS.whatHappened);
    expect(await drafts()).toEqual([]);
    await press("Review", FORM);
    await press("Change");
    expect(cardOf()).toContain(WORDS.whatHappened);
    await press("Review", { ...FORM, title: "Lift works again" });
    expect(await drafts()).toMatchObject([{ status: "DRAFT", message: { title: "Lift works again" } }]);
  });

  it("starts from a template, with the buttons it has", async () => {
    await signIn("author");
    const buttons = [{ title: "Read more", url: "https://example.com/lift" }];
    const template = await createTemplate(db, { name: "Lift", message: { ...COMPLETE_NOTIFICATION, buttons } });
    await ask();
    await readRosters(test);
    await press("Fill in from the template", { template: template?.id });
    expect(cardOf()).toContain(COMPLETE_NOTIFICATION.whatHappened);
    await press("Review", FORM);
    expect(await drafts()).toMatchObject([{ message: { title: WORDS.title, buttons } }]);
  });

  it("throws it away, and every button of it says so afterwards", async () => {
    await signIn("author");
    await ask();
    await readRosters(test);
    await press("Review", FORM);
    const before = cardIn(JSON.stringify({ attachments: [{ content: JSON.parse(cardOf()) as unknown }] }));
    await press("Cancel");
    expect(cardOf()).toContain("Nothing was sent");
    expect(await drafts()).toEqual([]);
    newest().replacements = { [author.objectId]: before };
    await press(`Send to ${await reachable()} people`);
    expect(cardOf()).toContain("This message is gone");
  });

  it("cannot send before the members were read, nor what was changed since the number was shown", async () => {
    await signIn("author");
    await db.rosterRead.updateMany({ data: { readAt: null } });
    await ask();
    await press("Review", FORM);
    expect(cardOf()).toContain("I am still reading the members");
    expect(cardOf()).not.toContain('"teamSend"');
    await readRosters(test);
    await press("Look again");
    const send = `Send to ${await reachable()} people`;
    await db.broadcast.updateMany({ where: { purpose: "NORMAL" }, data: { revision: 9 } });
    await press(send);
    expect(cardOf()).toContain("It was not sent");
    expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);
  });

  it("is not offered mandatory topics, which are an admin's", async () => {
    await createTopic(db, { key: "alerts", name: "Alerts", description: "", mandatory: true });
    await signIn("author");
    await ask();
    expect(cardOf()).not.toContain("Alerts");
    await press("Review", { ...FORM, topic: "alerts" });
    expect(cardOf()).toContain("Still missing: Topic");
    await signIn("admin");
    await ask();
    expect(cardOf()).toContain("Alerts");
  });

  it("is answered in their language, on clients without Action.Execute too", async () => {
    await signIn("author");
    const speak = (locale: string): void => void Object.assign(author, { locale });
    speak("de-DE");
    await ask("Nachricht an alle!");
    expect(cardOf()).toContain(`An alle in ${team.name} schreiben`);
    await readRosters(test);
    simulator.changeSettings({ cardActions: "submit" });
    await press("Prüfen", FORM);
    simulator.changeSettings({ cardActions: "execute" });
    speak("en-US");
    expect(newest().editedAtMs).toBeDefined();
    expect(await drafts()).toMatchObject([{ status: "DRAFT", message: { lang: "de" } }]);
  });

  it("is told when somebody else must approve it first, and a second press changes nothing", async () => {
    await signIn("author");
    await saveApprovalRule(db, { ...NO_APPROVAL, above: 1 });
    await ask();
    await readRosters(test);
    await press("Review", FORM);
    const button = `Send to ${await reachable()} people`;
    await press(button);
    await saveApprovalRule(db, NO_APPROVAL);
    expect(cardOf()).toContain("It waits for approval");
    await press(button);
    expect(await drafts()).toMatchObject([{ status: "IN_REVIEW", reviewRound: 1 }]);
  });
});

describe("above the number that is to be typed", () => {
  beforeEach(async () => {
    await signIn("author");
    await saveSendLimits(db, { ...DEFAULT_SEND_LIMITS, confirmAbove: 1 });
    await ask();
    await readRosters(test);
    await press("Review", FORM);
  });
  afterEach(() => saveSendLimits(db, DEFAULT_SEND_LIMITS));

  it("is asked to type it, and nothing is sent before that", async () => {
    const net = await reachable();
    expect(cardOf()).toContain(`Type ${net} to go on`);
    for (const confirmed of ["", "1", `${net}0`]) {
      await press(`Send to ${net} people`, { confirmed });
      expect(cardOf()).toContain("Type the number of people, or the title, exactly.");
      expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);
    }
    await press(`Send to ${net} people`, { confirmed: ` ${net} ` });
    expect(cardOf()).toContain("On its way");
    expect(await drafts()).toMatchObject([{ status: "SCHEDULED" }]);
  });

  it("may type the title instead", async () => {
    await press(`Send to ${await reachable()} people`, { confirmed: WORDS.title });
    expect(await drafts()).toMatchObject([{ status: "SCHEDULED" }]);
  });

  it("is shown the new number when it is no longer what was typed", async () => {
    const net = await reachable();
    await db.$executeRaw`UPDATE recipients SET user_type = 'GUEST'
      WHERE id IN (SELECT recipient_id FROM team_members JOIN recipients ON id = recipient_id WHERE user_type = 'MEMBER' LIMIT 3)`;
    await press(`Send to ${net} people`, { confirmed: String(net) });
    expect(cardOf()).toContain(`Type ${net - 3} to go on`);
    expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);
  });
});

describe("everybody else", () => {
  it.each(["viewer", "approver", undefined] as const)("is refused kindly: %s", async (role) => {
    if (role) await signIn(role);
    await ask();
    expect(cardOf()).toContain("I may not do this for you");
    expect(cardOf()).not.toContain("Input.Text");
  });

  it("cannot press the author's buttons, whatever their own role", async () => {
    await signIn("author");
    await signIn("admin", stranger);
    await ask();
    expect(await press("Review", FORM, stranger)).toMatchObject({ outcome: "MESSAGE" });
    await readRosters(test);
    await press("Review", FORM);
    // The confirmation is the author's alone; the stranger takes its button along all the same.
    newest().replacements = { ...newest().replacements, [stranger.objectId]: cardIn(`{"attachments":[{"content":${cardOf()}}]}`) };
    expect(await press(`Send to ${await reachable()} people`, {}, stranger)).toMatchObject({ outcome: "MESSAGE" });
    expect(await drafts()).toMatchObject([{ status: "DRAFT" }]);
  });

  it("cannot point a signed button at another team or draft", async () => {
    await signIn("author");
    await ask();
    const form = cardOf();
    const forged = form.replaceAll(/"team":"[0-9a-f-]{36}"/g, `"team":"00000000-0000-4000-8000-000000000000"`);
    expect(forged).not.toBe(form);
    const data = actionDataSchema.parse(findData(JSON.parse(forged)));
    expect(data.herald.team).toBe("00000000-0000-4000-8000-000000000000");
    newest().replacements = { [author.objectId]: cardIn(forged) };
    expect(await press("Review", FORM)).toMatchObject({ outcome: "MESSAGE" });
    expect(await drafts()).toEqual([]);
  });

  it("loses the way when the role is taken away half-way, and when the app leaves the team", async () => {
    await signIn("author");
    await ask();
    await readRosters(test);
    await press("Review", FORM);
    const send = `Send to ${await reachable()} people`;
    await signIn("viewer");
    await press(send);
    expect(cardOf()).toContain("I may not do this for you");
    await signIn("author");
    await ask();
    await press("Review", FORM);
    const confirm = newest().replacements;
    await simulator.teamDeeds.uninstall(team, author);
    newest().replacements = confirm ?? {};
    await press(send);
    expect(cardOf()).toContain("I do not know this team");
    expect((await drafts()).every(({ status }) => status === "DRAFT")).toBe(true);
  });
});

describe("the bot in a channel", () => {
  it("explains itself on `help`, and sends everything personal to a chat of its own", async () => {
    await ask("help");
    expect(cardOf()).toContain("What I do here");
    await ask("stop");
    expect(cardOf()).toContain("I answer in our own chat");
    expect(await db.optOut.count()).toBe(0);
  });

  it("says in a personal chat where to write it", async () => {
    await simulator.install(author.objectId);
    await simulator.say(author.objectId, "message all members");
    expect(JSON.stringify(simulator.received(author.objectId).at(-1)?.card)).toContain("Write this in a channel");
  });
});

/** The card inside an activity, or inside the JSON of one. */
function cardIn(json: string): Record<string, unknown> {
  const value = JSON.parse(json) as { attachments?: { content: Record<string, unknown> }[] } & Record<string, unknown>;
  return value.attachments?.[0]?.content ?? value;
}

function findData(card: unknown): unknown {
  let found: unknown;
  JSON.stringify(card, (key, value: unknown) => {
    if (key === "data") found ??= value;
    return value;
  });
  return found;
}
