// A file of people becomes a list: everybody found once, every bad line by its number, however large the file.
import { randomUUID } from "node:crypto";
import { setTimeout as rest } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { MAX_LIST_LINE, MAX_LIST_ROWS } from "@/lib/domain/audience-list";
import { allFlaws, type AudienceList, getList, type ListedFlaw, listLists } from "@/lib/store/audience-lists";
import { openDb } from "@/lib/store/db";
import { findPeople } from "@/lib/store/find-people";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { createTestDatabase } from "@/lib/testing/database";
import { AUTHOR, reportOf, sendToAll } from "@/lib/testing/make-broadcast";
import { truncate } from "@/lib/testing/truncate";

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
  await truncate(db, "recipients", "audience_lists");
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

test("somebody who has come back is meant by their name, not by the account they left with", async () => {
  await db.recipient.update({ where: { id: BOB.id }, data: { account: "DELETED" } });
  const returned = { tenantId: TENANT, externalId: randomUUID(), displayName: "Bob", principalName: "Bob@contoso.com" };
  const { id } = await db.recipient.create({ data: returned });
  expect(await entriesOf(await upload("E-Mail\r\nbob@contoso.com\r\n"))).toEqual(new Set([id]));
  const words = ["bob@contoso.com", "nobody@contoso.com", "ada.lovelace@contoso.com"];
  expect(await findPeople(db, words)).toEqual([[id], [], [ADA.id]]);
  await db.recipient.delete({ where: { id } });
  expect(await findPeople(db, ["bob@contoso.com"])).toEqual([[BOB.id]]);
});

test("an address that is the sign-in name of one and the mail of another is the former's", async () => {
  await db.recipient.update({ where: { id: CYD.id }, data: { email: ADA.principalName } });
  expect(await entriesOf(await upload("E-Mail\r\nada@contoso.com\r\n"))).toEqual(new Set([ADA.id]));
  expect(await findPeople(db, ["ada@contoso.com"])).toEqual([[ADA.id]]);
});

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

  test("keeps a heading that the database could choke on", async () => {
    const id = `i\0d ${"🙃".repeat(80)}`;
    const bytes = bytesOf(`x;${id}\nAda;ada@contoso.com\n`);
    const list = await uploadList(db, AUTHOR, { name: "People", column: "id", bytes });
    expect(list).toMatchObject({ people: 1, heading: expect.stringMatching(/^i\uFFFDd 🙃+\uFFFD?$/u) as string });
  });

  test("has no column by a name of signs alone, unless it is called so", async () => {
    const bytes = bytesOf("\0;id\nAda;ada@contoso.com\n");
    await expect(uploadList(db, AUTHOR, { name: "People", column: "🙃", bytes })).rejects.toMatchObject({ code: "BAD_INPUT" });
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

// Matched once, when it was read, a list from before the first look at the directory named nobody for ever.
test("whoever a list names and becomes known later is on it when a broadcast to it is frozen", async () => {
  const late = { id: randomUUID(), externalId: randomUUID(), principalName: "Dee@contoso.com", email: "d@contoso.com" };
  const shared = { id: randomUUID(), externalId: randomUUID(), principalName: "eve@contoso.com", email: "desk@contoso.com" };
  const list = await upload(
    "ada@contoso.com\r\ndee@CONTOSO.com\r\n", `D@contoso.com\r\n${shared.externalId}\r\n`,
    "desk@contoso.com\r\nnobody@contoso.com\r\nada.lovelace@contoso.com\r\nBOB\r\n",
  );
  expect(list).toMatchObject({ rows: 8, people: 1, duplicates: 1, unknown: 5, malformed: 1 });
  const others = [late, shared, { id: randomUUID(), externalId: randomUUID(), email: "desk@contoso.com" }];
  await db.recipient.createMany({ data: others.map((one) => ({ ...one, tenantId: TENANT, displayName: "N" })) });
  const audience = { kind: "EXCEPT", of: { kind: "ALL" }, without: { kind: "CSV", listId: list.id } } as const;
  const sent = [await sendToAll(db, { audience: audience.without }), await sendToAll(db, { audience })];
  await startDueBroadcasts(db);
  while (await resolvePage(db)) await Promise.resolve();
  expect(await getList(db, list.id)).toMatchObject({ rows: 8, people: 3, duplicates: 2, unknown: 1, malformed: 2 });
  expect(await entriesOf(list)).toEqual(new Set([ADA.id, late.id, shared.id]));
  expect(await flawsOf(list)).toEqual([
    { line: 5, value: "desk@contoso.com", reason: "AMBIGUOUS" },
    { line: 6, value: "nobody@contoso.com", reason: "UNKNOWN" },
    { line: 8, value: "BOB", reason: "NO_ID" },
  ]);
  const totals = await Promise.all(sent.map(async (id) => (await reportOf(db, id)).counts.total));
  expect(totals).toEqual([3, await db.recipient.count({ where: { kind: "PERSON" } }) - 3]);
});

test("a first line that is too long is one bad line, and not the heading", async () => {
  const list = await upload(`${"x".repeat(MAX_LIST_LINE + 1)}\nE-Mail\nada@contoso.com\n`);
  expect(list).toMatchObject({ heading: "E-Mail", rows: 2, people: 1, malformed: 1 });
  expect(await flawsOf(list)).toMatchObject([{ line: 1, reason: "TOO_LONG" }]);
});

test("a line that is too long within an open quote is a bad line like any other", async () => {
  const list = await upload(`email\n"a\n${"x".repeat(MAX_LIST_LINE + 1)}\nno-id-1\n`);
  expect((await flawsOf(list)).map(({ line }) => line)).toEqual([2, 3, 4]);
});

test("the separator that a spreadsheet names in the first line is taken, and the line is no row", async () => {
  const list = await upload("sep=;\r\nName;E-Mail\r\nAda;ada@contoso.com\r\n");
  expect(list).toMatchObject({ heading: "E-Mail", rows: 1, people: 1 });
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

  // The list could be deleted under a broadcast that runs every week, and every run from then on was refused.
  test.each([
    ["repeats", { status: "ACTIVE" }],
    ["would repeat again when resumed", { status: "PAUSED", resumeStatus: "ACTIVE", pausedBy: "PERSON" }],
  ])("deleting what a broadcast needs that %s", async (_what, data) => {
    const { id } = await upload("ada@contoso.com");
    await sendToAll(db, { audience: { kind: "CSV", listId: id } });
    const where = { status: { not: "CANCELED" }, purpose: "NORMAL" };
    await db.broadcast.updateMany({ where, data: { ...data, purpose: "RECURRING" } });
    await expect(deleteList.run(db, AUTHOR, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    const over = { status: "CANCELED", resumeStatus: null, pausedBy: null };
    await db.broadcast.updateMany({ where: { purpose: "RECURRING" }, data: over });
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
