// The audit was said to have the change of a template or a welcome; it had the name, and that something was changed. Now a hash
// tells whose text an event used, and keeps no word of it.
import { afterAll, expect, test } from "vitest";

import { openDb } from "@/lib/store/db";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR } from "@/lib/testing/make-broadcast";

import { changeDraft } from "./change-draft";
import { SYSTEM_ACTOR } from "./command";
import { createApiKey } from "./create-api-key";
import { receiveEvent } from "./receive-event";
import { saveDraft } from "./save-draft";
import { saveTemplate } from "./save-template";
import { textHash } from "./text-hash";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

const message = (title: string) => ({ ...COMPLETE_NOTIFICATION, title });
async function textsOf(command: string, targetId: string): Promise<unknown[]> {
  const lines = await db.auditEvent.findMany({ where: { command, targetId }, orderBy: { id: "asc" }, select: { detail: true } });
  return lines.map(({ detail }) => (detail as { text?: string }).text);
}

test("the line of an event names the text that the line of its template names", async () => {
  const { id } = await saveTemplate.run(db, AUTHOR, { name: "Alarm", message: message("Canary one") });
  const key = await createApiKey.run(db, SYSTEM_ACTOR, { name: "system", role: "author" });
  const actor = { kind: "API_KEY", id: key.id, name: "system", role: "author" } as const;
  await db.recipient.create({ data: { tenantId: "t", externalId: "ann" }, select: { id: true } });
  const send = async (idempotencyKey: string) => {
    const sent = await receiveEvent.run(db, actor, { template: id, topic: "company-news", people: ["ann"], idempotencyKey });
    return sent.kind === "ACCEPTED" ? textsOf("receive-event", sent.broadcastId) : [];
  };
  const first = await send("one");
  await saveTemplate.run(db, AUTHOR, { id, name: "Alarm", message: message("Canary two") });
  const second = await send("two");
  expect(await textsOf("save-template", id)).toEqual([...first, ...second]);
  expect(first).toEqual([textHash(message("Canary one"))]);
  expect(second).not.toEqual(first);
});

test("so does the line of a change of a welcome, and not that of a draft", async () => {
  const { id, revision } = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "PERSONAL_INSTALL" } });
  const welcome = { kind: "WELCOME", title: "Canary three", why: "You are new.", offer: "News.", nextStep: "Read." } as const;
  await changeDraft.run(db, AUTHOR, { id, revision, change: { message: welcome } });
  await changeDraft.run(db, AUTHOR, { id, revision: revision + 1, change: { onUnknown: "RETRY" } });
  expect(await textsOf("change-draft", id)).toEqual([textHash(welcome), undefined]);
  const draft = await saveDraft.run(db, AUTHOR, { message: message("Canary four") });
  await changeDraft.run(db, AUTHOR, { id: draft.id, revision: draft.revision, change: { message: message("Canary five") } });
  expect(await textsOf("change-draft", draft.id)).toEqual([undefined]);
});

test("no word of a text is in the audit, and the order of its fields makes no other hash", async () => {
  const { title, ...rest } = message("Canary");
  expect(textHash({ ...rest, title })).toBe(textHash({ title, ...rest }));
  const lines = await db.auditEvent.findMany({ select: { detail: true } });
  expect(JSON.stringify(lines)).not.toContain("Canary");
});
