// An opt-out is written once under any concurrency, and means the same in SQL and in the domain.
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { isOptedOut } from "@/lib/domain/opt-out";
import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { Prisma } from "./generated/client";
import { listAllOptOuts, listOptOuts, optedOutSql, removeAllOptOuts, removeOptOut, saveOptOut } from "./opt-outs";
import { recordSighting } from "./references";
import { createTopic } from "./topics";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const { recipientId } = await recordSighting(db, {
  tenantId: "t", objectId: "o", serviceUrl: "https://x/", botId: "28:b", source: "MESSAGE", seenAt: new Date(),
});
const topicIdOf = async (key: string): Promise<string> =>
  (await createTopic(db, { key, name: key, description: "", mandatory: false }))?.id ?? "";
const news = await topicIdOf("news");
const other = await topicIdOf("other");

// The row under the cursor could be gone when the next page was asked for, and then nobody got the rest.
it("is listed to the end when the last one of a page is taken back before the next is read", async () => {
  for (const topicId of [news, other, null]) await saveOptOut(db, { recipientId, topicId });
  await db.optOut.updateMany({ data: { createdAt: new Date() } });
  const all = (await listAllOptOuts(db, { limit: 10 })).items;
  const first = await listAllOptOuts(db, { limit: 2 });
  expect(first.items).toEqual(all.slice(0, 2));
  await removeOptOut(db, { recipientId, topicId: all[1]?.topicId ?? null });
  const rest = await listAllOptOuts(db, { limit: 2, cursor: first.next ?? "" });
  expect(rest).toEqual({ items: all.slice(2), next: null });
  await removeAllOptOuts(db, recipientId);
});

describe("opting out", () => {
  it("is written once, and taken back once", async () => {
    expect(await saveOptOut(db, { recipientId, topicId: news })).toBe(true);
    expect(await saveOptOut(db, { recipientId, topicId: news })).toBe(false);
    expect(await removeOptOut(db, { recipientId, topicId: null })).toBe(false);
    expect(await removeOptOut(db, { recipientId, topicId: news })).toBe(true);
    expect(await listOptOuts(db, recipientId)).toEqual([]);
  });

  it("is written once even when ten ask at once", async () => {
    const saved = await Promise.all(Array.from({ length: 10 }, () => saveOptOut(db, { recipientId, topicId: null })));
    expect(saved.filter(Boolean)).toHaveLength(1);
    await removeAllOptOuts(db, recipientId);
  });

  it.each<[optOuts: (string | null)[], mandatory: boolean, optedOut: boolean]>([
    [[], false, false],
    [[news], false, true],
    [[other], false, false],
    [[null], false, true],
    [[null, other], false, true],
    [[news, null], true, false],
  ])("of %j with mandatory %j means the same in SQL and in the domain", async (topicIds, mandatory, expected) => {
    await removeAllOptOuts(db, recipientId);
    for (const topicId of topicIds) await saveOptOut(db, { recipientId, topicId });
    const condition = optedOutSql(
      Prisma.sql`${recipientId}::uuid`,
      Prisma.sql`${news}::uuid`,
      Prisma.sql`${mandatory}::boolean`,
    );
    const rows = await db.$queryRaw`SELECT ${condition} AS opted_out`;
    expect(z.array(z.object({ opted_out: z.boolean() })).parse(rows)).toEqual([{ opted_out: expected }]);
    expect(isOptedOut(await listOptOuts(db, recipientId), { id: news, mandatory })).toBe(expected);
  });
});
