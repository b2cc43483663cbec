// Whoever writes to the bot becomes reachable, is answered in their language, and can stop and start everything.
import { describe, expect, it } from "vitest";

import { saveOptOut } from "@/lib/store/opt-outs";
import { listRecipients } from "@/lib/store/recipient-search";
import { getRecipientByObjectId, type Recipient } from "@/lib/store/recipients";
import { createTopic, getTopicByKey } from "@/lib/store/topics";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

const { bot, simulator, post } = await startTestBot();
const { db } = bot;
const tenantId = simulator.tenant.id;

function personAt(index: number) {
  const person = simulator.people[index];
  if (!person) throw new Error("The practice tenant is too small.");
  return person;
}

function recipientOf(index: number): Promise<Recipient | undefined> {
  return getRecipientByObjectId(db, tenantId, personAt(index).objectId);
}

/** Writes to the bot in a language and gives back its last card. */
async function ask(index: number, text: string, locale = "en-US"): Promise<{ summary: string; card: string }> {
  personAt(index).status = "INSTALLED";
  const activity = { ...activities.message(simulator.tenant, personAt(index), text), locale };
  expect((await post(JSON.stringify(activity))).status).toBe(200);
  const answer = simulator.received(personAt(index).objectId).at(-1);
  return { summary: answer?.summary ?? "", card: JSON.stringify(answer?.card) };
}

describe("a message to the bot", () => {
  it("makes its author reachable", async () => {
    await ask(0, "hello");
    expect(await recipientOf(0)).toMatchObject({ state: "ACTIVE", source: "MESSAGE", locale: "en-US" });
  });

  it("brings back somebody whose reference was blocked", async () => {
    await ask(1, "hello");
    await db.conversationReference.updateMany({
      where: { recipientId: (await recipientOf(1))?.id ?? "" },
      data: { state: "BLOCKED", evidence: "ConversationBlockedByUser" },
    });
    await ask(1, "hello again");
    expect(await recipientOf(1)).toMatchObject({ state: "ACTIVE", evidence: "MESSAGE" });
  });

  it.each([
    ["help", "What I can do for you"],
    ["HELP", "What I can do for you"],
    ["  Help!  ", "What I can do for you"],
    ["preferences", "What you get"],
    ["why?", "Why you get these messages"],
    ["Who am I", "What I know about you"],
    ["whoami", "What I know about you"],
    ["tell me a joke", "I did not understand that"],
    ["help me", "I did not understand that"],
    ["", "I did not understand that"],
  ])("answers %j with %j", async (text, title) => {
    expect((await ask(2, text)).summary).toBe(title);
  });

  it("understands a command behind its own mention", async () => {
    const own = { id: simulator.tenant.botId, name: simulator.tenant.botName };
    const activity = activities.message(simulator.tenant, personAt(2), "Help", [own]);
    expect((await post(JSON.stringify(activity))).status).toBe(200);
    expect(simulator.received(personAt(2).objectId).at(-1)?.summary).toBe("What I can do for you");
  });

  it.each([
    ["Hilfe", "Was ich für Sie tun kann"],
    ["EINSTELLUNGEN", "Was Sie bekommen"],
    ["Warum", "Warum Sie diese Nachrichten bekommen"],
    ["Erzähl einen Witz", "Das habe ich nicht verstanden"],
  ])("answers %j in German", async (text, title) => {
    expect((await ask(2, text, "de-DE")).summary).toBe(title);
  });

  it("stops everything on `stop`, once, and takes it back on `start`", async () => {
    expect((await ask(3, "STOP")).summary).toBe("You get no more messages");
    expect((await ask(3, "stopp", "de-DE")).summary).not.toBe("");
    expect((await recipientOf(3))?.optOuts).toMatchObject([{ topicId: null }]);
    expect((await ask(3, "start")).summary).toBe("You get messages again");
    expect((await recipientOf(3))?.optOuts).toEqual([]);
  });

  it("keeps single topics stopped on `start`, and shows them", async () => {
    await ask(4, "stop");
    const topic = await getTopicByKey(db, "company-news");
    const recipientId = (await recipientOf(4))?.id ?? "";
    await saveOptOut(db, { recipientId, topicId: topic?.id ?? null });
    const answer = await ask(4, "start");
    expect(answer.summary).toBe("What you get");
    expect(answer.card).toContain("Turn on Company news");
    expect((await recipientOf(4))?.optOuts).toMatchObject([{ topicName: "Company news" }]);
  });

  it("pages preferences, so that no topic is out of reach", async () => {
    for (let i = 0; i < 25; i += 1) {
      await createTopic(db, { key: `extra-${i}`, name: `Extra ${i}`, description: "", mandatory: false });
    }
    expect((await ask(5, "preferences")).card).toContain('"page":1');
  });

  it("does not answer while the tenant is paused for long, and says so in the log alone", async () => {
    await db.sendSlots.updateMany({ where: { tenantId }, data: { pausedUntil: new Date(Date.now() + 60_000) } });
    const before = simulator.received(personAt(2).objectId).length;
    const activity = activities.message(simulator.tenant, personAt(2), "help");
    expect((await post(JSON.stringify(activity))).status).toBe(200);
    expect(simulator.received(personAt(2).objectId)).toHaveLength(before);
    await db.sendSlots.updateMany({ where: { tenantId }, data: { pausedUntil: null } });
  });

  it("is answered although the first try was throttled", async () => {
    simulator.setFaults([{ kind: "status", status: 429, code: "TooManyRequests", retryAfter: 1, times: 1 }]);
    await db.sendSlots.updateMany({ where: { tenantId }, data: { loweredAt: null } });
    expect((await ask(6, "help")).summary).toBe("What I can do for you");
    // The bucket is the tenant's: broadcasts go on a little slower, too.
    expect((await db.sendSlots.findUnique({ where: { tenantId } }))?.loweredAt).not.toBeNull();
  });
});

describe("a message in a channel", () => {
  it("is answered within Teams' limits of one conversation, however many ask at once", async () => {
    const team = simulator.teams[1];
    const channel = team?.channels[0];
    if (!team || !channel) throw new Error("The practice tenant has too few teams.");
    await simulator.teamDeeds.install(team, personAt(7));
    simulator.reset({ counts: true });
    simulator.changeSettings({ limits: true });
    await Promise.all(Array.from({ length: 9 }, () => simulator.teamDeeds.say(team, channel, personAt(8), "help", [])));
    simulator.changeSettings({ limits: false });
    expect(simulator.counts()).toMatchObject({ refused429: 0, requests: { byOperation: { postActivity: 9 } } });
  });

  it("makes author and everyone mentioned known members of the team, and is answered briefly in its thread", async () => {
    const [team] = simulator.teams;
    const channel = team?.channels[0];
    if (!team || !channel) throw new Error("The practice tenant has no team.");
    await simulator.teamDeeds.install(team, personAt(7));
    await simulator.teamDeeds.say(team, channel, personAt(8), "help", [personAt(9), personAt(10)]);
    expect(await recipientOf(8)).toMatchObject({ state: "KNOWN", source: "MESSAGE" });
    for (const index of [9, 10]) {
      expect(await recipientOf(index)).toMatchObject({
        displayName: personAt(index).displayName,
        state: "KNOWN",
        source: "MENTION",
      });
    }
    expect(await db.teamMember.count({ where: { team: { teamsId: team.id } } })).toBe(4);
    expect((await listRecipients(db, { limit: 100 })).items.filter(({ objectId }) => objectId.startsWith("29:"))).toEqual([]);
    expect(await db.channel.count({ where: { conversationId: channel.id } })).toBe(1);
  });
});
