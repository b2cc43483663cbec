// A test to its author was taken back, changed to reach everybody and sent: as urgent, whatever people had opted out of, and on
// no list.
import { expect, it } from "vitest";

import { getBroadcast } from "@/lib/store/broadcasts";
import { recordSighting } from "@/lib/store/references";
import { HOUSE_TENANT, refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { changeDraft } from "./change-draft";
import { decideBroadcast } from "./decide-broadcast";
import { deleteDraft } from "./delete-draft";
import { duplicateBroadcast } from "./duplicate-broadcast";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { resumeBroadcast } from "./resume-broadcast";
import { scheduleBroadcast } from "./schedule-broadcast";
import { sendBroadcast } from "./send-broadcast";
import { sendTest } from "./send-test";
import { takeBackBroadcast } from "./take-back-broadcast";

const { db, author, bruno, draft, rule } = await startApprovalHouse();
const who = { tenantId: HOUSE_TENANT, objectId: author.objectId, serviceUrl: "https://x/", botId: "28:b", conversationId: "a:1" };
await recordSighting(db, { ...who, source: "INSTALL", seenAt: new Date() });

const test = async () => sendTest.run(db, author, { id: (await draft()).id });
const everybody = { audience: { kind: "ALL" as const } };

it("a test is not taken back among the drafts, nor changed", async () => {
  const { id, audience } = await test();
  expect(await refusal(takeBackBroadcast.run(db, author, { id }))).toBe("CONFLICT");
  expect(await refusal(changeDraft.run(db, author, { id, revision: 1, change: everybody }))).toBe("CONFLICT");
  expect(await refusal(deleteDraft.run(db, author, { id }))).toBe("CONFLICT");
  expect(await getBroadcast(db, id)).toMatchObject({ purpose: "TEST", status: "SCHEDULED", audience });
});

it("one that failed is not sent, scheduled, repeated or put in review", async () => {
  const { id } = await test();
  await db.broadcast.update({ where: { id }, data: { status: "FAILED", statusReason: "Why not." } });
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  await rule({ above: 0 });
  for (const work of [
    () => sendBroadcast.run(db, author, { id }),
    () => scheduleBroadcast.run(db, author, { id, scheduledAt }),
    () => repeatBroadcast.run(db, author, { id, cron: "0 9 * * *", zone: "UTC" }),
    () => takeBackBroadcast.run(db, author, { id }),
    () => decideBroadcast.run(db, bruno, { id, decision: "APPROVED" }),
  ]) expect(await refusal(work())).toBe("CONFLICT");
  await rule({});
});

it("one is paused and goes on as itself, and its copy is a draft like any other", async () => {
  const { id } = await test();
  await pauseBroadcast.run(db, author, { id });
  expect(await resumeBroadcast.run(db, author, { id })).toMatchObject({ purpose: "TEST", status: "SCHEDULED" });
  expect(await duplicateBroadcast.run(db, author, { id })).toMatchObject({ purpose: "NORMAL", status: "DRAFT" });
});
