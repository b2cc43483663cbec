// Channels as recipients: a delivery to one is a new post there, held to the same promises as a message to a person.
import { beforeEach, expect, test } from "vitest";

import { knowPlaces } from "@/lib/testing/know-places";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { emptyTables, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";

const { db, simulator, start, stopAll } = await startTestEngine({ people: 5, settings: { limits: true, ratePerSecond: 2_000 } });

beforeEach(async () => {
  await stopAll();
  await emptyTables(db);
  simulator.setFaults([]);
  simulator.reset({ chats: true, counts: true });
  for (const team of simulator.teams) team.installedBy = simulator.people[0]?.objectId ?? "";
});

const knowChannels = () => knowPlaces(db, simulator, "CHANNEL", simulator.teams[0]?.channels ?? []);
const postsIn = (channel: number) =>
  simulator.tenant.chats.get(simulator.teams[0]?.channels[channel]?.id ?? "")?.messages ?? [];
const audienceOf = (recipientIds: string[]) => ({ audience: { kind: "CHANNEL" as const, recipientIds } });

test("a broadcast to channels begins one post in each, whose id is kept", async () => {
  const channels = await knowChannels();
  start();
  const id = await sendToAll(db, audienceOf(channels));
  await untilReport(db, id, { status: "FINISHED", counts: { total: channels.length, sent: channels.length } });
  expect(channels.map((_, index) => postsIn(index).length)).toEqual(channels.map(() => 1));
  const kept = await db.delivery.findMany({ where: { broadcastId: id, recipientId: channels[0] ?? "" } });
  expect(kept).toMatchObject([{ activityId: postsIn(0)[0]?.activityId }]);
});

test("a post whose answer nobody saw is not made again", async () => {
  const [channel = ""] = await knowChannels();
  simulator.setFaults([{ kind: "resetAfterAccept", times: 1, match: { operations: ["createConversation"] } }]);
  start();
  const id = await sendToAll(db, audienceOf([channel]));
  await untilReport(db, id, { status: "FINISHED", counts: { total: 1, unconfirmed: 1 } });
  expect(postsIn(0)).toHaveLength(1);
});

test("a channel that is gone fails in its own row, and nobody makes another", async () => {
  const [channel = ""] = await knowChannels();
  simulator.setFaults([
    { kind: "status", status: 404, code: "ConversationNotFound", match: { operations: ["createConversation"] } },
  ]);
  start();
  const id = await sendToAll(db, audienceOf([channel]));
  const { reasons } = await untilReport(db, id, { status: "FINISHED", counts: { total: 1, failed: 1 } });
  expect(reasons).toMatchObject([{ reason: "ConversationNotFound" }]);
  expect(simulator.counts().requests.byOperation["createConversation"]).toBe(1);
});

test("many broadcasts to one channel keep to Teams' limits of one conversation, whichever worker sends them", async () => {
  const [channel = ""] = await knowChannels();
  const ids: string[] = [];
  for (let n = 0; n < 9; n += 1) ids.push(await sendToAll(db, audienceOf([channel])));
  for (let worker = 0; worker < 3; worker += 1) start();
  for (const id of ids) await untilReport(db, id, { status: "FINISHED", counts: { sent: 1 } });
  expect(postsIn(0)).toHaveLength(9);
  expect(simulator.counts().refused429).toBe(0);
});

test("a post before which the database went away is made later, and is in no doubt", async () => {
  const [channel = ""] = await knowChannels();
  let asked = 0;
  start({}, (ledger) => ({
    ...ledger,
    takePlace: async (conversationId) => {
      asked += 1;
      if (asked === 1) throw new Error("The database is away.");
      return ledger.takePlace(conversationId);
    },
  }));
  const id = await sendToAll(db, audienceOf([channel]));
  await untilReport(db, id, { status: "FINISHED", counts: { sent: 1, unconfirmed: 0 } });
  expect([asked, postsIn(0).length]).toEqual([2, 1]);
});
