// The audience kind FILTER as SQL over `recipients r`: what the directory knows of people, in any letter case.
import type { Audience } from "@/lib/domain/audience";

import { Prisma } from "./generated/client";
import { IS_SOMEBODY_SQL } from "./placeholders";

type Filter = Extract<Audience, { kind: "FILTER" }>;

export function filterSql({ department, country, language, jobTitle, hasApp }: Filter): Prisma.Sql {
  const conditions = [IS_SOMEBODY_SQL];
  if (department) conditions.push(isOneOf(Prisma.sql`r.department`, department));
  if (country) conditions.push(isOneOf(Prisma.sql`r.country`, country));
  if (jobTitle) conditions.push(isOneOf(Prisma.sql`r.job_title`, jobTitle));
  if (language) conditions.push(Prisma.sql`(${isOneOf(LANGUAGE, language)} OR ${isOneOf(Prisma.sql`r.locale`, language)})`);
  if (hasApp !== undefined) {
    const has = Prisma.sql`EXISTS (
      SELECT 1 FROM conversation_references app WHERE app.recipient_id = r.id AND app.state IN ('ACTIVE', 'KNOWN'))`;
    conditions.push(hasApp ? has : Prisma.sql`NOT ${has}`);
  }
  return Prisma.join(conditions, " AND ");
}

/** `de` of `de-AT`; the value that the filter offers. */
export const LANGUAGE = Prisma.sql`split_part(r.locale, '-', 1)`;

function isOneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  return Prisma.sql`lower(${column}) = ANY(${values.map((value) => value.toLowerCase())}::text[])`;
}
