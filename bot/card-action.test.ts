// A card's button acts once, for its owner alone, and only on data that Herald signed.
import { beforeEach, describe, expect, it } from "vitest";

import type { UnsignedAction } from "@/bot/card-signature";
import { signAction } from "@/bot/card-signature";
import { getRecipientByObjectId, type Recipient } from "@/lib/store/recipients";
import { getTopicByKey, updateTopic } from "@/lib/store/topics";
import { keepRefusals } from "@/lib/testing/keep-refusals";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

import { createSender } from "./sender";

const { bot, simulator, post } = await startTestBot({ people: 40 });
const { db } = bot;
const tenantId = simulator.tenant.id;
const BROADCAST = "00000000-0000-4000-a000-000000000001";
const news = await getTopicByKey(db, "company-news");
if (!news) throw new Error("The first topics are missing.");
const topic = news;

const content = {
  broadcastId: BROADCAST,
  purpose: "NORMAL",
  onUnknown: "HOLD",
  message: {
    kind: "NOTIFICATION",
    title: "The lift is out of order",
    whatHappened: "It stopped.",
    affected: "Lift 2",
    actor: "Facilities",
    whatToDo: "Take the stairs.",
    optOutHint: "One click.",
  },
  topic,
} as const;

const { lines } = keepRefusals();
let next = 0;
let person = simulator.people[0];
let objectId = "";

async function me(): Promise<Recipient> {
  const recipient = await getRecipientByObjectId(db, tenantId, objectId);
  if (!recipient) throw new Error("The person is not known.");
  return recipient;
}

/** Posts the notification to the person, as the engine would, and gives back its activity id. */
async function deliver(): Promise<string> {
  const recipient = await me();
  const reference = await db.conversationReference.findUniqueOrThrow({ where: { recipientId: recipient.id } });
  const { serviceUrl, botId, conversationId, memberId } = reference;
  const sender = createSender({ connector: bot.connector, secretKey: bot.secretKey });
  const answer = await sender.post(
    {
      broadcastId: BROADCAST,
      recipientId: recipient.id,
      epoch: 1,
      tenantId,
      attempts: 1,
      revision: 1,
      context: null,
      recipient: { kind: "PERSON", displayName: recipient.displayName, givenName: null, locale: null },
      address: { serviceUrl, botId, memberId: memberId ?? "", conversationId: conversationId ?? "" },
      remedy: null,
      possibleDuplicate: false,
    },
    content,
  );
  if (answer.outcome.kind !== "ACCEPTED") throw new Error(`The message was not accepted: ${JSON.stringify(answer)}`);
  return answer.outcome.activityId ?? "";
}

function shown(): string {
  return JSON.stringify(simulator.received(objectId).at(-1)?.card);
}

beforeEach(async () => {
  simulator.changeSettings({ cardActions: "execute" });
  next += 1;
  person = simulator.people[next];
  objectId = person?.objectId ?? "";
  await simulator.install(objectId);
});

describe.each(["execute", "submit"] as const)("a button pressed by %s", (cardActions) => {
  beforeEach(() => {
    simulator.changeSettings({ cardActions });
  });

  it("opts out of the topic, shows it on the card, and takes it back with Undo", async () => {
    const activityId = await deliver();
    const result = await simulator.click(objectId, { activityId, verb: "optOut" });
    expect(result.outcome).toBe(cardActions === "execute" ? "REPLACED" : "SENT");
    expect(shown()).toContain("You no longer get Company news");
    expect((await me()).optOuts).toMatchObject([{ topicId: topic.id }]);
    await simulator.click(objectId, { activityId, verb: "optIn" });
    expect(shown()).toContain("You get Company news again");
    expect((await me()).optOuts).toEqual([]);
  });

  it("has one effect when it is repeated, and writes one audit line", async () => {
    const activityId = await deliver();
    await simulator.click(objectId, { activityId, verb: "optOut" });
    const { id } = await me();
    const data = signAction({ verb: "optOut", broadcast: BROADCAST, topic: topic.id, recipient: id }, bot.secretKey);
    const body = JSON.stringify(press(data, cardActions, activityId));
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await me()).optOuts).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { command: "opt-out", targetId: id } })).toBe(1);
    expect(await db.interaction.count({ where: { recipientId: id, kind: "CLICK" } })).toBe(1);
  });

  it("does nothing when its data were not signed by us", async () => {
    const activityId = await deliver();
    const { id } = await me();
    const action = { verb: "optOut", broadcast: BROADCAST, topic: topic.id, recipient: id };
    const forged = { herald: { ...action, signature: "x".repeat(43) } };
    await post(JSON.stringify(press(forged, cardActions, activityId)));
    const other = signAction({ verb: "preferences", recipient: id }, bot.secretKey).herald.signature;
    await post(JSON.stringify(press({ herald: { ...forged.herald, signature: other } }, cardActions, activityId)));
    expect((await me()).optOuts).toEqual([]);
    expect(await db.interaction.count({ where: { recipientId: id } })).toBe(0);
    expect(lines()).toMatchObject([1, 2].map(() => ({ reason: "CARD_FORGED", actorId: objectId })));
  });

  it("does nothing, to anybody, when another person presses it", async () => {
    const owner = await me();
    const data = signAction({ verb: "optOut", topic: topic.id, recipient: owner.id }, bot.secretKey);
    const stranger = simulator.people[39];
    await simulator.install(stranger?.objectId ?? "");
    const answer = await post(JSON.stringify(press(data, cardActions, "1", stranger)));
    expect(answer.status).toBe(200);
    expect(lines()).toMatchObject([{ reason: "CARD_NOT_YOURS", actorKind: "RECIPIENT" }]);
    if (cardActions === "execute") expect(answer.body).toContain("This card was sent to somebody else");
    const both = { in: [objectId, stranger?.objectId ?? ""] };
    expect(await db.optOut.count({ where: { recipient: { externalId: both } } })).toBe(0);
  });

  it("does not opt out of a topic that has become mandatory", async () => {
    const activityId = await deliver();
    await updateTopic(db, topic.id, { mandatory: true });
    await simulator.click(objectId, { activityId, verb: "optOut" });
    await updateTopic(db, topic.id, { mandatory: false });
    expect(shown()).toContain("cannot be stopped");
    expect((await me()).optOuts).toEqual([]);
  });

  it("turns topics off and on in the preferences, and everything back on", async () => {
    await simulator.say(objectId, "preferences");
    const list = simulator.received(objectId).at(-1)?.activityId ?? "";
    await simulator.click(objectId, { activityId: list, verb: "setTopic" });
    expect((await me()).optOuts).toHaveLength(1);
    await simulator.click(objectId, { activityId: list, verb: "setTopic" });
    expect((await me()).optOuts).toHaveLength(0);
    await simulator.click(objectId, { activityId: list, verb: "stopAll" });
    expect((await me()).optOuts).toMatchObject([{ topicId: null }]);
    await simulator.click(objectId, { activityId: list, verb: "startAll" });
    expect((await me()).optOuts).toEqual([]);
  });
});

describe("a button", () => {
  it("answers in German", async () => {
    const { id } = await me();
    const data = signAction({ verb: "optOut", topic: topic.id, recipient: id }, bot.secretKey);
    const answer = await post(JSON.stringify({ ...press(data, "execute", "1"), locale: "de-DE" }));
    expect(answer.body).toContain("Sie bekommen Company news nicht mehr");
  });

  it("proves that an unconfirmed card arrived, and takes unsent messages of its topic out of the queue", async () => {
    const { id } = await me();
    const broadcast = (n: number) => ({
      id: `00000000-0000-4000-b000-${String(next * 10 + n).padStart(12, "0")}`,
      authorName: "Test",
      message: content.message,
      topicId: topic.id,
    });
    const [sent, waiting] = [broadcast(1), broadcast(2)];
    await db.broadcast.createMany({ data: [sent, waiting] });
    const common = { recipientId: id, tenantId };
    await db.delivery.create({
      data: { ...common, broadcastId: sent.id, status: "UNCONFIRMED", reason: "TIMEOUT", settledAt: new Date() },
    });
    await db.delivery.create({ data: { ...common, broadcastId: waiting.id } });
    const action: UnsignedAction = { verb: "optOut", broadcast: sent.id, topic: topic.id, recipient: id };
    await post(JSON.stringify(press(signAction(action, bot.secretKey), "execute", "1700")));
    const statusOf = async (broadcastId: string) =>
      db.delivery.findFirst({ where: { broadcastId }, select: { status: true, reason: true } });
    expect(await statusOf(sent.id)).toEqual({ status: "SENT", reason: null });
    expect(await statusOf(waiting.id)).toEqual({ status: "SKIPPED", reason: "OPTED_OUT" });
  });

  it("that carries nonsense is refused politely", async () => {
    for (const value of [undefined, null, 7, "x", [], { action: null }, { action: { data: { herald: { verb: "erase" } } } }]) {
      const activity = { ...activities.execute(simulator.tenant, personOrThrow(), "1", {}), value };
      const answer = await post(JSON.stringify(activity));
      expect(answer.status).toBe(200);
      expect(answer.body).toContain("not valid");
    }
  });

  it("is written down as a read or a reaction is", async () => {
    const { id } = await me();
    const activityId = await deliver();
    await db.delivery.create({
      data: { recipientId: id, tenantId, broadcastId: BROADCAST, status: "SENT", settledAt: new Date(), activityId },
    });
    await simulator.personDeeds.react(personOrThrow(), activityId, "like");
    await simulator.read(objectId);
    const rows = await db.interaction.findMany({ where: { recipientId: id }, orderBy: { kind: "asc" } });
    expect(rows.map(({ kind, value }) => [kind, value])).toEqual([["REACTION", "like"], ["READ", ""]].sort());
  });
});

function personOrThrow() {
  if (!person) throw new Error("The practice tenant is too small.");
  return person;
}

function press(data: unknown, how: "execute" | "submit", activityId: string, by = personOrThrow()): activities.Activity {
  if (how === "submit") return activities.submit(simulator.tenant, by, activityId, data);
  return activities.execute(simulator.tenant, by, activityId, { type: "Action.Execute", verb: "optOut", data });
}
