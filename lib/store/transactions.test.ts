// Two transactions that wait for each other: PostgreSQL ends one of them, and it is run again from its beginning.
import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { inTransaction, openDb } from "./db";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

async function makeTopics(): Promise<[string, string]> {
  const [one, two] = [randomUUID(), randomUUID()];
  await db.topic.createMany({ data: [one, two].map((id) => ({ id, key: id, name: id, description: "" })) });
  return [one, two];
}

/** Changes both, the second one only when the other transaction holds it. */
async function changeBoth(first: string, second: string, met: () => Promise<void>, tries: { count: number }): Promise<void> {
  await inTransaction(db, async (tx) => {
    tries.count += 1;
    await tx.topic.update({ where: { id: first }, data: { description: { set: `${first} was first` } } });
    await met();
    await tx.$executeRaw`UPDATE topics SET description = description || ${` then ${first}`} WHERE id = ${second}::uuid`;
  });
}

/** Resolves when `parties` have come; whoever comes later is not held. */
function meeting(parties: number): () => Promise<void> {
  let open = (): void => undefined;
  const everybody = new Promise<void>((resolve) => (open = resolve));
  let here = 0;
  return () => {
    here += 1;
    if (here >= parties) open();
    return everybody;
  };
}

test("both are carried out in the end", async () => {
  const [one, two] = await makeTopics();
  const met = meeting(2);
  const tries = { count: 0 };
  await Promise.all([changeBoth(one, two, met, tries), changeBoth(two, one, met, tries)]);
  expect(tries.count).toBe(3);
});

test("what fails for another reason is not run again", async () => {
  const tries = { count: 0 };
  const failing = inTransaction(db, (tx) => {
    tries.count += 1;
    return tx.$executeRaw`SELECT 1 / 0`;
  });
  await expect(failing).rejects.toThrow("22012");
  expect(tries.count).toBe(1);
});

// Every transaction can begin one of its own in this Prisma, and of several at once it refuses all: a broadcast to an audience
// that is made of parts, which is counted by several queries, could not be sent.
test("inside another one it joins that one, several at once too", async () => {
  const [one, two] = await makeTopics();
  const failed = db.$transaction(async (tx) => {
    const data = { description: "changed" };
    const change = (id: string) => inTransaction(tx, (inner) => inner.topic.update({ where: { id }, data }));
    await Promise.all([change(one), change(two)]);
    expect(await tx.topic.count({ where: { description: "changed" } })).toBe(2);
    throw new Error("Not after all.");
  });
  await expect(failed).rejects.toThrow("Not after all.");
  expect(await db.topic.count({ where: { description: "changed" } })).toBe(0);
});
