// However sightings of a person arrive, they make one row per tenant, and an older one never undoes a newer.
import { afterAll, describe, expect, it } from "vitest";

import type { Sighting } from "@/lib/domain/reference";
import { createTestDatabase } from "@/lib/testing/database";
import { moveReference } from "@/lib/testing/move-reference";

import { openDb } from "./db";
import { getRecipient, getRecipientByObjectId } from "./recipients";
import { recordSighting, removeReference, saveConversationId } from "./references";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 12, minute));
const sighting = (objectId: string, more: Partial<Sighting> = {}): Sighting => ({
  tenantId: "t",
  objectId,
  displayName: "Amelia",
  serviceUrl: "https://smba.trafficmanager.net/emea/",
  botId: "28:bot",
  memberId: `29:${objectId}`,
  source: "MENTION",
  seenAt: at(10),
  ...more,
});
const reference = (recipientId: string) => db.conversationReference.findUniqueOrThrow({ where: { recipientId } });

describe("a sighting", () => {
  it("of somebody new makes them known, and says so once", async () => {
    const first = await recordSighting(db, sighting("new"));
    expect(first).toMatchObject({ state: "KNOWN", isNew: true, isBack: false });
    expect(await recordSighting(db, sighting("new"))).toEqual({ ...first, isNew: false });
  });

  it("twenty times at once makes one person", async () => {
    const all = Array.from({ length: 20 }, () => recordSighting(db, sighting("twenty", { conversationId: "a:20" })));
    const recorded = await Promise.all(all);
    expect(new Set(recorded.map(({ recipientId }) => recipientId)).size).toBe(1);
    expect(recorded.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it("that is newer wins; an older one fills gaps only", async () => {
    const { recipientId } = await recordSighting(db, sighting("order", { memberId: undefined }));
    const told = (more: Partial<Sighting>) => recordSighting(db, sighting("order", { source: "MESSAGE", ...more }));
    await told({ serviceUrl: "https://new/", displayName: "New", seenAt: at(20) });
    await told({ serviceUrl: "https://old/", displayName: "Old", email: "a@b.c", seenAt: at(5) });
    expect(await reference(recipientId)).toMatchObject({ serviceUrl: "https://new/", memberId: "29:order", seenAt: at(20) });
    expect(await getRecipient(db, recipientId)).toMatchObject({ displayName: "New", email: "a@b.c" });
  });

  // Teams lets a sender shorten a mention: one "Thanks, Anna" and every card, report and export called her that.
  it.each(["the directory", "Teams"])("by a mention names who has no name, and leaves a name of %s alone", async (giver) => {
    const objectId = `mentioned after ${giver}`;
    const mention = (minute: number) => recordSighting(db, sighting(objectId, { displayName: "Anna", seenAt: at(minute) }));
    expect(await mention(1)).toMatchObject({ displayName: "Anna" });
    await recordSighting(db, sighting(objectId, { displayName: "Anna Maria Huber", source: "MESSAGE", seenAt: at(2) }));
    if (giver === "the directory") {
      const data = { displayName: "Dr. Anna Huber", syncedAt: at(3) };
      await db.recipient.updateMany({ where: { externalId: objectId }, data });
    }
    const { recipientId } = await mention(4);
    const displayName = giver === "Teams" ? "Anna Maria Huber" : "Dr. Anna Huber";
    expect(await getRecipient(db, recipientId)).toMatchObject({ displayName });
    expect(await reference(recipientId)).toMatchObject({ seenAt: at(4) });
  });

  it("from the personal chat makes active, and keeps what made the reference what it is", async () => {
    const { recipientId } = await recordSighting(db, sighting("chat"));
    await recordSighting(db, sighting("chat", { conversationId: "a:1", source: "INSTALL", seenAt: at(11) }));
    await recordSighting(db, sighting("chat", { source: "MENTION", seenAt: at(12) }));
    expect(await reference(recipientId)).toMatchObject({ state: "ACTIVE", source: "INSTALL", conversationId: "a:1" });
  });

  it.each(["BLOCKED", "NEEDS_INSTALL", "REMOVED"] as const)("from the personal chat brings %s people back", async (state) => {
    const objectId = `back-${state}`;
    const { recipientId } = await recordSighting(db, sighting(objectId));
    await moveReference(db, recipientId, state, "evidence");
    expect(await recordSighting(db, sighting(objectId, { seenAt: at(11) }))).toMatchObject({ state, isBack: false });
    const back = await recordSighting(db, sighting(objectId, { conversationId: "a:2", seenAt: at(12) }));
    expect(back).toMatchObject({ state: "ACTIVE", isBack: true });
  });

  it("that is older than the removal does not undo it", async () => {
    const { recipientId } = await recordSighting(db, sighting("gone", { conversationId: "a:3", source: "INSTALL" }));
    await removeReference(db, { tenantId: "t", objectId: "gone", at: at(30) });
    await recordSighting(db, sighting("gone", { conversationId: "a:3", seenAt: at(29) }));
    expect((await reference(recipientId)).state).toBe("REMOVED");
    expect(await removeReference(db, { tenantId: "t", objectId: "gone", at: at(30) })).toBeUndefined();
  });

  it("with both ids adopts somebody who was kept under the bot's id alone", async () => {
    const placeholder = await recordSighting(db, sighting("29:only", { memberId: "29:only" }));
    const person = await recordSighting(db, sighting("real", { memberId: "29:only", seenAt: at(11) }));
    expect(person.recipientId).toBe(placeholder.recipientId);
    expect(await getRecipientByObjectId(db, "t", "29:only")).toBeUndefined();
  });

  it("with both ids forgets the placeholder of somebody who has a row already", async () => {
    await recordSighting(db, sighting("twice", { memberId: undefined }));
    const placeholder = await recordSighting(db, sighting("29:twice", { memberId: "29:twice" }));
    await recordSighting(db, sighting("twice", { seenAt: at(11) }));
    expect(await getRecipient(db, placeholder.recipientId)).toBeUndefined();
  });

  it("keeps tenants apart", async () => {
    const here = await recordSighting(db, sighting("shared"));
    const there = await recordSighting(db, sighting("shared", { tenantId: "other" }));
    expect(here.recipientId).not.toBe(there.recipientId);
  });
});

describe("a created conversation", () => {
  it("makes a known person active and keeps the source", async () => {
    const { recipientId } = await recordSighting(db, sighting("created"));
    await saveConversationId(db, recipientId, "a:9");
    expect(await reference(recipientId)).toMatchObject({ state: "ACTIVE", source: "MENTION", conversationId: "a:9" });
  });

  it("does not bring back somebody who was removed", async () => {
    const { recipientId } = await recordSighting(db, sighting("late"));
    await moveReference(db, recipientId, "REMOVED", "UNINSTALLED");
    await saveConversationId(db, recipientId, "a:9");
    expect((await reference(recipientId)).state).toBe("REMOVED");
  });
});
