// Somebody who signs in to the console without being a recipient could be neither exported nor erased.
import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";

import { isErasedId } from "@/lib/domain/erasure";
import { getBroadcast } from "@/lib/store/broadcasts";
import { openDb } from "@/lib/store/db";
import { listPeople } from "@/lib/store/list-people";
import { savePerson } from "@/lib/store/people";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";
import { findTraces } from "@/lib/testing/plant-person";

import { addPerson } from "./add-person";
import { cancelBroadcast } from "./cancel-broadcast";
import type { Actor } from "./command";
import { createApiKey } from "./create-api-key";
import { erasePerson } from "./erase-person";
import { exportPerson } from "./export-person";
import { saveDraft } from "./save-draft";
import { signIn } from "./sign-in";
import { createAudienceList } from "./upload-list";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

const tenantId = "t";
const KEY: Actor = { kind: "API_KEY", id: randomUUID(), name: "desk", role: "admin" };

/** Signs in, writes a draft, and makes a key. */
async function somebody(name: string): Promise<Extract<Actor, { kind: "PERSON" }>> {
  const objectId = randomUUID();
  const outcome = await signIn.run(db, { kind: "SYSTEM", name: "Herald" }, {
    tenantId, objectId, displayName: name, role: "admin", source: "ENTRA", browser: `${name}'s`, tokenHash: randomUUID(),
  });
  if (outcome.kind !== "SIGNED_IN") throw new Error(`The sign-in ended with ${outcome.kind}.`);
  const actor = { kind: "PERSON", id: outcome.person.id, name, role: "admin", tenantId, objectId } as const;
  await saveDraft.run(db, actor, { message: COMPLETE_NOTIFICATION });
  await createApiKey.run(db, actor, { name: "system", role: "viewer" });
  return actor;
}

test("an export has what is kept about them, is written down, and tells of nobody else", async () => {
  const [zoe, other] = [await somebody("Zoe Zabel"), await somebody("Otto Other")];
  const { personId, data } = await exportPerson.run(db, KEY, { id: zoe.id });
  expect(personId).toBe(zoe.id);
  expect(Object.keys(data).toSorted()).toEqual(["api_keys", "audit_events", "broadcasts", "people", "sessions"]);
  expect(data["audit_events"]?.length).toBeGreaterThan(2);
  expect(JSON.stringify(data)).not.toContain(other.id);
  const line = await db.auditEvent.findFirst({ where: { command: "export-person" } });
  expect(line).toMatchObject({ actorName: "desk", targetKind: "person", targetId: zoe.id });
  await expect(exportPerson.run(db, KEY, { id: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an erasure leaves nothing that tells who it was, and the audit says that somebody was erased", async () => {
  const yuri = await somebody("Yuri Yablokov");
  await addPerson.run(db, KEY, { objectId: yuri.objectId, displayName: "Yuri Yablokov", role: "admin", tenantId });
  const traces = [yuri.id, yuri.objectId, "Yablokov"];
  expect((await findTraces(db, traces)).length).toBeGreaterThan(5);
  await erasePerson.run(db, KEY, { id: yuri.id });
  expect(await findTraces(db, traces)).toEqual([]);
  const line = await db.auditEvent.findFirst({ where: { command: "erase-person" }, orderBy: { id: "desc" } });
  expect(line).toMatchObject({ actorName: "desk", targetKind: "person" });
  const standIn = line?.targetId ?? "";
  expect(isErasedId(standIn)).toBe(true);
  expect(await db.auditEvent.count({ where: { actorId: standIn, command: "save-draft", actorName: "" } })).toBe(1);
  const { items } = await listPeople(db, { limit: 50 });
  expect(items.map(({ id }) => id)).not.toContain(yuri.id);
  for (const { id } of await db.person.findMany({ where: { displayName: "" }, select: { id: true } })) {
    await expect(erasePerson.run(db, KEY, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportPerson.run(db, KEY, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
});

// Each sign-in brings the name of today: what was written under the one before stayed, and a namesake's was taken instead.
test("an erasure takes what was written under a former name, and leaves what a namesake wrote", async () => {
  const wera = await somebody("Wera Walter");
  const same = await somebody("Wera Winter");
  const written = async (actor: Actor, name: string) => {
    await createAudienceList.run(db, actor, { name });
    const { id } = await saveDraft.run(db, actor, { message: COMPLETE_NOTIFICATION });
    await cancelBroadcast.run(db, actor, { id });
    return id;
  };
  await written(wera, "of before");
  const theirs = await written(same, "of a namesake");
  const { tenantId, objectId } = wera;
  await savePerson(db, { tenantId, objectId, displayName: "Wera Winter", role: "admin" });
  expect((await exportPerson.run(db, KEY, { id: wera.id })).data["audience_lists"]).toMatchObject([{ name: "of before" }]);
  await erasePerson.run(db, KEY, { id: wera.id });
  expect(await findTraces(db, [wera.id, wera.objectId, "Walter"])).toEqual([]);
  const lists = await db.audienceList.findMany({ where: { name: { startsWith: "of " } }, orderBy: { name: "asc" } });
  expect(lists.map(({ authorName }) => authorName)).toEqual(["Wera Winter", ""]);
  expect(await getBroadcast(db, theirs)).toMatchObject({ statusReason: "Canceled by Wera Winter." });
  const reasons = await db.broadcast.findMany({ where: { status: "CANCELED" }, orderBy: { createdAt: "asc" } });
  expect(reasons.map(({ statusReason }) => statusReason)).toEqual(["Canceled.", "Canceled by Wera Winter."]);
});

test("both are refused to who is no admin; an erasure of oneself, of the only admin and of a recipient", async () => {
  const xena = await somebody("Xena");
  await expect(erasePerson.run(db, xena, { id: xena.id })).rejects.toMatchObject({ code: "CONFLICT" });
  const recipient = await db.recipient.create({ data: { tenantId, externalId: xena.objectId }, select: { id: true } });
  await expect(erasePerson.run(db, KEY, { id: xena.id })).rejects.toMatchObject({
    code: "CONFLICT", message: expect.stringContaining("Recipients") as unknown,
  });
  const narrow: Actor = { ...KEY, scopes: ["access:read"] };
  await expect(exportPerson.run(db, narrow, { id: xena.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(Object.keys((await exportPerson.run(db, KEY, { id: xena.id })).data)).toContain("recipients");
  await db.recipient.delete({ where: { id: recipient.id }, select: { id: true } });
  await db.person.updateMany({ where: { NOT: { id: xena.id } }, data: { role: "viewer", assignedRole: null } });
  await expect(erasePerson.run(db, KEY, { id: xena.id })).rejects.toMatchObject({ code: "CONFLICT" });
  for (const role of ["viewer", "author", "approver"] as const) {
    for (const command of [erasePerson, exportPerson]) {
      await expect(command.run(db, { ...KEY, role }, { id: xena.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  }
});
