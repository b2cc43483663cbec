// An audience as SQL over `recipients r`, and why one of them would not be written to. The estimate, the resolve and the
// report all use these two fragments, so that the number on the button is the number that is frozen.
// An audience is sets of ids that are joined and subtracted by the database (semi- and anti-joins, which it hashes), not
// conditions with OR between them, which it would look up once for each recipient.
import type { Audience } from "@/lib/domain/audience";

import { filterSql } from "./audience-filter-sql";
import { Prisma } from "./generated/client";
import { optedOutIdsSql } from "./opt-outs";
import { IS_SOMEBODY_SQL } from "./placeholders";

type Joined = Extract<Audience, { kind: "UNION" | "EXCEPT" }>;
type Conditional = Extract<Audience, { kind: "ALL" | "FILTER" | "RECIPIENTS" | "CHANNEL" | "GROUP_CHAT" }>;
type Listed = Exclude<Audience, Joined | Conditional>;

/** A condition on `r`: who belongs to the audience. Use it where it stands alone or between ANDs. */
export function audienceSql(audience: Audience): Prisma.Sql {
  switch (audience.kind) {
    case "UNION":
      // Told that each id comes once, the database does not take hundreds of thousands for two hundred.
      return Prisma.sql`r.id IN (${joinedSql(audience.of, " UNION ")})`;
    case "EXCEPT":
      return Prisma.sql`${audienceSql(audience.of)} AND NOT EXISTS (
        SELECT 1 FROM (${audienceIdsSql(audience.without)}) out WHERE out.id = r.id)`;
    case "TEAM_MEMBERS":
    case "ENTRA_GROUP":
    case "CSV":
      return Prisma.sql`r.id IN (${listedSql(audience)})`;
    default:
      return conditionSql(audience);
  }
}

/**
 * The same condition for audiences that name a large share of everybody, some of them many times: the database hashes the
 * parts once and looks each recipient up. It needs the memory to hold them (`work_mem`), else it searches them for each.
 */
export function audienceLookupSql(audience: Audience): Prisma.Sql {
  switch (audience.kind) {
    case "UNION": {
      // Whom a condition finds need not be looked up.
      const tests = audience.of.filter(({ kind }) => kind === "ALL").map(audienceSql);
      const rest = audience.of.filter(({ kind }) => kind !== "ALL");
      if (rest.length > 0) tests.push(Prisma.sql`(r.id IN (${joinedSql(rest, " UNION ALL ")})) IS TRUE`);
      return Prisma.sql`(${Prisma.join(tests, " OR ")})`;
    }
    case "EXCEPT":
      return Prisma.sql`${audienceLookupSql(audience.of)} AND (r.id IN (${audienceIdsSql(audience.without)})) IS NOT TRUE`;
    default:
      return Prisma.sql`(r.id IN (${audienceIdsSql(audience)})) IS TRUE`;
  }
}

/** A query of the ids (`id`) of an audience, some of them several times: how often tells how much its parts overlap. */
export function audienceIdsSql(audience: Audience): Prisma.Sql {
  switch (audience.kind) {
    case "UNION":
      return joinedSql(audience.of, " UNION ALL ");
    case "EXCEPT":
      return Prisma.sql`SELECT kept.id FROM (${audienceIdsSql(audience.of)}) kept WHERE NOT EXISTS (
        SELECT 1 FROM (${audienceIdsSql(audience.without)}) out WHERE out.id = kept.id)`;
    case "TEAM_MEMBERS":
    case "ENTRA_GROUP":
    case "CSV":
      return listedSql(audience);
    default:
      return Prisma.sql`SELECT r.id FROM recipients r WHERE ${conditionSql(audience)}`;
  }
}

function joinedSql(parts: readonly Audience[], by: " UNION " | " UNION ALL "): Prisma.Sql {
  return Prisma.join(parts.map((part) => Prisma.sql`SELECT id FROM (${audienceIdsSql(part)}) part`), by);
}

function conditionSql(audience: Conditional): Prisma.Sql {
  switch (audience.kind) {
    case "ALL":
      return IS_SOMEBODY_SQL;
    case "FILTER":
      return filterSql(audience);
    case "RECIPIENTS":
      // Whoever was picked by hand was meant, under whatever id.
      return Prisma.sql`r.kind = 'PERSON' AND r.id = ANY(${audience.recipientIds}::uuid[])`;
    case "CHANNEL":
    case "GROUP_CHAT":
      return Prisma.sql`r.kind = ${audience.kind} AND r.id = ANY(${audience.recipientIds}::uuid[])`;
  }
}

/** Who is named in a table of members; only people are. */
function listedSql(audience: Listed): Prisma.Sql {
  switch (audience.kind) {
    case "TEAM_MEMBERS":
      return Prisma.sql`SELECT m.recipient_id AS id FROM team_members m WHERE m.team_id = ANY(${audience.teamIds}::uuid[])`;
    case "ENTRA_GROUP":
      // Whatever its generation: what a reading has left behind is deleted with its last page.
      return Prisma.sql`SELECT m.recipient_id AS id FROM entra_group_members m WHERE m.group_id = ANY(${audience.groupIds}::uuid[])`;
    case "CSV":
      return Prisma.sql`SELECT e.recipient_id AS id FROM audience_list_entries e WHERE e.list_id = ${audience.listId}::uuid`;
  }
}

/** Where recipients `r` come from, with how they can be reached (`ref`) and, by a topic, whether they opted out (`opted`). */
export function recipientsSql(
  topic: { id: string; mandatory: boolean } | null, recipients: Prisma.Sql = Prisma.sql`recipients`,
): Prisma.Sql {
  return Prisma.sql`${recipients} r
    LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
    LEFT JOIN (${optedOutIdsSql(topic)}) opted ON opted.recipient_id = r.id`;
}

/**
 * Null for those who get the message, else the SkipReason, over `recipientsSql`. The order is from the most final to the most
 * easily mended, so that the report names what would have to change first.
 */
export const SKIP_REASON_SQL = Prisma.sql`CASE
    WHEN ref.state = 'REMOVED' OR r.account = 'DELETED' THEN 'REMOVED'
    -- A channel or a chat has the app or has it not: nobody installs it there for a broadcast.
    WHEN r.kind <> 'PERSON' AND (ref.recipient_id IS NULL OR ref.state = 'NEEDS_INSTALL') THEN 'REMOVED'
    WHEN r.account IN ('DISABLED', 'UNLICENSED') THEN 'DISABLED'
    WHEN r.user_type = 'GUEST' THEN 'GUEST'
    WHEN opted.recipient_id IS NOT NULL THEN 'OPTED_OUT'
    WHEN ref.state = 'BLOCKED' THEN 'BLOCKED'
    WHEN ref.recipient_id IS NULL OR ref.state = 'NEEDS_INSTALL' THEN 'NOT_INSTALLED'
  END`;

/** Of those who are NOT_INSTALLED, for whom the app can be installed: people. A channel or chat has it or has it not. */
export const INSTALLABLE_SQL = Prisma.sql`r.kind = 'PERSON'`;
