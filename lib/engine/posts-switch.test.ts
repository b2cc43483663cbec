// An admin's switch for posts in a channel, up to Teams: off means no post, not one that was queued before either, but for what
// nobody can opt out of; on means posts again.
import { beforeEach, expect, test } from "vitest";

import { allowPosts } from "@/lib/commands/allow-posts";
import { createTopic } from "@/lib/commands/create-topic";
import { saveDraft } from "@/lib/commands/save-draft";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { knowPlaces } from "@/lib/testing/know-places";
import { AUTHOR, sendToAll } from "@/lib/testing/make-broadcast";
import { emptyTables, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";

const { db, simulator, start, stopAll } = await startTestEngine({ people: 5 });
const ADMIN = { ...AUTHOR, role: "admin" } as typeof AUTHOR;
const [quiet, open] = simulator.teams[0]?.channels ?? [];
if (!quiet || !open) throw new Error("The practice tenant is too small.");

let ids: string[];

beforeEach(async () => {
  await stopAll();
  await emptyTables(db);
  simulator.reset({ chats: true, counts: true });
  for (const team of simulator.teams) team.installedBy = simulator.people[0]?.objectId ?? "";
  ids = await knowPlaces(db, simulator, "CHANNEL", [quiet, open]);
});

const toBoth = () => ({ audience: { kind: "CHANNEL" as const, recipientIds: ids } });
const turn = (allowed: boolean) => allowPosts.run(db, ADMIN, { id: ids[0] ?? "", allowed });
/** In the one that is switched, and in the other. */
const posts = () => [quiet, open].map(({ id }) => simulator.tenant.chats.get(id)?.messages.length ?? 0);
const LEFT_OUT = { status: "FINISHED", counts: { total: 2, sent: 1, skipped: 1 } } as const;

test("a channel that is switched off gets nothing, and once it is on again it does", async () => {
  expect(await turn(false)).toEqual({ changed: true, skipped: 0 });
  start();
  const { reasons } = await untilReport(db, await sendToAll(db, toBoth()), LEFT_OUT);
  expect(reasons).toMatchObject([{ status: "SKIPPED", reason: "OPTED_OUT" }]);
  expect(posts()).toEqual([0, 1]);
  await turn(true);
  await untilReport(db, await sendToAll(db, toBoth()), { status: "FINISHED", counts: { total: 2, sent: 2 } });
  expect(posts()).toEqual([1, 2]);
});

test("what is queued for a channel leaves the queue when it is switched off", async () => {
  const id = await sendToAll(db, toBoth());
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
  expect(await db.delivery.count({ where: { broadcastId: id, status: "QUEUED" } })).toBe(2);
  expect(await turn(false)).toEqual({ changed: true, skipped: 1 });
  start();
  await untilReport(db, id, LEFT_OUT);
  expect(posts()).toEqual([0, 1]);
});

test("what nobody can opt out of is posted there all the same", async () => {
  const topic = "evacuations";
  await createTopic.run(db, ADMIN, { key: topic, name: "Evacuations", description: "Leave at once.", mandatory: true });
  await turn(false);
  start();
  const { id } = await saveDraft.run(db, ADMIN, { topic, message: COMPLETE_NOTIFICATION, ...toBoth() });
  await sendBroadcast.run(db, ADMIN, { id });
  await untilReport(db, id, { status: "FINISHED", counts: { total: 2, sent: 2 } });
  expect(posts()).toEqual([1, 1]);
});
