// Exports on a real PostgreSQL: whole files for whoever asked, in pages, interrupted and gone on with.
import { parse } from "csv-parse/sync";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { createExport, getExportOrThrow } from "@/lib/commands/create-export";
import { eraseRecipient } from "@/lib/commands/erase-recipient";
import { EXPORT_COLUMNS, MAX_EXPORTS_WAITING } from "@/lib/domain/export";
import { openDb } from "@/lib/store/db";
import { EXPORT_PAGE } from "@/lib/store/export-rows";
import { deleteExpiredExports, getExportWork, readExportFile, saveExportPage } from "@/lib/store/exports";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR, sendToAll } from "@/lib/testing/make-broadcast";
import { truncate } from "@/lib/testing/truncate";

import { createExportWriter } from "./write-export";

const PEOPLE = 2 * EXPORT_PAGE + 7;
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

const write = createExportWriter({ db });
const never = new AbortController().signal;
const run = (key: string, signal = never) => write({ key, signal, report: () => Promise.resolve() });

beforeEach(async () => {
  await truncate(db, "exports", "jobs", "deliveries", "delivery_counters", "recipients");
});

async function sentToMany(people = PEOPLE): Promise<string> {
  const broadcastId = await sendToAll(db);
  await db.$executeRaw`
    INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, status, settled_at)
    SELECT ${broadcastId}::uuid, gen_random_uuid(), 'tenant', '=Person ' || n, 'SENT', now() FROM generate_series(1, ${people}::int) n`;
  return broadcastId;
}

async function rowsOf(id: string): Promise<Record<string, string>[]> {
  const chunks = [];
  for await (const chunk of readExportFile(db, id)) chunks.push(chunk);
  return parse(Buffer.concat(chunks), { columns: true, bom: true });
}

describe("an export of deliveries", () => {
  test("has each of them once under one heading, and no cell that a spreadsheet would run", async () => {
    const broadcastId = await sentToMany();
    const { id, total } = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId });
    expect(total).toBe(PEOPLE);
    expect(await run(id)).toEqual({ kind: "DONE" });
    const rows = await rowsOf(id);
    expect(Object.keys(rows[0] ?? {})).toEqual([...EXPORT_COLUMNS.DELIVERIES]);
    expect(new Set(rows.map(({ recipientId }) => recipientId)).size).toBe(PEOPLE);
    expect(rows.length).toBe(PEOPLE);
    expect(rows.every(({ recipientName }) => recipientName?.startsWith("'="))).toBe(true);
    expect(await getExportOrThrow(db, AUTHOR, id)).toMatchObject({ status: "DONE", rows: PEOPLE });
  });

  test("goes on where it was interrupted", async () => {
    const broadcastId = await sentToMany();
    const { id } = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId });
    const stop = new AbortController();
    const interrupted = write({ key: id, signal: stop.signal, report: () => Promise.resolve(stop.abort()) });
    expect(await interrupted).toEqual({ kind: "STOPPED" });
    expect(await getExportOrThrow(db, AUTHOR, id)).toMatchObject({ rows: EXPORT_PAGE, finishedAt: null });
    expect(await run(id)).toEqual({ kind: "DONE" });
    expect((await rowsOf(id)).length).toBe(PEOPLE);
  });

  test("is written by one of two that hold it: the other's page is refused", async () => {
    const broadcastId = await sentToMany(3);
    const { id } = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId });
    const { begunAt } = (await getExportWork(db, id))!;
    await run(id);
    expect(await saveExportPage(db, id, { from: undefined, begunAt, next: null, rows: 3, text: "again" })).toBe(false);
    expect((await rowsOf(id)).length).toBe(3);
  });

  test("has only what the list was narrowed to", async () => {
    const broadcastId = await sentToMany(20);
    const { id, total } = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId, q: "person 1" });
    expect(total).toBeNull();
    await run(id);
    expect((await rowsOf(id)).length).toBe(11);
    const failed = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId, statuses: ["FAILED"] });
    expect(failed.total).toBe(0);
    await run(failed.id);
    expect(await rowsOf(failed.id)).toEqual([]);
  });

  test("refuses a broadcast that does not exist", async () => {
    const broadcastId = "00000000-0000-4000-8000-000000000000";
    await expect(createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("an export of recipients", () => {
  test("has people with how they are known, and those of another kind only when asked", async () => {
    const person = (displayName: string) => ({ tenantId: "tenant", externalId: displayName, displayName, department: "Lab" });
    await db.recipient.createMany({ data: ["Ada", "Bea", "Cy"].map(person) });
    await db.recipient.create({ data: { tenantId: "tenant", externalId: "19:x", displayName: "General", kind: "CHANNEL" } });
    const { id } = await createExport.run(db, AUTHOR, { kind: "RECIPIENTS", department: "Lab" });
    await run(id);
    expect((await rowsOf(id)).map(({ displayName }) => displayName)).toEqual(["Ada", "Bea", "Cy"]);
    const all = await createExport.run(db, AUTHOR, { kind: "RECIPIENTS", of: "ALL" });
    await run(all.id);
    expect((await rowsOf(all.id)).length).toBe(4);
  });
});

describe("whoever asked", () => {
  const OTHER = { ...AUTHOR, id: "00000000-0000-4000-8000-0000000000bb" };

  test("is the only one who sees it", async () => {
    const { id } = await createExport.run(db, AUTHOR, { kind: "RECIPIENTS" });
    await expect(getExportOrThrow(db, OTHER, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("waits for some before asking for more", async () => {
    for (let n = 0; n < MAX_EXPORTS_WAITING; n += 1) await createExport.run(db, AUTHOR, { kind: "RECIPIENTS", q: `${n}` });
    await expect(createExport.run(db, AUTHOR, { kind: "RECIPIENTS" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(createExport.run(db, OTHER, { kind: "RECIPIENTS" })).resolves.toMatchObject({ rows: 0 });
  });

  test("finds it gone when it has expired", async () => {
    const { id } = await createExport.run(db, AUTHOR, { kind: "RECIPIENTS" });
    await run(id);
    await db.export.updateMany({ data: { expiresAt: new Date(0) } });
    await expect(getExportOrThrow(db, AUTHOR, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await deleteExpiredExports(db);
    expect(await run(id)).toEqual({ kind: "DONE" });
    expect(await db.exportChunk.count()).toBe(0);
    expect(await db.job.count({ where: { kind: "EXPORT" } })).toBe(0);
  });
});

// The nightly retention erases who has left: one person took everybody's files along, and an export that was being written
// ended as done, without a file.
describe("when a person is erased", () => {
  const ADA = { id: "00000000-0000-4000-9000-000000000001", tenantId: "t", externalId: "ada", displayName: "Ada Lovelace" };
  const erase = () => eraseRecipient.run(db, SYSTEM_ACTOR, { id: ADA.id });

  test("the files that name them go, and those that were searched for by their name; others stay", async () => {
    await db.recipient.createMany({ data: [
      { ...ADA, department: "A" }, { tenantId: "t", externalId: "bea", displayName: "Bea", department: "B" },
    ] });
    const queries = [{ department: "A" }, { q: "lovelace", department: "B" }, { department: "B" }];
    const ids = [];
    for (const query of queries) ids.push((await createExport.run(db, AUTHOR, { kind: "RECIPIENTS", ...query })).id);
    for (const id of ids) await run(id);
    await erase();
    expect((await db.export.findMany({ select: { id: true } })).map(({ id }) => id)).toEqual([ids[2]]);
    expect((await rowsOf(ids[2] ?? "")).map(({ displayName }) => displayName)).toEqual(["Bea"]);
    expect(await db.job.count({ where: { kind: "EXPORT" } })).toBe(1);
  });

  test("what is being written is begun anew, and ends whole and without them", async () => {
    const broadcastId = await sentToMany();
    await db.recipient.create({ data: ADA });
    await db.$executeRaw`
      INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, status, settled_at)
      VALUES (${broadcastId}::uuid, ${ADA.id}::uuid, 't', ${ADA.displayName}, 'SENT', now())`;
    const { id } = await createExport.run(db, AUTHOR, { kind: "DELIVERIES", broadcastId });
    let reports = 0;
    const report = async () => void ((reports += 1) === 1 && (await erase()));
    expect(await write({ key: id, signal: never, report })).toEqual({ kind: "DONE" });
    const rows = await rowsOf(id);
    expect(rows.length).toBe(PEOPLE + 1);
    const theirs = rows.filter((row) => row["recipientId"] === ADA.id || row["recipientName"] === ADA.displayName);
    expect(theirs).toEqual([]);
    expect(await getExportOrThrow(db, AUTHOR, id)).toMatchObject({ status: "DONE", rows: PEOPLE + 1 });
  });

  test("a first page that was read before is not written after", async () => {
    await db.recipient.create({ data: ADA });
    const { id } = await createExport.run(db, AUTHOR, { kind: "RECIPIENTS" });
    const work = await getExportWork(db, id);
    await erase();
    const page = { from: undefined, begunAt: work?.begunAt ?? new Date(), next: null, rows: 1, text: "Ada" };
    expect(await saveExportPage(db, id, page)).toBe(false);
    expect(await db.exportChunk.count()).toBe(0);
  });
});
