// Lists of people from files: the list, who is on it, and which lines put nobody there. A page of a file is matched to
// recipients with one statement, so that a million rows are two hundred of them.
import { z } from "zod";

import { LIST_FLAWS, LIST_STATUSES, type ListFlaw } from "@/lib/domain/audience-list";
import type { ListView } from "@/lib/domain/views";

import { type Db, type DbPool, inTransaction } from "./db";
import { holdOffErasures } from "./erasure-lock";
import { PEOPLE_OF_GIVEN } from "./list-matches";
import { unlessTaken } from "./unique";

export type AudienceList = Omit<ListView, "createdAt"> & { createdAt: Date };

const columns = {
  id: true, name: true, status: true, rows: true, people: true, duplicates: true, unknown: true, malformed: true,
  heading: true, sizeBytes: true, error: true, authorName: true, createdAt: true,
} as const;

type Row = Omit<AudienceList, "status" | "sizeBytes"> & { status: string; sizeBytes: bigint };

/** By name. There are MAX_LISTS at most. */
export async function listLists(db: Db, limit: number): Promise<AudienceList[]> {
  await failInterrupted(db);
  const rows = await db.audienceList.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }], take: limit, select: columns });
  return rows.map(listOf);
}

export async function getList(db: Db, id: string): Promise<AudienceList | undefined> {
  await failInterrupted(db);
  const row = await db.audienceList.findUnique({ where: { id }, select: columns });
  return row ? listOf(row) : undefined;
}

/** Undefined when the name is taken. One that failed makes room. */
export async function createList(
  tx: Db, name: string, author: { authorName: string; authorId: string | null },
): Promise<AudienceList | undefined> {
  await tx.audienceList.deleteMany({ where: { name, status: "FAILED" } });
  const row = await unlessTaken(tx.audienceList.create({ data: { name, ...author }, select: columns }));
  return row && listOf(row);
}

/** One whose reading stood still is not being read any more. */
export async function countLists(db: Db): Promise<{ total: number; reading: number }> {
  await failInterrupted(db);
  const [total, reading] = [await db.audienceList.count(), await db.audienceList.count({ where: { status: "READING" } })];
  return { total, reading };
}

/** False when it was no longer being read. */
export async function endList(
  db: Db,
  id: string,
  end: { status: "READY" } | { status: "FAILED"; error: string },
): Promise<boolean> {
  const { count } = await db.audienceList.updateMany({ where: { id, status: "READING" }, data: end });
  return count === 1;
}

export async function deleteList(db: Db, id: string): Promise<boolean> {
  const { count } = await db.audienceList.deleteMany({ where: { id } });
  return count === 1;
}

export type FoundRow = { line: number; value: string };
export type FlawedRow = FoundRow & { flaw: ListFlaw };
export type ListRows = { found: FoundRow[]; flawed: FlawedRow[]; heading: string | null; sizeBytes: number };

/** One page of a list's file. Returns false when the list is no longer being read: somebody deleted it. */
export function saveListPage(db: DbPool, listId: string, { found, flawed, heading, sizeBytes }: ListRows): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await holdOffErasures(tx);
    const locked = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM audience_lists WHERE id = ${listId}::uuid AND status = 'READING' FOR UPDATE`;
    if (locked.length === 0) return false;
    if (flawed.length > 0) await saveFlaws(tx, listId, flawed);
    await tx.$executeRaw`
      WITH given AS (
        SELECT * FROM unnest(${found.map(({ line }) => line)}::int[], ${found.map(({ value }) => value)}::text[]) AS g(line, value)
      ), ${PEOPLE_OF_GIVEN}, entered AS (
        INSERT INTO audience_list_entries (list_id, recipient_id)
        SELECT DISTINCT ${listId}::uuid, id FROM people WHERE n = 1 ON CONFLICT DO NOTHING RETURNING 1
      ), nobody AS (
        INSERT INTO audience_list_flaws (list_id, line, value, reason)
        SELECT ${listId}::uuid, g.line, g.value, CASE WHEN p.n > 1 THEN 'AMBIGUOUS' ELSE 'UNKNOWN' END
        FROM given g LEFT JOIN people p ON p.line = g.line WHERE p.n IS NULL OR p.n > 1 RETURNING reason
      ), sums AS (
        SELECT (SELECT count(*) FROM people WHERE n = 1)::int AS named, (SELECT count(*) FROM entered)::int AS entered,
          (SELECT count(*) FROM nobody WHERE reason = 'UNKNOWN')::int AS unknown,
          (SELECT count(*) FROM nobody WHERE reason = 'AMBIGUOUS')::int + ${flawed.length}::int AS malformed
      )
      UPDATE audience_lists l SET rows = l.rows + s.named + s.unknown + s.malformed, people = l.people + s.entered,
        duplicates = l.duplicates + s.named - s.entered, unknown = l.unknown + s.unknown, malformed = l.malformed + s.malformed,
        heading = ${heading}, size_bytes = ${sizeBytes}, updated_at = now()
      FROM sums s WHERE l.id = ${listId}::uuid`;
    return true;
  });
}

function saveFlaws(tx: Db, listId: string, flawed: readonly FlawedRow[]): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO audience_list_flaws (list_id, line, value, reason)
    SELECT ${listId}::uuid, f.line, f.value, f.reason
    FROM unnest(${flawed.map(({ line }) => line)}::int[], ${flawed.map(({ value }) => value)}::text[],
      ${flawed.map(({ flaw }) => flaw)}::text[]) AS f(line, value, reason)`;
}

/** A list whose reading has stood still: its process is gone. */
const INTERRUPTED_AFTER_MINUTES = 5;

async function failInterrupted(db: Db): Promise<void> {
  await db.$executeRaw`
    UPDATE audience_lists SET status = 'FAILED', error = 'Reading the file was interrupted. Upload it again.'
    WHERE status = 'READING' AND updated_at < now() - ${INTERRUPTED_AFTER_MINUTES} * interval '1 minute'`;
}

export type ListedFlaw = { line: number; value: string; reason: ListFlaw };

const flawsSchema = z.array(z.object({ line: z.number(), value: z.string(), reason: z.enum(LIST_FLAWS) }));

/** Lines that name nobody, by number; `cursor` is the last one seen. */
export async function listFlaws(
  db: Db,
  listId: string,
  { reasons, cursor = 0, limit }: { reasons?: readonly ListFlaw[] | undefined; cursor?: number | undefined; limit: number },
): Promise<{ items: ListedFlaw[]; next: number | null }> {
  const rows = await db.audienceListFlaw.findMany({
    where: { listId, line: { gt: cursor }, ...(reasons ? { reason: { in: [...reasons] } } : {}) },
    orderBy: { line: "asc" },
    take: limit + 1,
    select: { line: true, value: true, reason: true },
  });
  const items = flawsSchema.parse(rows.slice(0, limit));
  return { items, next: rows.length > limit ? (items.at(-1)?.line ?? null) : null };
}

const FLAWS_PAGE = 5_000;

export async function* allFlaws(db: Db, listId: string, reasons?: readonly ListFlaw[]): AsyncGenerator<ListedFlaw> {
  let cursor: number | undefined = 0;
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<typeof listFlaws>> = await listFlaws(db, listId, { reasons, cursor, limit: FLAWS_PAGE });
    yield* page.items;
    cursor = page.next ?? undefined;
  }
}

/**
 * Names of what still needs a list: saved audiences, broadcasts that have not been frozen, and those that fire again and again.
 * A few are enough.
 */
export async function findListUses(db: Db, id: string): Promise<string[]> {
  const path = "$.** ? (@.kind == \"CSV\" && @.listId == $id)";
  const rows = await db.$queryRaw`
    SELECT a.name FROM audiences a WHERE jsonb_path_exists(a.definition, ${path}::jsonpath, jsonb_build_object('id', ${id}::text))
    UNION ALL
    SELECT coalesce(nullif(b.message->>'title', ''), b.id::text) FROM broadcasts b
    WHERE (b.status IN ('DRAFT', 'IN_REVIEW', 'SCHEDULED', 'RESOLVING', 'ACTIVE')
        OR b.resume_status IN ('SCHEDULED', 'RESOLVING', 'ACTIVE'))
      AND jsonb_path_exists(b.audience, ${path}::jsonpath, jsonb_build_object('id', ${id}::text))
    LIMIT 3`;
  return z.array(z.object({ name: z.string() })).parse(rows).map(({ name }) => name);
}

function listOf({ status, sizeBytes, ...row }: Row): AudienceList {
  return { ...row, status: z.enum(LIST_STATUSES).parse(status), sizeBytes: Number(sizeBytes) };
}
