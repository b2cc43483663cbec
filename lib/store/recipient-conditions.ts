// What can be asked of recipients, as conditions over `recipients r`.
import type { Account } from "@/lib/domain/directory";
import type { RecipientState } from "@/lib/domain/recipient-counts";
import type { RecipientKind } from "@/lib/domain/reference";

import { Prisma } from "./generated/client";
import { IS_PLACEHOLDER_SQL } from "./placeholders";

export type RecipientConditions = {
  /** Words of the name or of an address, or how they begin; with an @, how a whole address begins. All must match. */
  q?: string | undefined;
  state?: RecipientState | undefined;
  account?: Account | undefined;
  kind?: RecipientKind | undefined;
  /** In any letter case, as a whole. */
  department?: string | undefined;
  country?: string | undefined;
  /** Whether a message can be sent without installing the app first. */
  hasApp?: boolean | undefined;
  /** Whether they opted out of anything. */
  optedOut?: boolean | undefined;
  teamId?: string | undefined;
  /** Only these; unknown ones are not there. */
  ids?: string[] | undefined;
};

export function conditionsSql(filter: RecipientConditions): Prisma.Sql {
  const { kind, account, department, country, ids } = filter;
  const conditions = [Prisma.sql`true`, ...wordsOf(filter.q).map(wordSql), ...stateSqls(filter), ...rowSqls(filter)];
  // Whoever asks for rows by their ids has met them somewhere; to all others a placeholder is nobody.
  conditions.push(ids ? Prisma.sql`r.id = ANY(${ids}::uuid[])` : Prisma.sql`NOT ${IS_PLACEHOLDER_SQL}`);
  if (kind) conditions.push(Prisma.sql`r.kind = ${kind}`);
  if (account) conditions.push(Prisma.sql`r.account = ${account}`);
  if (department) conditions.push(Prisma.sql`lower(r.department) = lower(${department})`);
  if (country) conditions.push(Prisma.sql`lower(r.country) = lower(${country})`);
  return Prisma.join(conditions, " AND ");
}

/**
 * A state that is asked for alone is looked up in the index of states. Beside other conditions it is looked up for each of
 * their rows: left the choice, the planner would rather read all references.
 */
function stateSqls({ state, hasApp, ...rest }: RecipientConditions): Prisma.Sql[] {
  const reference = Prisma.sql`FROM conversation_references c WHERE c.recipient_id = r.id`;
  const { kind: _, ...others } = rest;
  const alone = hasApp === undefined && Object.values(others).every((value) => value === undefined);
  const conditions: Prisma.Sql[] = [];
  if (state === "NONE") conditions.push(Prisma.sql`NOT EXISTS (SELECT 1 ${reference})`);
  else if (state && alone) conditions.push(Prisma.sql`EXISTS (SELECT 1 ${reference} AND c.state = ${state})`);
  else if (state) conditions.push(Prisma.sql`(SELECT c.state ${reference}) = ${state}`);
  if (hasApp === true) conditions.push(Prisma.sql`(SELECT c.state ${reference}) IN ('ACTIVE', 'KNOWN')`);
  if (hasApp === false) conditions.push(Prisma.sql`coalesce((SELECT c.state ${reference}), 'NONE') NOT IN ('ACTIVE', 'KNOWN')`);
  return conditions;
}

function rowSqls({ optedOut, teamId }: RecipientConditions): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const some = Prisma.sql`EXISTS (SELECT 1 FROM opt_outs oo WHERE oo.recipient_id = r.id)`;
  if (optedOut !== undefined) conditions.push(optedOut ? some : Prisma.sql`NOT ${some}`);
  if (teamId !== undefined) {
    conditions.push(Prisma.sql`EXISTS (
      SELECT 1 FROM team_members tm WHERE tm.team_id = ${teamId}::uuid AND tm.recipient_id = r.id)`);
  }
  return conditions;
}

function wordsOf(q: string | undefined): string[] {
  return (q ?? "").split(/\s+/).filter((word) => word !== "");
}

/** How names are taken apart is known to the database alone (recipient_words, recipient_query). */
function wordSql(word: string): Prisma.Sql {
  if (!word.slice(1).includes("@")) return Prisma.sql`r.words @@ recipient_query(${word})`;
  const start = `${word.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(lower(r.email) LIKE ${start} OR lower(r.principal_name) LIKE ${start})`;
}
