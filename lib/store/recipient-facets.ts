// The departments, countries, languages and job titles that recipients have, for the filters. Each value is found by jumping to
// the next one in its index, so a million people of sixty departments are sixty look-ups.
import { z } from "zod";

import { LANGUAGE } from "./audience-filter-sql";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

/** More than these nobody picks from a list; any other can still be typed. */
const MAX_VALUES = 500;

export type RecipientFacets = { departments: string[]; countries: string[]; languages: string[]; jobTitles: string[] };

const rowsSchema = z.array(z.object({ value: z.string() }));

export async function listRecipientFacets(db: Db): Promise<RecipientFacets> {
  return {
    departments: await listValues(db, Prisma.sql`department`),
    countries: await listValues(db, Prisma.sql`country`),
    languages: await listValues(db, LANGUAGE),
    jobTitles: await listValues(db, Prisma.sql`job_title`),
  };
}

/** Spellings that differ in the case of letters alone are one value: the first of them. */
async function listValues(db: Db, column: Prisma.Sql): Promise<string[]> {
  const first = Prisma.sql`ORDER BY lower(${column}) LIMIT 1`;
  const rows: unknown = await db.$queryRaw`
    WITH RECURSIVE found AS (
      (SELECT ${column} AS value FROM recipients r WHERE ${column} IS NOT NULL ${first})
      UNION ALL
      SELECT (SELECT ${column} FROM recipients r WHERE ${column} IS NOT NULL AND lower(${column}) > lower(f.value) ${first})
      FROM found f WHERE f.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL AND value <> '' LIMIT ${MAX_VALUES}`;
  return rowsSchema.parse(rows).map(({ value }) => value);
}
