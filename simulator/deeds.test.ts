// What people do reaches the bot as the activities that Teams would send, and its answers change what they see.
import { expect, test } from "vitest";

import type { Click } from "./click-card";
import { startSimulator } from "./simulator";
import { cardActivity, type Respond, startTestingBot, withSimulator } from "./testing-bot";

const BUTTON = {
  type: "Action.Execute", title: "Stop", verb: "optOut", data: { delivery: "d1" },
  fallback: { type: "Action.Submit", title: "Stop", data: { delivery: "d1", old: true } },
};

const CARD_TYPE = "application/vnd.microsoft.card.adaptive";
const MESSAGE_TYPE = "application/vnd.microsoft.activity.message";
const ERROR_TYPE = "application/vnd.microsoft.error";
const ANSWER_CARD = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: "Stopped" }] };
const answered = (statusCode: number, type: string, value: unknown): ReturnType<Respond> => ({
  status: 200, body: { statusCode, type, value },
});

test("installing tells the bot twice, as Teams does", async () => {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url } }, async (simulator) => {
    const [person] = simulator.people;
    expect(await simulator.install(person?.objectId ?? "")).toEqual({ botStatus: 200 });
    const [added, installed] = bot.heard;
    expect(added).toMatchObject({ type: "conversationUpdate", membersAdded: [{ aadObjectId: person?.objectId }, {}] });
    expect(installed).toMatchObject({
      type: "installationUpdate",
      action: "add",
      channelId: "msteams",
      serviceUrl: simulator.serviceUrl,
      from: { id: person?.teamsUserId, aadObjectId: person?.objectId },
      recipient: { id: simulator.tenant.botId },
      conversation: { id: person?.conversationId, conversationType: "personal", tenantId: simulator.tenant.id },
      channelData: { tenant: { id: simulator.tenant.id } },
    });
    await simulator.uninstall(person?.objectId ?? "");
    expect(bot.heard[2]).toMatchObject({ type: "installationUpdate", action: "remove" });
  });
  await bot.close();
});

test("at the start the bot is installed for everybody once it answers", async () => {
  let knocks = 0;
  const bot = await startTestingBot(() => ({ status: (knocks += 1) <= 2 ? 503 : 200 }));
  await withSimulator({ install: "all", settings: { bot: bot.url } }, async (simulator) => {
    await simulator.installsFinished();
    expect(simulator.installProgress()).toEqual({ wanted: 8, done: 8, failed: 0, running: false });
    const heardOf = new Set(bot.heard.map((activity) => JSON.stringify(activity.from)));
    expect(heardOf.size).toBe(8);
  });
  await bot.close();
});

async function withCard(
  respond: Respond, settings: { cardActions?: "execute" | "submit"; invokeTimeoutMs?: number },
  run: (tools: Awaited<ReturnType<typeof prepare>>) => Promise<void>,
): Promise<void> {
  const bot = await startTestingBot(respond);
  const simulator = await startSimulator({ people: 4, settings: { bot: bot.url, limits: false, ...settings } });
  await run(await prepare(simulator, bot));
  await simulator.close();
  await bot.close();
}

async function prepare(
  simulator: Awaited<ReturnType<typeof startSimulator>>, bot: Awaited<ReturnType<typeof startTestingBot>>,
) {
  const [person] = simulator.people;
  if (!person) throw new Error("nobody");
  person.status = "INSTALLED";
  const url = `${simulator.serviceUrl}v3/conversations/${person.conversationId}/activities`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(cardActivity("News", [BUTTON])) });
  const { id: activityId } = (await response.json()) as { id: string };
  const press = (more: Partial<Click> = {}) => simulator.click(person.objectId, { activityId, title: "Stop", ...more });
  return { simulator, bot, person, activityId, press };
}

test("an answered button replaces the card for that person", async () => {
  const respond: Respond = () => answered(200, CARD_TYPE, ANSWER_CARD);
  await withCard(respond, {}, async ({ simulator, bot, person, activityId, press }) => {
    expect(await press({ inputs: { reason: "too many" } })).toEqual({ outcome: "REPLACED", botStatus: 200 });
    expect(bot.heard).toMatchObject([
      {
        type: "invoke",
        name: "adaptiveCard/action",
        replyToId: activityId,
        from: { aadObjectId: person.objectId },
        value: { action: { verb: "optOut", data: { delivery: "d1", reason: "too many" } } },
      },
    ]);
    const [message] = simulator.received(person.objectId);
    expect(message).toMatchObject({ card: ANSWER_CARD, replacedCard: { actions: [BUTTON] } });
  });
});

test.each([
  { what: "a line of text", answer: answered(200, MESSAGE_TYPE, "Done"), outcome: "MESSAGE" },
  { what: "an error", answer: answered(400, ERROR_TYPE, { code: "BadRequest" }), outcome: "FAILED" },
  { what: "a card that is none", answer: answered(200, CARD_TYPE, 5), outcome: "FAILED" },
  { what: "no body", answer: { status: 200 }, outcome: "FAILED" },
  { what: "a crash", answer: { status: 500 }, outcome: "FAILED" },
])("a button answered with $what shows $outcome", async ({ answer, outcome }) => {
  await withCard(() => answer, {}, async ({ press }) => {
    expect(await press()).toMatchObject({ outcome });
  });
});

test("an invoke without an answer is sent once more", async () => {
  const respond: Respond = (_activity, position) =>
    position === 0 ? undefined : answered(200, CARD_TYPE, ANSWER_CARD);
  await withCard(respond, { invokeTimeoutMs: 500 }, async ({ bot, press }) => {
    expect(await press()).toMatchObject({ outcome: "REPLACED" });
    expect(bot.heard).toHaveLength(2);
    expect(bot.heard[0]?.id).toBe(bot.heard[1]?.id);
  });
});

test("a client without Execute sends the fallback as a message with a value", async () => {
  await withCard(() => ({ status: 200 }), { cardActions: "submit" }, async ({ bot, activityId, press }) => {
    expect(await press()).toMatchObject({ outcome: "SENT" });
    expect(bot.heard).toMatchObject([
      { type: "message", replyToId: activityId, value: { delivery: "d1", old: true } },
    ]);
  });
});

test("reading sends one receipt for what is new, and none when there is nothing new", async () => {
  await withCard(() => ({ status: 200 }), {}, async ({ simulator, bot, person, activityId }) => {
    await simulator.read(person.objectId);
    await simulator.read(person.objectId);
    expect(bot.heard).toMatchObject([
      { type: "event", name: "application/vnd.microsoft.readReceipt", value: { lastReadMessageId: activityId } },
    ]);
  });
});

test("a mention in a channel brings everyone mentioned beside the bot", async () => {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url } }, async ({ teams, people, teamDeeds, tenant }) => {
    const [team] = teams;
    const [author, colleague] = people;
    const channel = team?.channels[1];
    if (!team || !author || !colleague || !channel) throw new Error("nobody");
    await teamDeeds.install(team, author);
    expect(bot.heard[0]).toMatchObject({
      membersAdded: [{ id: tenant.botId }],
      from: { aadObjectId: author.objectId },
      conversation: { conversationType: "channel", id: team.id },
      channelData: { team: { id: team.id, name: team.name }, eventType: "teamMemberAdded" },
    });
    await teamDeeds.say(team, channel, author, "look", [colleague]);
    expect(bot.heard.at(-1)).toMatchObject({
      type: "message",
      text: `<at>Herald</at> <at>${colleague.displayName}</at> look`,
      entities: [{ mentioned: { id: tenant.botId } }, { mentioned: { id: colleague.teamsUserId } }, {}],
    });
    await teamDeeds.addMembers(team, author, [colleague]);
    expect(bot.heard.at(-1)).toMatchObject({ membersAdded: [{ aadObjectId: colleague.objectId }] });
  });
  await bot.close();
});

test("the seam for signing puts a bearer token on each activity", async () => {
  const signed: string[] = [];
  const authorize = (activity: { type: string }): Promise<string> => {
    signed.push(activity.type);
    return Promise.resolve("signed");
  };
  const bot = await startTestingBot();
  await withSimulator({ authorize, settings: { bot: bot.url } }, async (simulator) => {
    await simulator.say(simulator.people[0]?.objectId ?? "", "help");
    expect(signed).toEqual(["message"]);
  });
  await bot.close();
});
