// Which of some ids name nothing. Read set-wise: an audience may list ten thousand people.
import { z } from "zod";

import type { RecipientKind } from "@/lib/domain/reference";

import type { Db } from "./db";

const rowsSchema = z.array(z.object({ id: z.string() }));

export async function findUnknownRecipients(db: Db, ids: readonly string[], kind: RecipientKind): Promise<string[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT i.id::text AS id FROM unnest(${[...ids]}::uuid[]) AS i(id)
    WHERE NOT EXISTS (SELECT 1 FROM recipients r WHERE r.id = i.id AND r.kind = ${kind}) LIMIT 20`;
  return rowsSchema.parse(rows).map((row) => row.id);
}

export async function findUnknownTeams(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT i.id::text AS id FROM unnest(${[...ids]}::uuid[]) AS i(id)
    WHERE NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = i.id) LIMIT 20`;
  return rowsSchema.parse(rows).map((row) => row.id);
}

export async function findUnknownGroups(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT i.id::text AS id FROM unnest(${[...ids]}::uuid[]) AS i(id)
    WHERE NOT EXISTS (SELECT 1 FROM entra_groups g WHERE g.id = i.id) LIMIT 20`;
  return rowsSchema.parse(rows).map((row) => row.id);
}

/** A list that could not be read to its end names too few people, so it is as good as none. */
export async function findUnusableLists(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT i.id::text AS id FROM unnest(${[...ids]}::uuid[]) AS i(id)
    WHERE NOT EXISTS (SELECT 1 FROM audience_lists l WHERE l.id = i.id AND l.status = 'READY') LIMIT 20`;
  return rowsSchema.parse(rows).map((row) => row.id);
}
