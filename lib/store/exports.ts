// The rows of Exports and the parts of their files. A job of the same id writes them; lib/engine/write-export.ts.
import { z } from "zod";

import {
  EXPORT_KEPT_HOURS, EXPORT_KINDS, exportInputSchema, type ExportKind, type ExportQuery, MAX_EXPORTS_KEPT,
} from "@/lib/domain/export";
import { JOB_STATUSES, type JobStatus } from "@/lib/domain/job";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";
import { requestJob } from "./jobs";

export type SavedExport = {
  id: string;
  kind: ExportKind;
  broadcastId: string | null;
  query: ExportQuery;
  status: JobStatus;
  rows: number;
  total: number | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date;
};

const savedSchema = z.array(
  z.object({
    id: z.string(), kind: z.enum(EXPORT_KINDS), broadcast_id: z.string().nullable(), query: exportInputSchema,
    status: z.enum(JOB_STATUSES),
    rows: z.number(), total: z.number().nullable(), created_at: z.date(), finished_at: z.date().nullable(), expires_at: z.date(),
  }),
);

/** And asks for the job that writes it. Returns its id. */
export async function saveExport(db: Db, owner: string, query: ExportQuery): Promise<string> {
  const broadcastId = query.kind === "DELIVERIES" ? query.broadcastId : null;
  const [{ id }] = z.tuple([z.object({ id: z.string() })]).parse(await db.$queryRaw`
    INSERT INTO exports (id, kind, broadcast_id, owner, query, total, expires_at)
    VALUES (gen_random_uuid(), ${query.kind}, ${broadcastId}::uuid, ${owner}, ${JSON.stringify(query)}::jsonb,
      ${await countRows(db, query)}::int, now() + ${EXPORT_KEPT_HOURS} * interval '1 hour')
    RETURNING id`);
  await requestJob(db, { kind: "EXPORT", key: id });
  return id;
}

/** Known at once where a counter says it; a search is only known when it has been walked. */
async function countRows(db: Db, query: ExportQuery): Promise<number | null> {
  if (query.kind !== "DELIVERIES" || query.q !== undefined) return null;
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(count), 0)::int AS total FROM delivery_counters WHERE broadcast_id = ${query.broadcastId}::uuid
      AND (${query.statuses === undefined} OR status = ANY(${query.statuses ?? []}::text[]))`;
  return z.tuple([z.object({ total: z.number() })]).parse(rows)[0].total;
}

/** Newest first; only those of one owner, and none that has expired. */
export async function listExports(db: Db, owner: string, id?: string): Promise<SavedExport[]> {
  const rows = savedSchema.parse(await db.$queryRaw`
    SELECT e.id, e.kind, e.broadcast_id, e.query, e.rows, e.total, e.created_at, e.finished_at, e.expires_at,
      CASE WHEN e.finished_at IS NOT NULL THEN 'DONE' ELSE coalesce(j.status, 'WANTED') END AS status
    FROM exports e LEFT JOIN jobs j ON j.kind = 'EXPORT' AND j.key = e.id::text
    WHERE e.owner = ${owner} AND e.expires_at > now() AND (${id ?? null}::uuid IS NULL OR e.id = ${id ?? null}::uuid)
    ORDER BY e.created_at DESC LIMIT ${MAX_EXPORTS_KEPT}`);
  return rows.map(({ broadcast_id: broadcastId, ...row }) => {
    const { created_at: createdAt, finished_at: finishedAt, expires_at: expiresAt, ...rest } = row;
    return { ...rest, broadcastId, createdAt, finishedAt, expiresAt };
  });
}

/** Until the end of the transaction nobody else asks for an export in this owner's name. */
export async function lockExportsOf(tx: Db, owner: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`exports ${owner}`}, 0))`;
}

const IS_WAITING = Prisma.sql`(e.finished_at IS NULL AND EXISTS (
  SELECT FROM jobs j WHERE j.kind = 'EXPORT' AND j.key = e.id::text AND j.status <> 'FAILED'))`;

/** What is still to be written for an owner. */
export async function listWaitingExports(db: Db, owner: string): Promise<{ id: string; query: ExportQuery }[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT e.id, e.query FROM exports e WHERE e.owner = ${owner} AND e.expires_at > now() AND ${IS_WAITING}`;
  return z.array(z.object({ id: z.string(), query: exportInputSchema })).parse(rows);
}

/** Leaves the newest of what is not being written any more, so many, with their jobs. */
export async function deleteOldestExports(tx: Db, owner: string, kept: number): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM exports WHERE id IN (
        SELECT e.id FROM exports e WHERE e.owner = ${owner} AND NOT ${IS_WAITING}
        ORDER BY e.created_at DESC, e.id OFFSET ${kept}
      ) RETURNING id
    )
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}

/** `begunAt` changes when it is begun anew. */
export type ExportWork = { query: ExportQuery; cursor: string | undefined; rows: number; begunAt: Date };

/** What is left to write; undefined when it is whole, or was deleted. */
export async function getExportWork(db: Db, id: string): Promise<ExportWork | undefined> {
  const row = await db.export.findUnique({
    where: { id, finishedAt: null }, select: { query: true, cursor: true, rows: true, createdAt: true },
  });
  if (!row) return undefined;
  const { query, cursor, rows, createdAt: begunAt } = row;
  return { query: exportInputSchema.parse(query), cursor: cursor ?? undefined, rows, begunAt };
}

export type WrittenPage = { from: string | undefined; begunAt: Date; next: string | null; rows: number; text: string };

/** False when somebody else has gone on from there, or it was begun anew or deleted: then nothing is written. */
export async function saveExportPage(db: DbPool, id: string, page: WrittenPage): Promise<boolean> {
  const { from, begunAt, next, rows, text } = page;
  return inTransaction(db, async (tx) => {
    const moved = z.array(z.object({ no: z.number() })).parse(await tx.$queryRaw`
      UPDATE exports SET cursor = ${next}, rows = rows + ${rows}, finished_at = CASE WHEN ${next}::text IS NULL THEN now() END
      WHERE id = ${id}::uuid AND cursor IS NOT DISTINCT FROM ${from ?? null} AND finished_at IS NULL
        AND created_at = ${begunAt}::timestamptz
      RETURNING (SELECT count(*)::int FROM export_chunks WHERE export_id = ${id}::uuid) AS no`);
    const [chunk] = moved;
    if (!chunk) return false;
    await tx.exportChunk.create({ data: { exportId: id, no: chunk.no, body: Buffer.from(text, "utf8") } });
    return true;
  });
}

/** The parts of a file that is whole, one after the other. Throws when it is deleted meanwhile: half a file looks whole. */
export async function* readExportFile(db: Db, id: string): AsyncGenerator<Uint8Array> {
  const total = await db.exportChunk.count({ where: { exportId: id } });
  for (let no = 0; no < Math.max(1, total); no += 1) {
    const chunk = await db.exportChunk.findUnique({ where: { exportId_no: { exportId: id, no } }, select: { body: true } });
    if (!chunk) throw new Error("The file was deleted while it was read.");
    yield chunk.body;
  }
}

/** Files that nobody may take any more, with their jobs. */
export async function deleteExpiredExports(db: Db): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM exports WHERE expires_at <= now() RETURNING id)
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}

/** What somebody had asked for goes with them. */
export async function deleteExportsOf(tx: Db, owner: string): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (DELETE FROM exports WHERE owner = ${owner} RETURNING id)
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}

/**
 * Of a person who is erased: what is being written is begun anew, for it may have read them already; then no page that was
 * read before is saved. Whole files that name them go, and what was searched for by their name or address.
 */
export async function forgetInExports(tx: Db, subject: { id: string; name: string; addresses: string[] }): Promise<void> {
  const { id, name, addresses } = subject;
  await tx.$executeRaw`
    UPDATE exports SET cursor = NULL, rows = 0, created_at = greatest(now(), created_at + interval '1 ms') WHERE finished_at IS NULL`;
  await tx.$executeRaw`DELETE FROM export_chunks c USING exports e WHERE e.id = c.export_id AND e.finished_at IS NULL`;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM exports e WHERE EXISTS (
        SELECT FROM export_chunks c, unnest(${name === "" ? [id] : [id, name]}::text[]) AS word
        WHERE c.export_id = e.id AND position(convert_to(word, 'UTF8') IN c.body) > 0
      ) OR EXISTS (
        SELECT FROM unnest(${[name, ...addresses]}::text[]) AS word WHERE position(lower(e.query->>'q') IN lower(word)) > 0
      ) RETURNING id
    )
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}
