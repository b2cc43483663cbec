// Saved audiences know when a broadcast was last made with them, and filters are offered the values there are.
import { afterAll, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import { buildTown } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { listGroups } from "./entra-groups";
import { listRecipientFacets } from "./recipient-facets";
import { createAudience, listAudiences, updateAudience } from "./saved-audiences";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());
const town = await buildTown(db);

test("a saved audience is last used when a broadcast was made with it as it is now", async () => {
  const [teamId = ""] = town.teamIds;
  const audience: Audience = { kind: "TEAM_MEMBERS", teamIds: [teamId] };
  const saved = await createAudience(db, { name: "The team", audience });
  expect(await listAudiences(db)).toMatchObject([{ name: "The team", audience, lastUsedAt: null }]);
  const { createdAt } = await db.broadcast.create({
    data: { authorName: "A", message: { kind: "NOTIFICATION" }, audience: { teamIds: [teamId], kind: "TEAM_MEMBERS" } },
    select: { createdAt: true },
  });
  expect(await listAudiences(db)).toMatchObject([{ lastUsedAt: createdAt }]);
  await updateAudience(db, saved?.id ?? "", { name: "The team", audience: { kind: "ALL" } });
  expect(await listAudiences(db)).toMatchObject([{ audience: { kind: "ALL" }, lastUsedAt: null }]);
});

test("languages and job titles are offered once each, a language without its country", async () => {
  const found = await db.recipient.findMany({ take: 10_000, select: { locale: true, jobTitle: true } });
  const each = (values: (string | null | undefined)[]): string[] => {
    return [...new Set(values.filter((value) => typeof value === "string"))].sort();
  };
  const { languages, jobTitles } = await listRecipientFacets(db);
  expect(languages).toEqual(each(found.map(({ locale }) => locale?.split("-")[0])));
  expect(jobTitles).toEqual(each(found.map(({ jobTitle }) => jobTitle)));
  expect(languages.length).toBeGreaterThan(1);
});

test("groups are found by their ids", async () => {
  const [first = ""] = town.groupIds;
  const { items } = await listGroups(db, { ids: [first], limit: 10 });
  expect(items.map(({ id }) => id)).toEqual([first]);
});
