// After an erasure nothing in the whole database tells who it was, and every number still adds up. Somebody who comes back is
// as little willing as they were.
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { type Actor, SYSTEM_ACTOR } from "@/lib/commands/command";
import { eraseRecipient } from "@/lib/commands/erase-recipient";
import { exportRecipient } from "@/lib/commands/export-recipient";
import { isErasedId } from "@/lib/domain/erasure";
import { createTestDatabase } from "@/lib/testing/database";
import { findTraces, type Planted, plantPerson } from "@/lib/testing/plant-person";

import { getNumbers } from "./counters";
import { openDb } from "./db";
import { savePeople } from "./directory-people";
import { saveInteraction } from "./interactions";
import { listOptOuts, removeAllOptOuts } from "./opt-outs";
import { PERSONAL_PLACES } from "./personal-data";
import { getRecipientByObjectId } from "./recipients";
import { recordSighting } from "./references";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

const ADMIN: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000bb", name: "desk", role: "admin" };

let count = 0;
let planted: Planted;
beforeEach(async () => {
  planted = await plantPerson(db, `ottilie${(count += 1)}x`);
});

const erase = () => eraseRecipient.run(db, ADMIN, { id: planted.recipientId });
const optOutsNow = async () => {
  const again = await getRecipientByObjectId(db, planted.tenantId, planted.objectId);
  return again?.optOuts.map(({ topicId }) => topicId).sort();
};

describe("the export of a person", () => {
  it("has rows from every place where personal data are kept", async () => {
    const { data } = await exportRecipient.run(db, ADMIN, { id: planted.recipientId });
    expect(Object.keys(data).toSorted()).toEqual(PERSONAL_PLACES.map(({ table }) => table).toSorted());
    expect(data["deliveries"]).toHaveLength(3);
    expect(data["sessions"]?.[0]).not.toHaveProperty("token_hash");
    expect(data["audience_list_flaws"]).toHaveLength(5);
    expect(JSON.stringify(data)).toContain(`Reason of ${planted.traces[3] ?? ""}`);
  });

  it("is itself written down, and does not tell of others", async () => {
    const other = await plantPerson(db, `other${count}x`);
    const { data } = await exportRecipient.run(db, ADMIN, { id: planted.recipientId });
    expect(JSON.stringify(data)).not.toContain(other.recipientId);
    const line = await db.auditEvent.findFirst({ where: { command: "export-recipient", targetId: planted.recipientId } });
    expect(line).toMatchObject({ actorName: "desk" });
  });

  // A key that may only read recipients was handed the sessions, keys and deeds of people of the console.
  it("of somebody of the console takes the scope for access too", async () => {
    const narrow: Actor = { ...ADMIN, scopes: ["recipients:read"] };
    const run = (actor: Actor, id: string) => exportRecipient.run(db, actor, { id });
    await expect(run(narrow, planted.recipientId)).rejects.toMatchObject({
      code: "FORBIDDEN", message: expect.stringContaining("access:read") as string,
    });
    const { data } = await run({ ...narrow, scopes: ["recipients:read", "access:read"] }, planted.recipientId);
    expect(data).toHaveProperty("sessions");
    const plain = await db.recipient.create({ data: { tenantId: "t", externalId: `reader${count}` }, select: { id: true } });
    expect((await run(narrow, plain.id)).recipientId).toBe(plain.id);
  });

  it("knows every table that names recipients", async () => {
    const rows: unknown = await db.$queryRaw`
      SELECT DISTINCT table_name AS name FROM information_schema.columns
      WHERE column_name IN ('recipient_id', 'person_id', 'object_id') AND table_schema = 'public'`;
    const tables = z.array(z.object({ name: z.string() })).parse(rows).map(({ name }) => name);
    // The object id of a group names no person.
    const missing = tables.filter((name) => name !== "entra_groups" && !PERSONAL_PLACES.some(({ table }) => table === name));
    expect(missing).toEqual([]);
  });
});

describe("an erasure", () => {
  it("leaves nothing anywhere that tells who it was", async () => {
    expect((await findTraces(db, planted.traces)).length).toBeGreaterThan(20);
    await erase();
    expect(await findTraces(db, planted.traces)).toEqual([]);
  });

  it("keeps every number, and what still waited is skipped and says why", async () => {
    const before = await getNumbers(db, planted.broadcastIds);
    const { counts } = await erase();
    // One of the audit's lines names the person twice: as a recipient, and as who did it in the console.
    expect(counts).toEqual({ deliveries: 3, interactions: 3, optOuts: 2, auditLines: 4, console: true });
    const after = await getNumbers(db, planted.broadcastIds);
    for (const id of planted.broadcastIds) {
      expect(after.get(id)?.counts.total).toBe(before.get(id)?.counts.total);
      const [delivery] = await db.delivery.findMany({ where: { broadcastId: id } });
      expect(isErasedId(delivery?.recipientId ?? "")).toBe(true);
      const key = { broadcastId: id, recipientId: delivery?.recipientId ?? "" };
      expect(await db.attempt.count({ where: key })).toBe(1);
      expect(await db.interaction.count({ where: key })).toBe(1);
    }
    expect(after.get(planted.broadcastIds[2] ?? "")?.reasons).toEqual([{ status: "SKIPPED", reason: "ERASED", count: 1 }]);
  });

  it("gives each broadcast's rows an id of their own, so that they tell nothing together", async () => {
    const others = await db.delivery.count({ where: { broadcastId: { in: planted.broadcastIds } } });
    await erase();
    const rows = await db.delivery.findMany({ where: { broadcastId: { in: planted.broadcastIds } } });
    expect(rows).toHaveLength(others);
    expect(new Set(rows.map(({ recipientId }) => recipientId)).size).toBe(others);
  });

  it("keeps why a broadcast stands where it does, without who brought it there", async () => {
    await erase();
    const where = { id: planted.broadcastIds[1] ?? "" };
    const broadcast = await db.broadcast.findUnique({ where, select: { statusReason: true } });
    expect(broadcast?.statusReason).toBe("Taken back.");
  });

  it("keeps the audit's lines without the name, and says that somebody was erased", async () => {
    const before = await db.auditEvent.count();
    await erase();
    // What was done, and that lines about the recipient and about the person of the console were anonymised.
    expect(await db.auditEvent.count()).toBe(before + 3);
    const optOut = await db.auditEvent.findFirst({ where: { command: "opt-out" }, orderBy: { id: "desc" } });
    expect(optOut).toMatchObject({ actorKind: "RECIPIENT", actorName: "" });
    const line = await db.auditEvent.findFirst({ where: { command: "erase-recipient" }, orderBy: { id: "desc" } });
    expect(line).toMatchObject({ actorName: "desk", targetId: optOut?.targetId });
  });

  it("leaves what a file said of others", async () => {
    const { id: listId } = await db.audienceList.findFirstOrThrow({ orderBy: { id: "desc" }, select: { id: true } });
    const others = ["Oliver Zweifel", "Otto", `x${planted.traces[3]}@mail.example`, `${"x".repeat(96)};ott`];
    await db.audienceListFlaw.createMany({
      data: others.map((value, line) => ({ listId, line: line + 10, value, reason: line === 2 ? "UNKNOWN" : "NO_ID" })),
    });
    await erase();
    const flaws = await db.audienceListFlaw.findMany({ where: { listId, line: { gte: 10 } }, orderBy: { line: "asc" } });
    expect(flaws.map(({ value }) => value)).toEqual(others);
    await db.audienceListFlaw.deleteMany({ where: { listId } });
  });

  it("waits for what is on its way", async () => {
    const key = { broadcastId: planted.broadcastIds[2] ?? "", recipientId: planted.recipientId };
    const lease = { leaseWorker: planted.objectId, leaseUntil: new Date(), begunAt: new Date() };
    await db.delivery.updateMany({ where: key, data: { status: "SENDING", ...lease } });
    await expect(erase()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await db.delivery.count({ where: { recipientId: planted.recipientId } })).toBe(3);
  });

  it("is refused to oneself, for a channel and for nobody", async () => {
    const person = await db.person.findFirstOrThrow({ where: { objectId: planted.objectId } });
    const oneself: Actor = {
      kind: "PERSON", id: person.id, name: "x", role: "admin", tenantId: planted.tenantId, objectId: planted.objectId,
    };
    await expect(eraseRecipient.run(db, oneself, { id: planted.recipientId })).rejects.toMatchObject({ code: "CONFLICT" });
    const channel = await db.recipient.create({ data: { tenantId: "t", externalId: `19:${count}`, kind: "CHANNEL" } });
    await expect(eraseRecipient.run(db, ADMIN, { id: channel.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await erase();
    await expect(erase()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  // A key that may only write recipients could take anybody's role away by it, the last admin's too.
  it("of somebody of the console takes the scope for access too, and leaves an admin", async () => {
    const { recipientId: id, objectId } = planted;
    const narrow: Actor = { ...ADMIN, scopes: ["recipients:write"] };
    const message = expect.stringContaining("access:write") as string;
    await expect(eraseRecipient.run(db, narrow, { id })).rejects.toMatchObject({ code: "FORBIDDEN", message });
    await db.person.update({ where: { tenantId_objectId: { tenantId: "t", objectId } }, data: { role: "admin" } });
    const both: Actor = { ...ADMIN, scopes: ["recipients:write", "access:write"] };
    await expect(eraseRecipient.run(db, both, { id })).rejects.toMatchObject({
      code: "CONFLICT", message: expect.stringContaining("only admin") as string,
    });
    await db.person.create({ data: { tenantId: "t", objectId: `other${count}`, displayName: "O", role: "admin" } });
    expect((await eraseRecipient.run(db, both, { id })).counts.console).toBe(true);
    const other = await db.recipient.create({ data: { tenantId: "t", externalId: `plain${count}` }, select: { id: true } });
    expect((await eraseRecipient.run(db, narrow, other)).counts.console).toBe(false);
    await db.person.deleteMany({ where: { objectId: `other${count}` } });
  });

  it("takes no interaction for somebody who is gone", async () => {
    await erase();
    const { recipientId, broadcastIds: [broadcastId = ""] } = planted;
    expect(await saveInteraction(db, { recipientId, broadcastId, kind: "CLICK", value: "" })).toBe(false);
  });
});

describe("somebody who comes back after an erasure", () => {
  const sighting = () => ({
    tenantId: planted.tenantId, objectId: planted.objectId, displayName: "Back", serviceUrl: "https://x/", botId: "28:b",
    memberId: planted.memberId, source: "MESSAGE" as const, seenAt: new Date(),
  });
  const both = () => [planted.topicId, null].sort();

  it("has their opt-outs back, whoever tells of them first", async () => {
    await erase();
    await recordSighting(db, sighting());
    expect(await optOutsNow()).toEqual(both());
  });

  it("has them back from the directory, once", async () => {
    await erase();
    const person = { objectId: planted.objectId, displayName: "Back" };
    await savePeople(db, planted.tenantId, "FULL", [person]);
    expect(await optOutsNow()).toEqual(both());
    const { id } = (await getRecipientByObjectId(db, planted.tenantId, planted.objectId)) ?? { id: "" };
    await removeAllOptOuts(db, id);
    await savePeople(db, planted.tenantId, "FULL", [person]);
    expect(await listOptOuts(db, id)).toEqual([]);
  });

  it("has them back when first known by the id towards the bot alone", async () => {
    await erase();
    const { memberId } = planted;
    const mentioned = await recordSighting(db, { ...sighting(), objectId: memberId, source: "MENTION" });
    expect(await listOptOuts(db, mentioned.recipientId)).toHaveLength(2);
    await recordSighting(db, sighting());
    expect(await optOutsNow()).toEqual(both());
  });

  it("has those of the last erasure, not of an earlier one", async () => {
    await erase();
    const { recipientId } = await recordSighting(db, sighting());
    await removeAllOptOuts(db, recipientId);
    await eraseRecipient.run(db, SYSTEM_ACTOR, { id: recipientId });
    const again = await recordSighting(db, sighting());
    expect(await listOptOuts(db, again.recipientId)).toEqual([]);
  });

  it("is nobody who can be found by the hashes that are kept", async () => {
    await erase();
    const rows = await db.erasedOptOut.findMany();
    expect(rows.length).toBeGreaterThan(0);
    for (const { personHash } of rows) expect(personHash).toMatch(/^[\w-]{43}$/);
  });
});
