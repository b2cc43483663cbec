// Group chats as recipients: a delivery to one is a message in the chat that is there, held to the same promises as any other.
import { beforeEach, expect, test } from "vitest";

import { knowPlaces } from "@/lib/testing/know-places";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { emptyTables, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";

const { db, simulator, start, stopAll } = await startTestEngine({
  people: 8, groupChats: 3, settings: { limits: true, ratePerSecond: 2_000 },
});
const chats = simulator.tenant.groupChats;

beforeEach(async () => {
  await stopAll();
  await emptyTables(db);
  simulator.setFaults([]);
  simulator.reset({ chats: true, counts: true });
  for (const chat of chats) chat.installedBy = simulator.people[0]?.objectId ?? "";
});

const knowChats = () => knowPlaces(db, simulator, "GROUP_CHAT", chats.map(({ id, topic }) => ({ id, name: topic ?? "" })));
const audienceOf = (recipientIds: string[]) => ({ audience: { kind: "GROUP_CHAT" as const, recipientIds } });
const messagesIn = (index: number) => simulator.tenant.chats.get(chats[index]?.id ?? "")?.messages ?? [];

test("a broadcast to group chats is one message in each, whose id is kept, and no chat is made", async () => {
  const ids = await knowChats();
  start();
  const id = await sendToAll(db, audienceOf(ids));
  await untilReport(db, id, { status: "FINISHED", counts: { total: chats.length, sent: chats.length } });
  expect(chats.map((_, index) => messagesIn(index).length)).toEqual(chats.map(() => 1));
  expect(simulator.counts().posts).toMatchObject({ total: chats.length, groupChats: chats.length, channels: 0 });
  expect(simulator.counts().requests.byOperation["createConversation"] ?? 0).toBe(0);
  const kept = await db.delivery.findMany({ where: { broadcastId: id, recipientId: ids[0] ?? "" } });
  expect(kept).toMatchObject([{ activityId: messagesIn(0)[0]?.activityId }]);
  // Buttons of ours would be one person's: whoever pressed first would decide for everybody.
  expect(JSON.stringify(messagesIn(0))).not.toContain("optOut");
});

test("a message whose answer nobody saw is not sent again", async () => {
  const [chat = ""] = await knowChats();
  simulator.setFaults([{ kind: "resetAfterAccept", times: 1, match: { operations: ["postActivity"] } }]);
  start();
  const id = await sendToAll(db, audienceOf([chat]));
  await untilReport(db, id, { status: "FINISHED", counts: { total: 1, unconfirmed: 1 } });
  expect(messagesIn(0)).toHaveLength(1);
});

test("a group chat that has lost the app fails in its own row, the others get it, and it is left out from then on", async () => {
  const ids = await knowChats();
  delete chats[0]?.installedBy;
  start();
  const first = await sendToAll(db, audienceOf(ids));
  await untilReport(db, first, { status: "FINISHED", counts: { total: 3, sent: 2 } });
  expect(messagesIn(0)).toHaveLength(0);
  const next = await sendToAll(db, audienceOf(ids));
  const { reasons } = await untilReport(db, next, { status: "FINISHED", counts: { total: 3, sent: 2, skipped: 1 } });
  expect(reasons).toMatchObject([{ status: "SKIPPED", reason: "REMOVED" }]);
});

test("many broadcasts to one group chat keep to Teams' limits of one conversation", async () => {
  const [chat = ""] = await knowChats();
  const ids: string[] = [];
  for (let n = 0; n < 9; n += 1) ids.push(await sendToAll(db, audienceOf([chat])));
  start();
  for (const id of ids) await untilReport(db, id, { status: "FINISHED", counts: { sent: 1 } });
  expect(messagesIn(0)).toHaveLength(9);
  expect(simulator.counts().refused429).toBe(0);
});
