// A page that named somebody twice, or a name with a character that PostgreSQL does not keep, could not be saved: the sync met
// it again each night, and a broadcast to the group was resolving for ever.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";

import type { Directory } from "@/lib/domain/directory-port";
import { MAX_GROUP_ATTEMPTS } from "@/lib/domain/group-reading";
import { createGraph } from "@/lib/graph/client";
import { createDirectory } from "@/lib/graph/directory";
import { createHttp } from "@/lib/graph/http";
import { openDb } from "@/lib/store/db";
import { getGroup } from "@/lib/store/entra-groups";
import { wantGroupReadings } from "@/lib/store/group-readings";
import { createTestDatabase } from "@/lib/testing/database";
import { truncate } from "@/lib/testing/truncate";

import { readOneGroup } from "./read-groups";
import { createDirectorySync } from "./sync-directory";

const ADA = "0a000000-0000-4000-8000-000000000000";
const GROUP = "0b000000-0000-4000-8000-000000000000";
const LEFT = "0c000000-0000-4000-8000-000000000000";
const ada = (displayName: string) => ({ id: ADA, displayName, userType: "Member", accountEnabled: true });
const ADAS = [ada("Ada"), { ...ada("Ad\u0000a\ud800 Byron"), id: ADA.toUpperCase() }];
const PAGES: [RegExp, unknown][] = [
  [/users\/delta/, { value: [...ADAS, { id: LEFT }, { id: LEFT, "@removed": {} }], "@odata.deltaLink": "users/delta?next" }],
  [/users\?/, { "@odata.count": 1 }],
  [/transitiveMembers/, { value: ADAS }],
  [/groups\?/, { value: [{ id: GROUP, displayName: "Old" }, { id: GROUP, displayName: "Ever\u0000ybody", mail: "\u0000" }] }],
];

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
const server = createServer((request, response) => {
  const page = PAGES.find(([pattern]) => pattern.test(request.url ?? ""))?.[1];
  response.writeHead(page ? 200 : 404).end(JSON.stringify(page ?? {}));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const http = createHttp({ timeoutMs: 2_000 });
afterAll(async () => {
  await http.close();
  server.close();
  await db.$disconnect();
});
const graphUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const directory = createDirectory(createGraph({ http, tokens: undefined, graphUrl }), { id: "manifest", consents: [] });
const errors: string[] = [];
const log = { info: () => undefined, warn: () => undefined, error: (event: string) => void errors.push(event) };
const { signal } = new AbortController();
const partsWith = (one: Directory) => ({ db, directoryOf: () => one, log });
const sync = () => createDirectorySync(partsWith(directory))({ key: "t", signal, report: () => Promise.resolve() });
const groupOf = () => db.entraGroup.findFirstOrThrow();

beforeEach(async () => {
  errors.length = 0;
  await truncate(db, "recipients", "directory_syncs", "entra_groups");
});

test("whoever is named twice is what the last one says, and what cannot be kept of a name is left out", async () => {
  expect(await sync()).toEqual({ kind: "DONE" });
  const people = await db.recipient.findMany({ select: { externalId: true, displayName: true } });
  expect(people).toEqual([{ externalId: ADA, displayName: "Ada\ufffd Byron" }]);
  expect(await groupOf()).toMatchObject({ objectId: GROUP, name: "Everybody", mail: "" });
  await wantGroupReadings(db, [(await groupOf()).id]);
  await readOneGroup(partsWith(directory), signal);
  expect(await getGroup(db, (await groupOf()).id)).toMatchObject({ reading: "READ", memberCount: 1 });
});

test("a page of members that cannot be saved all the same fails the group in the end, with a word in the log", async () => {
  await sync();
  const { id } = await groupOf();
  await wantGroupReadings(db, [id]);
  const person = { objectId: "somebody\u0000" };
  const page = { ok: true as const, value: { items: [person], next: null } };
  const odd: Directory = { ...directory, readMembers: () => Promise.resolve(page) };
  expect(await readOneGroup(partsWith(odd), signal)).toBe(true);
  expect(errors).toEqual(["directory.group_broken"]);
  expect(await groupOf()).toMatchObject({ reading: "WANTED", readingAttempts: 1, leaseUntil: null });
  await db.entraGroup.update({
    where: { id }, data: { readingAttempts: MAX_GROUP_ATTEMPTS - 1, readingDueAt: new Date(0) }, select: { id: true },
  });
  await readOneGroup(partsWith(odd), signal);
  expect(await groupOf()).toMatchObject({ reading: "FAILED", readError: "an error in Herald; the log has more." });
});
