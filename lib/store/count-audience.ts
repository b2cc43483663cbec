// The numbers of an audience before it is frozen, from the fragments of the resolve: how many there are for each reason to
// leave somebody out, with two of them as a sample, and how often the audience names its people.
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";
import { SKIP_REASONS } from "@/lib/domain/delivery";

import { audienceIdsSql, audienceLookupSql, audienceSql, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";

export type AudienceTopic = { id: string; mandatory: boolean } | null;

const countsSchema = z.array(
  z.object({
    tenant_id: z.string(),
    reason: z.enum(SKIP_REASONS).nullable(),
    place: z.boolean(),
    count: z.number(),
    /** Ids in the directory of two who are counted. */
    first: z.string(),
    last: z.string(),
  }),
);
export type AudienceCount = z.infer<typeof countsSchema>[number];

/** `named`: how many names that is, some of them of one person. `joined`: people, before anybody is excluded. */
export type CountedParts = { counts: AudienceCount[]; named: number; joined: number };

/** Sets that the database hashes to look everybody up in them have room up to so many names. */
const MAX_LOOKED_UP = 5_000_000;
/** From this share of everybody on it is worth reading everybody. */
const LOOKED_UP_SHARE = 0.25;

/** How the members are found: the parts JOINed to the recipients, or each recipient LOOKed UP in the parts. */
export type FoundBy = "JOIN" | "LOOKUP";

/** On a pool, on as many connections as there are numbers that the first query does not tell: an author waits for the longest. */
export async function countParts(db: Db | DbPool, audience: Audience, topic: AudienceTopic): Promise<CountedParts> {
  const by = await chooseHow(db, audience);
  const [counts, names, listed, members] = await Promise.all([
    withRoom(db, async (tx) => countsSchema.parse(await tx.$queryRaw(countsSql(audience, topic, by)))),
    canOverlap(audience) ? withRoom(db, (tx) => count(tx, Prisma.sql`(${audienceIdsSql(audience)}) named`)) : undefined,
    countListDuplicates(db, audience),
    audience.kind === "EXCEPT" ? withRoom(db, (tx) => count(tx, membersSql(audience.of, by))) : undefined,
  ]);
  const total = counts.reduce((sum, row) => sum + row.count, 0);
  return { counts, named: (names ?? total) + listed, joined: members ?? total };
}

/** With the memory that the sets of a large audience take. */
async function withRoom<T>(db: Db | DbPool, work: (tx: Db) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`SELECT set_config('work_mem', '64MB', true), set_config('hash_mem_multiplier', '4', true)`;
    return work(tx);
  });
}

/** Everybody it names, whether a message would reach them or not. */
export async function countAudience(db: Db, audience: Audience): Promise<number> {
  return count(db, membersSql(audience, "JOIN"));
}

/**
 * Exported for `npm run bench -- estimate`, which shows how it is run. OFFSET 0 hides from the planner what the reason is
 * made of: else it expects as many reasons as people and sorts them on disk.
 */
export function countsSql(audience: Audience, topic: AudienceTopic, by: FoundBy): Prisma.Sql {
  return Prisma.sql`
    SELECT tenant_id, reason, place, count(*)::int AS count, min(external_id COLLATE "C") AS first, max(external_id COLLATE "C") AS last
    FROM (
      SELECT r.external_id, r.tenant_id, r.kind <> 'PERSON' AS place, ${SKIP_REASON_SQL} AS reason
      FROM ${recipientsSql(topic)} WHERE ${conditionOf(audience, by)} OFFSET 0
    ) people
    GROUP BY 1, 2, 3`;
}

const membersSql = (audience: Audience, by: FoundBy): Prisma.Sql => Prisma.sql`recipients r WHERE ${conditionOf(audience, by)}`;

function conditionOf(audience: Audience, by: FoundBy): Prisma.Sql {
  return by === "JOIN" ? audienceSql(audience) : audienceLookupSql(audience);
}

/**
 * By what the database expects of it. A join of hundreds of thousands of names takes two or three times as long as looking
 * everybody up; for a few of a million people it is the other way round.
 */
async function chooseHow(db: Db, audience: Audience): Promise<FoundBy> {
  // The members of teams or groups alone are found by one scan, and joining them is never slower.
  if ((audience.kind !== "UNION" && audience.kind !== "EXCEPT") || !canOverlap(audience)) return "JOIN";
  const named = await expectRows(db, audienceIdsSql(audience));
  const everybody = await expectRows(db, Prisma.sql`SELECT FROM recipients`);
  const excluded = audience.kind === "EXCEPT" ? await expectRows(db, audienceIdsSql(audience.without)) : 0;
  return named >= everybody * LOOKED_UP_SHARE && named + excluded <= MAX_LOOKED_UP ? "LOOKUP" : "JOIN";
}

const planSchema = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: z.object({ "Plan Rows": z.number() }) })]) })]);

async function expectRows(db: Db, query: Prisma.Sql): Promise<number> {
  const [row] = planSchema.parse(await db.$queryRaw(Prisma.sql`EXPLAIN (FORMAT JSON) ${query}`));
  return row["QUERY PLAN"][0].Plan["Plan Rows"];
}

/** Whether the parts of an audience may name somebody twice. */
function canOverlap(audience: Audience): boolean {
  switch (audience.kind) {
    case "UNION":
      return audience.of.length > 1 || audience.of.some(canOverlap);
    case "EXCEPT":
      return canOverlap(audience.of);
    case "TEAM_MEMBERS":
      return audience.teamIds.length > 1;
    case "ENTRA_GROUP":
      return audience.groupIds.length > 1;
    default:
      return false;
  }
}

/** A list has each person once, and knows how often its file named one again. Not of those an exclusion may take away. */
async function countListDuplicates(db: Db, audience: Audience): Promise<number> {
  const lists = listsOf(audience);
  if (lists.length === 0) return 0;
  const [row] = numberSchema.parse(await db.$queryRaw(Prisma.sql`
    SELECT coalesce(sum(l.duplicates), 0)::int AS count FROM unnest(${lists}::uuid[]) AS i(id) JOIN audience_lists l ON l.id = i.id`));
  return row.count;
}

function listsOf(audience: Audience): string[] {
  if (audience.kind === "CSV") return [audience.listId];
  return audience.kind === "UNION" ? audience.of.flatMap(listsOf) : [];
}

const numberSchema = z.tuple([z.object({ count: z.number() })]);

async function count(db: Db, from: Prisma.Sql): Promise<number> {
  const [row] = numberSchema.parse(await db.$queryRaw(Prisma.sql`SELECT count(*)::int AS count FROM ${from}`));
  return row.count;
}
