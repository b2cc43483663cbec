// All that is known about one recipient, and what happened with them, page by page.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";

import { openDb } from "./db";
import { saveInteraction } from "./interactions";
import { saveOptOut } from "./opt-outs";
import { getRecipientDetails } from "./recipient-detail";
import { listDeliveriesOf, listInteractionsOf } from "./recipient-history";
import { recordSighting } from "./references";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const TENANT = "t";
let known = "";
let unmet = "";
let broadcasts: string[] = [];

beforeAll(async () => {
  const sighting = { tenantId: TENANT, serviceUrl: "https://x/", botId: "28:b", source: "INSTALL", seenAt: new Date() } as const;
  const seen = await recordSighting(db, { ...sighting, objectId: "known", displayName: "Amelia", conversationId: "a:1" });
  known = seen.recipientId;
  unmet = (await db.recipient.create({
    data: { tenantId: TENANT, externalId: "unmet", displayName: "Ben", account: "DISABLED" }, select: { id: true },
  })).id;
  await db.team.create({
    data: {
      tenantId: TENANT, teamsId: "19:1", name: "Works", serviceUrl: "https://x/", members: { create: { recipientId: known } },
    },
    select: { id: true },
  });
  for (const [objectId, generation] of [["now", 2], ["before", 1]] as const) {
    await db.entraGroup.create({
      data: {
        tenantId: TENANT, objectId, name: objectId, kind: "SECURITY", generation: 2,
        members: { create: { recipientId: known, generation } },
      },
      select: { id: true },
    });
  }
  broadcasts = [];
  for (let index = 0; index < 5; index += 1) {
    const id = await sendToAll(db);
    broadcasts.unshift(id);
    await db.$executeRaw`
      INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, created_at)
      VALUES (${id}::uuid, ${known}::uuid, ${TENANT}, now() + ${index} * interval '1 minute')`;
    await saveInteraction(db, { recipientId: known, broadcastId: id, kind: "READ", value: "" });
  }
});

describe("one recipient", () => {
  it("comes with teams, the groups they are in by the last reading, and the conversation", async () => {
    const details = await getRecipientDetails(db, known);
    expect(details).toMatchObject({
      displayName: "Amelia",
      state: "ACTIVE",
      conversation: { id: "a:1", serviceUrl: "https://x/" },
      teams: [{ name: "Works" }],
      groups: [{ name: "now", kind: "SECURITY" }],
      install: null,
    });
  });

  it("says for each topic why a broadcast would not reach them", async () => {
    const news = await db.topic.findUniqueOrThrow({ where: { key: "company-news" } });
    await saveOptOut(db, { recipientId: known, topicId: news.id });
    const reasonsOf = async (id: string) => {
      const { reach = [] } = (await getRecipientDetails(db, id)) ?? {};
      return Object.fromEntries(reach.map(({ topicName, reason }) => [topicName, reason]));
    };
    expect(await reasonsOf(known)).toEqual({ "Company news": "OPTED_OUT", Welcome: null });
    expect(await reasonsOf(unmet)).toEqual({ "Company news": "DISABLED", Welcome: "DISABLED" });
  });

  it("is found when only the directory knows them, and not when nobody does", async () => {
    expect(await getRecipientDetails(db, unmet)).toMatchObject({ state: null, conversation: null, teams: [], groups: [] });
    expect(await getRecipientDetails(db, randomUUID())).toBeUndefined();
  });
});

describe("what happened with one recipient", () => {
  it.each([
    ["deliveries", listDeliveriesOf],
    ["interactions", listInteractionsOf],
  ] as const)("is read newest first, each of the %s once", async (_what, list) => {
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(db, known, { cursor, limit: 2 });
      seen.push(...page.items.map(({ broadcastId }) => broadcastId));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(broadcasts);
  });

  it("names the broadcast and its topic", async () => {
    const { items } = await listDeliveriesOf(db, known, { limit: 1 });
    expect(items).toMatchObject([{ topicName: "Company news", status: "QUEUED", title: expect.any(String) as string }]);
    expect(await listDeliveriesOf(db, unmet, { limit: 1 })).toEqual({ items: [], next: null });
  });
});
