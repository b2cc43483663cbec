// Anybody who may read could fill the disk of the database: each click wrote another file, and all were kept for a day.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";

import { MAX_EXPORTS_KEPT, MAX_EXPORTS_WAITING } from "@/lib/domain/export";
import { openDb } from "@/lib/store/db";
import { listExports, readExportFile, saveExportPage } from "@/lib/store/exports";
import { createTestDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/start-approval-house";
import { truncate } from "@/lib/testing/truncate";

import type { Actor } from "./command";
import { createExport, ownerOf } from "./create-export";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 8);
afterAll(() => db.$disconnect());
beforeEach(() => truncate(db, "exports", "jobs"));

const VIEWER: Actor = { kind: "API_KEY", id: randomUUID(), name: "viewer", role: "viewer" };
const ask = (department: string, actor = VIEWER) => createExport.run(db, actor, { kind: "RECIPIENTS", department });
const idsOf = async (actor = VIEWER) => (await listExports(db, ownerOf(actor))).map(({ id }) => id);

async function write(id: string, next: string | null = null): Promise<void> {
  const { createdAt: begunAt } = await db.export.findUniqueOrThrow({ where: { id }, select: { createdAt: true } });
  await saveExportPage(db, id, { from: undefined, begunAt, next, rows: 1, text: `${"x".repeat(100)}\n` });
}

async function written(department: string): Promise<string> {
  const { id } = await ask(department);
  await write(id);
  return id;
}

test("the oldest file gives way to one more than are kept, whoever else has some", async () => {
  const other: Actor = { ...VIEWER, id: randomUUID() };
  const { id: theirs } = await ask("theirs", other);
  await write(theirs);
  const ids: string[] = [];
  for (let n = 0; n < MAX_EXPORTS_KEPT + 2; n += 1) ids.push(await written(`D${n}`));
  expect(await idsOf()).toEqual(ids.slice(2).toReversed());
  expect(await idsOf(other)).toEqual([theirs]);
  expect(await db.exportChunk.count()).toBe(MAX_EXPORTS_KEPT + 1);
  expect(await db.job.count({ where: { kind: "EXPORT" } })).toBe(MAX_EXPORTS_KEPT + 1);
});

test("what is being written does not give way, and what failed does", async () => {
  const [waiting, failed] = [(await ask("waiting")).id, (await ask("failed")).id];
  await db.job.updateMany({ where: { key: failed }, data: { status: "FAILED" } });
  for (let n = 0; n < MAX_EXPORTS_KEPT; n += 1) await written(`D${n}`);
  const ids = await idsOf();
  expect(ids).toHaveLength(MAX_EXPORTS_KEPT);
  expect(ids).toContain(waiting);
  expect(ids).not.toContain(failed);
});

test("whoever asks for the same rows again while they are written gets the same file, once written another", async () => {
  const again = () => createExport.run(db, VIEWER, { hasApp: true, department: "Lab", kind: "RECIPIENTS" });
  const first = await createExport.run(db, VIEWER, { kind: "RECIPIENTS", department: "Lab", hasApp: true });
  const lines = () => db.auditEvent.count({ where: { command: "create-export", targetId: first.id } });
  expect((await again()).id).toBe(first.id);
  expect(await lines()).toBe(1);
  expect((await ask("Lab")).id).not.toBe(first.id);
  await write(first.id);
  expect((await again()).id).not.toBe(first.id);
});

test("many requests at the same moment make no more than one after the other would", async () => {
  const same = await Promise.all(Array.from({ length: 6 }, () => ask("same")));
  expect(new Set(same.map(({ id }) => id)).size).toBe(1);
  const ends = await Promise.all(Array.from({ length: MAX_EXPORTS_WAITING + 1 }, (_, n) => refusal(ask(`D${n}`))));
  expect(ends.filter((end) => end === "CONFLICT")).toHaveLength(2);
});

test("a file that is deleted while it is taken breaks off instead of ending as if it were whole", async () => {
  const { id } = await ask("long");
  await write(id, "more");
  await db.exportChunk.create({ data: { exportId: id, no: 1, body: Buffer.from("more\n") } });
  const file = readExportFile(db, id);
  await file.next();
  await db.export.delete({ where: { id }, select: { id: true } });
  await expect(file.next()).rejects.toThrow("deleted");
});
