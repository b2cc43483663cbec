// Whom the values of a list stand for. A list is matched while its file is read, and its open lines, which named nobody or
// several people, once more before an audience with it is frozen, after each look at the directory, and, unless they are many,
// before it is counted: people become known later, and of two who share an address one leaves.
import { z } from "zod";

import { type Db, type DbPool, inTransaction } from "./db";
import { holdOffErasures } from "./erasure-lock";
import { Prisma } from "./generated/client";

/** Of `audience_list_flaws`: an open line, which may yet name one person. Worded as audience_list_flaws_open_idx needs it. */
export const IS_OPEN_FLAW = Prisma.sql`reason IN ('UNKNOWN', 'AMBIGUOUS')`;

/** Behind everybody else: somebody who comes back to the organisation gets a new object id and the old name. */
const DEPARTED_RANK = 10;

/**
 * Whom a value of `given g` stands for; two are as many as have to be known. Looked up one by one: joined, the database
 * expects millions of matches and reads and sorts all recipients for each page (2 s instead of 0.1 s among 400 000).
 */
function twoWith(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT r.id, r.account = 'DELETED' AS departed FROM recipients r
    WHERE lower(r.${column}) = g.value AND r.kind = 'PERSON' ORDER BY 2 LIMIT 2`;
}

/**
 * Behind a `given` of lines and values: `people`, one row a line that anybody is known by, with how many are. An id is an object
 * id, else a sign-in name, else an address; whoever several people share stands for none of them.
 */
export const PEOPLE_OF_GIVEN = Prisma.sql`
  hits AS (
    SELECT g.line, r.id, r.departed, 1 AS rank FROM given g CROSS JOIN LATERAL (${twoWith(Prisma.sql`external_id`)}) r
    WHERE position('@' IN g.value) = 0
    UNION ALL
    SELECT g.line, r.id, r.departed, 2 FROM given g CROSS JOIN LATERAL (${twoWith(Prisma.sql`principal_name`)}) r
    WHERE position('@' IN g.value) > 0
    UNION ALL
    SELECT g.line, r.id, r.departed, 3 FROM given g CROSS JOIN LATERAL (${twoWith(Prisma.sql`email`)}) r
    WHERE position('@' IN g.value) > 0
  ), ranked AS (
    SELECT line, id, rank, min(rank) OVER (PARTITION BY line) AS best FROM (
      SELECT line, id, rank + CASE WHEN departed THEN ${DEPARTED_RANK} ELSE 0 END AS rank FROM hits) preferred
  ), people AS (
    SELECT line, min(id::text)::uuid AS id, count(*) AS n FROM ranked WHERE rank = best GROUP BY line
  )`;

/** Lines that are matched in one statement: some tenths of a second. */
const PAGE_LINES = 5_000;

const openOf = (listId: Prisma.Sql) => Prisma.sql`SELECT FROM audience_list_flaws WHERE list_id = ${listId} AND ${IS_OPEN_FLAW}`;

const unmatchedSchema = z.array(z.object({ id: z.string(), line: z.number() }));

/**
 * A step before an audience is frozen, in a transaction whose erasures the caller holds off: a page of a list that has more
 * open lines than one page, and was not looked through since the broadcast began. False when there is none left.
 */
export async function matchLongList(tx: Db, broadcastId: string, listIds: readonly string[]): Promise<boolean> {
  if (listIds.length === 0) return false;
  const [list] = unmatchedSchema.parse(await tx.$queryRaw`
    SELECT l.id, CASE WHEN l.matching_since >= b.resolving_at THEN l.matched_line ELSE 0 END AS line
    FROM audience_lists l, broadcasts b
    WHERE b.id = ${broadcastId}::uuid AND l.id = ANY(${[...listIds]}::uuid[]) AND l.status = 'READY'
      AND EXISTS (${openOf(Prisma.sql`l.id`)} OFFSET ${PAGE_LINES})
      AND (coalesce(l.matching_since < b.resolving_at, true) OR l.matched_line IS NOT NULL)
    ORDER BY l.id LIMIT 1 FOR UPDATE OF l`);
  if (!list) return false;
  const last = await matchPage(tx, list.id, list.line);
  await tx.$executeRaw`
    UPDATE audience_lists SET matched_line = ${last}::int,
      matching_since = CASE WHEN ${list.line}::int = 0 THEN now() ELSE matching_since END
    WHERE id = ${list.id}::uuid`;
  return true;
}

/**
 * Before an audience is frozen, in its transaction, whose erasures the caller holds off. A list with more open lines than
 * one page would hold everybody up: matchLongList has come before. In one order, so that two who do this do not wait for each
 * other in a circle.
 */
export async function matchListsAgain(tx: Db, listIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(listIds)].toSorted()) {
    if ((await countOpen(tx, id)) <= PAGE_LINES) await matchPage(tx, id, 0);
  }
}

const openSchema = z.tuple([z.object({ open: z.number() })]);

/** The open lines of a list; one more than a page when there are more. */
async function countOpen(db: Db, listId: string): Promise<number> {
  const [{ open }] = openSchema.parse(await db.$queryRaw`
    SELECT count(*)::int AS open FROM (${openOf(Prisma.sql`${listId}::uuid`)} LIMIT ${PAGE_LINES + 1}) lines`);
  return open;
}

const hitSchema = z.tuple([z.object({ hit: z.boolean() })]);

/**
 * Before an audience is counted: the lists that a freeze would match again, so that the count is what the freeze then writes. A
 * look without locks comes first, as mostly there is nobody new.
 */
export async function freshenLists(db: Db | DbPool, listIds: readonly string[]): Promise<void> {
  const behind: string[] = [];
  for (const id of new Set(listIds)) if (await isSomebodyKnown(db, id)) behind.push(id);
  if (behind.length === 0) return;
  await inTransaction(db, async (tx) => {
    await holdOffErasures(tx);
    await matchListsAgain(tx, behind);
  });
}

/** Whether an open line of a list that a freeze would match names somebody by now. */
async function isSomebodyKnown(db: Db, listId: string): Promise<boolean> {
  const open = await countOpen(db, listId);
  if (open === 0 || open > PAGE_LINES) return false;
  const [{ hit }] = hitSchema.parse(await db.$queryRaw`
    WITH given AS MATERIALIZED (
      SELECT line, value FROM audience_list_flaws WHERE list_id = ${listId}::uuid AND ${IS_OPEN_FLAW} LIMIT ${PAGE_LINES}
    ), ${PEOPLE_OF_GIVEN}
    SELECT EXISTS (SELECT FROM people WHERE n = 1) AS hit`);
  return hit;
}

const idsSchema = z.array(z.object({ id: z.string() }));

/** After a look at the directory: one transaction a page, so nobody waits for long. */
export async function matchAllListsAgain(db: DbPool, signal: AbortSignal): Promise<void> {
  const lists = idsSchema.parse(await db.$queryRaw`
    SELECT l.id FROM audience_lists l WHERE l.status = 'READY' AND EXISTS (${openOf(Prisma.sql`l.id`)})`);
  for (const { id } of lists) {
    for (let line: number | null = 0; line !== null && !signal.aborted;) {
      const from: number = line;
      line = await inTransaction(db, async (tx) => {
        await holdOffErasures(tx);
        return matchPage(tx, id, from);
      });
    }
  }
}

const lastSchema = z.tuple([z.object({ last: z.number().nullable() })]);

/**
 * Moves whom a page of a list's open lines name by now onto the list; of the others those that name several people are AMBIGUOUS,
 * and those that name nobody UNKNOWN. Returns the page's last line, to go on behind; null when there was none.
 */
async function matchPage(tx: Db, listId: string, afterLine: number): Promise<number | null> {
  // In a statement of its own, so that the next one sees what whoever had the lock has changed.
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM audience_lists l WHERE l.id = ${listId}::uuid AND l.status = 'READY' AND EXISTS (${openOf(Prisma.sql`l.id`)})
    FOR UPDATE`;
  if (locked.length === 0) return null;
  const [{ last }] = lastSchema.parse(await tx.$queryRaw`
    WITH given AS MATERIALIZED (
      SELECT line, value, reason FROM audience_list_flaws
      WHERE list_id = ${listId}::uuid AND ${IS_OPEN_FLAW} AND line > ${afterLine} ORDER BY line LIMIT ${PAGE_LINES}
    ), ${PEOPLE_OF_GIVEN}, entered AS (
      INSERT INTO audience_list_entries (list_id, recipient_id)
      SELECT DISTINCT ${listId}::uuid, id FROM people WHERE n = 1 ON CONFLICT DO NOTHING RETURNING 1
    ), named AS (
      DELETE FROM audience_list_flaws f USING people p WHERE f.list_id = ${listId}::uuid AND f.line = p.line AND p.n = 1
      RETURNING f.reason
    ), changed AS (
      UPDATE audience_list_flaws f SET reason = CASE WHEN p.n > 1 THEN 'AMBIGUOUS' ELSE 'UNKNOWN' END
      FROM given g LEFT JOIN people p ON p.line = g.line
      WHERE f.list_id = ${listId}::uuid AND f.line = g.line AND p.n IS DISTINCT FROM 1
        AND coalesce(p.n > 1, false) <> (g.reason = 'AMBIGUOUS') RETURNING f.reason
    ), moved AS (
      SELECT (SELECT count(*) FROM entered)::int AS entered, (SELECT count(*) FROM named)::int AS named,
        (SELECT count(*) FROM named WHERE reason = 'AMBIGUOUS')::int AS cleared,
        (SELECT count(*) FROM changed WHERE reason = 'AMBIGUOUS')::int AS blurred,
        (SELECT count(*) FROM changed WHERE reason = 'UNKNOWN')::int AS forgotten
    ), counted AS (
      UPDATE audience_lists l SET people = l.people + m.entered, duplicates = l.duplicates + m.named - m.entered,
        unknown = l.unknown - (m.named - m.cleared) - m.blurred + m.forgotten,
        malformed = l.malformed - m.cleared + m.blurred - m.forgotten, updated_at = now()
      FROM moved m WHERE l.id = ${listId}::uuid AND m.named + m.blurred + m.forgotten > 0
    )
    SELECT max(line)::int AS last FROM given`);
  return last;
}
