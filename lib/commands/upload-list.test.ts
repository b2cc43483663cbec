// A file of people becomes a list: everybody found once, every bad line by its number, however large the file.
import { randomUUID } from "node:crypto";
import { setTimeout as rest } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { MAX_LIST_ROWS } from "@/lib/domain/audience-list";
import { allFlaws, type AudienceList, getList, type ListedFlaw, listLists } from "@/lib/store/audience-lists";
import { openDb } from "@/lib/store/db";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR, reportOf, sendToAll } from "@/lib/testing/make-broadcast";

import { deleteList } from "./delete-list";
import { saveAudience } from "./save-audience";
import { uploadList } from "./upload-list";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
afterAll(() => db.$disconnect());

const TENANT = "t";
const ADA = { id: randomUUID(), externalId: randomUUID(), principalName: "ada@contoso.com", email: "Ada.Lovelace@Contoso.com" };
const BOB = { id: randomUUID(), externalId: randomUUID(), principalName: "bob@contoso.com", email: "team@contoso.com" };
const CYD = { id: randomUUID(), externalId: randomUUID().toUpperCase(), principalName: null, email: "team@contoso.com" };

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE recipients, audience_lists CASCADE`;
  await db.recipient.createMany({ data: [ADA, BOB, CYD].map((one) => ({ ...one, tenantId: TENANT, displayName: "N" })) });
  await db.recipient.create({
    data: { tenantId: TENANT, kind: "CHANNEL", externalId: "19:c", displayName: "General", email: "general@contoso.com" },
  });
});

async function* bytesOf(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(new TextEncoder().encode(piece));
}

function upload(...pieces: string[]): Promise<AudienceList> {
  return uploadList(db, AUTHOR, { name: "People", bytes: bytesOf(...pieces) });
}

async function flawsOf({ id }: Pick<AudienceList, "id">): Promise<ListedFlaw[]> {
  const flaws: ListedFlaw[] = [];
  for await (const flaw of allFlaws(db, id)) flaws.push(flaw);
  return flaws;
}

const entriesOf = async ({ id }: Pick<AudienceList, "id">): Promise<Set<string>> =>
  new Set((await db.audienceListEntry.findMany({ where: { listId: id } })).map(({ recipientId }) => recipientId));

describe("a list", () => {
  test("holds whoever is named by id, sign-in name or address, once, and every bad line by its number", async () => {
    const list = await upload(
      "\uFEFFName;E-Mail\r\n",
      `"Lovelace, Ada";${ADA.externalId.toUpperCase()}\r\nAda again;ADA@contoso.com\r\n`,
      "And again;ada.lovelace@contoso.COM\r\n\r\n\"Bob\nBuilder\";bob@contoso.com\r\n",
      `Cyd;${CYD.externalId}\r\nNobody;nobody@contoso.com\r\nA name;Dan\r\nTwo people;team@contoso.com\r\n`,
      "A channel;general@contoso.com\r\nNothing;\r\n\"Lost;x@contoso.com\r\n=1+1;=cmd()",
    );
    expect(list).toMatchObject({
      status: "READY", heading: "E-Mail", rows: 12, people: 3, duplicates: 2, unknown: 2, malformed: 5, error: null,
    });
    expect(await entriesOf(list)).toEqual(new Set([ADA.id, BOB.id, CYD.id]));
    expect(await flawsOf(list)).toEqual([
      { line: 9, value: "nobody@contoso.com", reason: "UNKNOWN" },
      { line: 10, value: "Dan", reason: "NO_ID" },
      { line: 11, value: "team@contoso.com", reason: "AMBIGUOUS" },
      { line: 12, value: "general@contoso.com", reason: "UNKNOWN" },
      { line: 13, value: "", reason: "EMPTY" },
      { line: 14, value: "\"Lost;x@contoso.com", reason: "QUOTES" },
      { line: 15, value: "=cmd()", reason: "NO_ID" },
    ]);
  });

  test("may be tabs without a heading, or one column alone", async () => {
    expect(await upload("ada@contoso.com\tAda\nbob@contoso.com\tBob\n")).toMatchObject({ people: 2, heading: null });
    await db.audienceList.deleteMany({});
    expect(await upload("ada@contoso.com")).toMatchObject({ people: 1, rows: 1 });
  });

  test("of somebody who is named by several files gives them one message", async () => {
    const list = await upload("ada@contoso.com\nADA@contoso.com\n");
    const id = await sendToAll(db, { audience: { kind: "UNION", of: [{ kind: "CSV", listId: list.id }, { kind: "ALL" }] } });
    await startDueBroadcasts(db);
    while (await resolvePage(db)) await Promise.resolve();
    expect((await reportOf(db, id)).counts.total).toBe(3);
  });

  test("cannot be used while its file is read, and its progress can be seen", async () => {
    let next: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (next = resolve));
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode("ada@contoso.com\n".repeat(5_001));
      await held;
      yield new TextEncoder().encode("bob@contoso.com\n");
    }
    const reading = uploadList(db, AUTHOR, { name: "Slow", bytes: slowly() });
    await expect.poll(async () => (await listLists(db, 10))[0]?.rows).toBe(5_000);
    const [{ id = "" } = {}] = await listLists(db, 10);
    await expect(sendToAll(db, { audience: { kind: "CSV", listId: id } })).rejects.toMatchObject({ code: "BAD_INPUT" });
    next();
    expect(await reading).toMatchObject({ id, rows: 5_002, people: 2, status: "READY" });
  });

  test("is kept with the reason when its file breaks off, and can then be uploaded again", async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode("ada@contoso.com\n");
      await rest(1);
      throw new Error("The connection was closed.");
    }
    await expect(uploadList(db, AUTHOR, { name: "People", bytes: breaking() })).rejects.toThrow("closed");
    const [failed] = await listLists(db, 10);
    expect(failed).toMatchObject({ status: "FAILED", error: "The upload broke off. Upload the file again." });
    expect(await upload("ada@contoso.com")).toMatchObject({ status: "READY", people: 1 });
  });

  test("whose process died is no longer being read", async () => {
    const { id } = await db.audienceList.create({ data: { name: "Dead", authorName: "x" } });
    await db.$executeRaw`UPDATE audience_lists SET updated_at = now() - interval '10 minutes'`;
    const error = "Reading the file was interrupted. Upload it again.";
    expect(await getList(db, id)).toMatchObject({ status: "FAILED", error });
  });

  test("that is deleted while it is read stops being read", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(new TextEncoder().encode("ada@contoso.com\n".repeat(1_000)));
    }
    const reading = uploadList(db, AUTHOR, { name: "Endless", bytes: endless() });
    const refused = expect(reading).rejects.toMatchObject({ code: "CONFLICT" });
    await expect.poll(() => db.audienceList.deleteMany({}).then(({ count }) => count)).toBe(1);
    await refused;
  });
});

describe("what is refused", () => {
  test.each<[string, string[], string]>([
    ["an empty file", [], "BAD_INPUT"],
    ["a file of blank lines", ["\n\n  \n"], "BAD_INPUT"],
    ["a heading alone", ["E-Mail\n"], "BAD_INPUT"],
  ])("%s", async (_what, pieces, code) => {
    await expect(upload(...pieces)).rejects.toMatchObject({ code });
    expect((await listLists(db, 10))[0]).toMatchObject({ status: "FAILED" });
  });

  test("a column that is not there", async () => {
    const refused = uploadList(db, AUTHOR, { name: "People", column: "mail", bytes: bytesOf("a;b\nada@contoso.com;x") });
    await expect(refused).rejects.toMatchObject({ code: "BAD_INPUT", issues: [{ path: "column" }] });
  });

  test("a name that is taken", async () => {
    await upload("ada@contoso.com");
    await expect(upload("ada@contoso.com")).rejects.toMatchObject({ code: "CONFLICT", issues: [{ path: "name" }] });
  });

  test("deleting what a saved audience or an unsent broadcast still needs", async () => {
    const { id } = await upload("ada@contoso.com");
    const audience = { kind: "EXCEPT", of: { kind: "ALL" }, without: { kind: "CSV", listId: id } } as const;
    const saved = await saveAudience.run(db, AUTHOR, { name: "All but these", audience });
    await expect(deleteList.run(db, AUTHOR, { id })).rejects.toMatchObject({
      code: "CONFLICT", message: "The list is still used: All but these.",
    });
    await db.audience.delete({ where: { id: saved.id } });
    await sendToAll(db, { audience });
    await expect(deleteList.run(db, AUTHOR, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    await db.broadcast.updateMany({ where: { purpose: "NORMAL" }, data: { status: "CANCELED" } });
    await deleteList.run(db, AUTHOR, { id });
    expect(await getList(db, id)).toBeUndefined();
  });
});

describe("a large file", () => {
  const LINE = "nobody-knows-this-person@contoso.com\n";

  test("is read no faster than it is worked on: what waits in memory does not grow with it", async () => {
    const rows = 60_000;
    let given = 0;
    let furthest = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      while (given < rows) {
        const [list] = await db.audienceList.findMany({ select: { rows: true } });
        furthest = Math.max(furthest, given - (list?.rows ?? 0));
        yield new TextEncoder().encode(LINE.repeat(1_000));
        given += 1_000;
      }
    }
    const list = await uploadList(db, AUTHOR, { name: "Large", bytes: source() });
    expect(list).toMatchObject({ rows, unknown: rows, people: 0 });
    expect(furthest).toBeLessThanOrEqual(6_000);
  });

  test("with more rows than are allowed is refused when they are reached", async () => {
    async function* tooMuch(): AsyncGenerator<Uint8Array> {
      const piece = new TextEncoder().encode(LINE.repeat(MAX_LIST_ROWS / 4));
      for (let n = 0; n < 5; n += 1) yield await Promise.resolve(piece);
    }
    const { readListFile } = await import("./list-file");
    const read = async (): Promise<number> => {
      let rows = 0;
      for await (const page of readListFile(tooMuch())) rows += page.rows.length;
      return rows;
    };
    await expect(read()).rejects.toMatchObject({ code: "TOO_LARGE" });
  }, 120_000);
});
