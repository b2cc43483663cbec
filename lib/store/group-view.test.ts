// A group's reading that rests while the directory is away used to look like one that is about to begin, for as long as
// eight minutes: it says until when it waits, and how often it is tried.
import { afterAll, expect, test } from "vitest";

import { MAX_GROUP_ATTEMPTS } from "@/lib/domain/group-reading";
import { buildTown } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { getGroup } from "./entra-groups";
import { viewGroups } from "./group-view";
import { listBroadcastGroups } from "./resolve-groups";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());
const town = await buildTown(db);
const [id = ""] = town.groupIds;

const soon = new Date(Date.now() + 60_000);
const resting = { reading: "WANTED", readingAttempts: 2, readingDueAt: soon };
const rest = { until: soon.toISOString(), attempt: 3, of: MAX_GROUP_ATTEMPTS };

async function shown(data: { reading: string; readingAttempts: number; readingDueAt: Date }): Promise<unknown[]> {
  await db.entraGroup.update({ where: { id }, data, select: { id: true } });
  const group = await getGroup(db, id);
  const [view] = await viewGroups(db, group ? [group] : []);
  const [one] = await listBroadcastGroups(db, { id: town.groupIds[0] ?? "", freezingAt: null, resolvingAt: new Date() }, [id]);
  return [view?.rest, one?.rest];
}

test("a group that rests says until when, and which try comes next", async () => {
  expect(await shown(resting)).toEqual([rest, rest]);
});

test.each([
  ["is read for the first time", { ...resting, readingAttempts: 0 }],
  ["is due again", { ...resting, readingDueAt: new Date(Date.now() - 1_000) }],
  ["is being read", { ...resting, reading: "READING" }],
  ["has been given up", { ...resting, reading: "FAILED" }],
])("one that %s does not rest", async (_, data) => {
  expect(await shown(data)).toEqual([null, null]);
});
