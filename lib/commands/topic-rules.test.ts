// Mandatory topics take away the way out: making one, unmaking one and sending on one is an admin's.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openDb } from "@/lib/store/db";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR } from "@/lib/testing/make-broadcast";

import { changeTopic } from "./change-topic";
import type { Actor } from "./command";
import { createTopic } from "./create-topic";
import { saveDraft } from "./save-draft";
import { sendBroadcast } from "./send-broadcast";

const ADMIN: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000ab", name: "admin", role: "admin" };
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

const input = { key: "fire-drill", name: "Fire drill", mandatory: true };
let id = "";
beforeAll(async () => {
  ({ id } = await createTopic.run(db, ADMIN, input));
});

describe("an author", () => {
  test("may not make a mandatory topic", async () => {
    await expect(createTopic.run(db, AUTHOR, { ...input, key: "another" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("may not make a mandatory topic voluntary, but may rename it", async () => {
    const change = { mandatory: false };
    await expect(changeTopic.run(db, AUTHOR, { id, change })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await changeTopic.run(db, AUTHOR, { id, change: { name: "Drill" } })).toMatchObject({ mandatory: true });
  });

  test("may write on it but not send, which an admin may", async () => {
    const draft = { topic: input.key, message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" as const } };
    const broadcast = await saveDraft.run(db, AUTHOR, draft);
    await expect(sendBroadcast.run(db, AUTHOR, { id: broadcast.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await sendBroadcast.run(db, ADMIN, { id: broadcast.id })).toMatchObject({ status: "SCHEDULED" });
  });
});
