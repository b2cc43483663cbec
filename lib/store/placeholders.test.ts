// One person with two rows got one broadcast twice, and was counted among the removed for ever after the rows were merged.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";
import type { Sighting } from "@/lib/domain/reference";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { truncate } from "@/lib/testing/truncate";

import { wantInstalls } from "./app-installs";
import { audienceIdsSql, audienceSql } from "./audience-sql";
import { openDb } from "./db";
import { holdOffErasures } from "./erasure-lock";
import { readExportPage } from "./export-rows";
import { saveOptOut } from "./opt-outs";
import { countRecipients } from "./recipient-counts";
import { listRecipients } from "./recipient-search";
import { recordSighting } from "./references";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

let person: string;
let placeholder: string;

const sighting = (objectId: string, more: Partial<Sighting> = {}): Sighting => ({
  tenantId: "t", objectId, displayName: "Ada", serviceUrl: "https://teams.invalid/", botId: "28:bot", memberId: "29:ada",
  source: "MENTION", seenAt: new Date(), ...more,
});

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "audience_lists", "deliveries", "delivery_counters");
  ({ recipientId: person } = await recordSighting(db, sighting("ada", { memberId: undefined })));
  ({ recipientId: placeholder } = await recordSighting(db, sighting("29:ada")));
});

const merge = () => recordSighting(db, sighting("ada"));

async function selectIds(audience: Audience): Promise<string[][]> {
  const ids = z.array(z.object({ id: z.string() }));
  const members = await db.$queryRaw`SELECT r.id FROM recipients r WHERE ${audienceSql(audience)}`;
  return [members, await db.$queryRaw(audienceIdsSql(audience))].map((rows) => ids.parse(rows).map(({ id }) => id));
}

async function countPeople(): Promise<number> {
  await db.$executeRaw`DELETE FROM cached_counts`;
  const { counts } = await countRecipients(db);
  return Object.values(counts.PERSON).reduce((all, count) => all + count, 0);
}

describe("a placeholder", () => {
  const audiences: Audience[] = [{ kind: "ALL" }, { kind: "FILTER", hasApp: true }];
  it.each(audiences)("is in no audience of $kind beside the person", async (audience) => {
    expect(await selectIds(audience)).toEqual([[person], [person]]);
  });

  it("is in one that somebody picked it for, which names the person once both are known to be one", async () => {
    const audience = { kind: "RECIPIENTS" as const, recipientIds: [placeholder] };
    expect(await selectIds(audience)).toEqual([[placeholder], [placeholder]]);
    const broadcastId = await sendToAll(db, { audience });
    const { id } = await db.audience.create({ data: { name: "Picked", definition: audience } });
    await merge();
    const named = { kind: "RECIPIENTS", recipientIds: [person] };
    expect(await db.broadcast.findUniqueOrThrow({ where: { id: broadcastId } })).toMatchObject({ audience: named });
    expect(await db.audience.findUniqueOrThrow({ where: { id } })).toMatchObject({ definition: named });
  });

  // The page of recipients counted and listed one person twice, once under a name that no directory knows, and so did its export.
  it("is neither counted nor listed nor exported beside the person, in any state, merged or not", async () => {
    const listed = async () => {
      const { items } = await listRecipients(db, { kind: "PERSON", limit: 50 });
      const { rows } = await readExportPage(db, { kind: "RECIPIENTS", of: "ALL" }, undefined);
      const { items: known } = await listRecipients(db, { state: "KNOWN", limit: 50 });
      return [await countPeople(), items.map(({ id }) => id), rows.length, known.length];
    };
    expect(await listed()).toEqual([1, [person], 1, 1]);
    await recordSighting(db, sighting("29:cid", { displayName: "Cid", memberId: undefined, conversationId: "a:cid" }));
    await db.conversationReference.delete({ where: { recipientId: placeholder } });
    expect(await listed()).toEqual([1, [person], 1, 1]);
  });

  it("is still told by its id, as to whoever picked it", async () => {
    expect((await listRecipients(db, { ids: [placeholder], limit: 50 })).items).toMatchObject([{ id: placeholder }]);
  });

  it("is nobody to install the app for", async () => {
    await wantInstalls(db, ["t"], "EVERYBODY");
    expect(await db.appInstall.findMany({ select: { recipientId: true } })).toEqual([{ recipientId: person }]);
  });

  it("that was merged and is kept for its deliveries is not counted", async () => {
    const broadcastId = await sendToAll(db);
    const sent = { status: "SENT", settledAt: new Date() };
    await db.delivery.create({ data: { broadcastId, recipientId: placeholder, tenantId: "t", ...sent } });
    await merge();
    expect(await db.conversationReference.findUniqueOrThrow({ where: { recipientId: placeholder } })).toMatchObject({
      state: "REMOVED", evidence: "SAME_PERSON",
    });
    expect(await countPeople()).toBe(1);
  });

  it("that was merged hands over where it was seen, what it did not want and its lists, and is gone", async () => {
    const { id: teamId } = await db.team.create({ data: { tenantId: "t", teamsId: "19:team", serviceUrl: "", botId: "" } });
    await db.teamMember.create({ data: { teamId, recipientId: placeholder } });
    const { id: listId } = await db.audienceList.create({ data: { name: "List", authorName: "Ada" } });
    for (const recipientId of [person, placeholder]) await db.audienceListEntry.create({ data: { listId, recipientId } });
    await saveOptOut(db, { recipientId: placeholder, topicId: null });
    await merge();
    expect(await db.recipient.findMany({ select: { id: true } })).toEqual([{ id: person }]);
    expect(await db.teamMember.findMany()).toMatchObject([{ teamId, recipientId: person }]);
    expect(await db.audienceListEntry.findMany()).toEqual([{ listId, recipientId: person }]);
    expect(await db.optOut.findMany()).toMatchObject([{ recipientId: person, topicId: null }]);
  });

  it("is kept, and in no audience, while somebody else may be freezing one", async () => {
    await db.$transaction(async (freezing) => {
      await holdOffErasures(freezing);
      await merge();
    });
    expect(await db.recipient.count()).toBe(2);
    expect(await selectIds({ kind: "ALL" })).toEqual([[person], [person]]);
    await merge();
    expect(await db.recipient.count()).toBe(1);
  });
});
