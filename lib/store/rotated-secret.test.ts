// What an erased person had opted out of is found after the secret key was replaced, and only under a key that is named.
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { eraseRecipient } from "@/lib/commands/erase-recipient";
import { sign } from "@/lib/sign";
import { createTestDatabase } from "@/lib/testing/database";
import { type Planted, plantPerson } from "@/lib/testing/plant-person";

import { openDb } from "./db";
import { getRecipientByObjectId } from "./recipients";
import { recordSighting } from "./references";

const [OLD, OLDER, FOREIGN] = ["old", "older", "foreign"].map((name) => `${name} key of more than 32 characters`);
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());
// Read once, by the first who asks.
beforeAll(() => vi.stubEnv("SECRET_KEY_PREVIOUS", `${OLD},${OLDER}`));

let count = 0;

/** Erased while `key` was the secret key, and back now; answers how many opt-outs came back too. */
async function comeBack(key: string): Promise<number> {
  const person = await plantPerson(db, `rotated${(count += 1)}x`);
  await eraseRecipient.run(db, SYSTEM_ACTOR, { id: person.recipientId });
  await keepUnder(key, person);
  const seen = { serviceUrl: "https://x/", botId: "28:b", source: "MESSAGE" as const, seenAt: new Date() };
  await recordSighting(db, { tenantId: person.tenantId, objectId: person.objectId, memberId: person.memberId, ...seen });
  return (await getRecipientByObjectId(db, person.tenantId, person.objectId))?.optOuts.length ?? 0;
}

async function keepUnder(key: string, { tenantId, objectId, topicId }: Planted): Promise<void> {
  await db.erasedOptOut.deleteMany();
  const personHash = sign("erased-opt-out", [tenantId, objectId], key);
  const createdAt = new Date();
  await db.erasedOptOut.createMany({ data: [topicId, null].map((topic) => ({ personHash, topicId: topic, createdAt })) });
}

test("a key that nobody named finds nothing", async () => {
  expect(await comeBack(FOREIGN!)).toBe(0);
});

test("the key and each of those before it find what was kept under them", async () => {
  for (const key of ["a-secret-key-for-tests-and-nothing-else", OLD!, OLDER!]) {
    expect(await comeBack(key), key).toBe(2);
  }
});
