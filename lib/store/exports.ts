// The rows of Exports and the parts of their files. A job of the same id writes them; lib/engine/write-export.ts.
import { z } from "zod";

import { EXPORT_KEPT_HOURS, EXPORT_KINDS, exportInputSchema, type ExportKind, type ExportQuery } from "@/lib/domain/export";
import { JOB_STATUSES, type JobStatus } from "@/lib/domain/job";

import { type Db, type DbPool, inTransaction } from "./db";
import { requestJob } from "./jobs";

export type SavedExport = {
  id: string;
  kind: ExportKind;
  broadcastId: string | null;
  status: JobStatus;
  rows: number;
  total: number | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date;
};

const LISTED = 20;
const savedSchema = z.array(
  z.object({
    id: z.string(), kind: z.enum(EXPORT_KINDS), broadcast_id: z.string().nullable(), status: z.enum(JOB_STATUSES),
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
    SELECT e.id, e.kind, e.broadcast_id, e.rows, e.total, e.created_at, e.finished_at, e.expires_at,
      CASE WHEN e.finished_at IS NOT NULL THEN 'DONE' ELSE coalesce(j.status, 'WANTED') END AS status
    FROM exports e LEFT JOIN jobs j ON j.kind = 'EXPORT' AND j.key = e.id::text
    WHERE e.owner = ${owner} AND e.expires_at > now() AND (${id ?? null}::uuid IS NULL OR e.id = ${id ?? null}::uuid)
    ORDER BY e.created_at DESC LIMIT ${LISTED}`);
  return rows.map(({ broadcast_id: broadcastId, ...row }) => {
    const { created_at: createdAt, finished_at: finishedAt, expires_at: expiresAt, ...rest } = row;
    return { ...rest, broadcastId, createdAt, finishedAt, expiresAt };
  });
}

export async function countWaitingExports(db: Db, owner: string): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS waiting FROM exports e JOIN jobs j ON j.kind = 'EXPORT' AND j.key = e.id::text
    WHERE e.owner = ${owner} AND e.finished_at IS NULL AND j.status <> 'FAILED'`;
  return z.tuple([z.object({ waiting: z.number() })]).parse(rows)[0].waiting;
}

export type ExportWork = { query: ExportQuery; cursor: string | undefined; rows: number };

/** What is left to write; undefined when it is whole, or was deleted. */
export async function getExportWork(db: Db, id: string): Promise<ExportWork | undefined> {
  const row = await db.export.findUnique({
    where: { id, finishedAt: null }, select: { query: true, cursor: true, rows: true },
  });
  return row ? { query: exportInputSchema.parse(row.query), cursor: row.cursor ?? undefined, rows: row.rows } : undefined;
}

export type WrittenPage = { from: string | undefined; next: string | null; rows: number; text: string };

/** False when somebody else has gone on from there, or the export was deleted: then nothing is written. */
export async function saveExportPage(db: DbPool, id: string, { from, next, rows, text }: WrittenPage): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const moved = z.array(z.object({ no: z.number() })).parse(await tx.$queryRaw`
      UPDATE exports SET cursor = ${next}, rows = rows + ${rows}, finished_at = CASE WHEN ${next}::text IS NULL THEN now() END
      WHERE id = ${id}::uuid AND cursor IS NOT DISTINCT FROM ${from ?? null} AND finished_at IS NULL
      RETURNING (SELECT count(*)::int FROM export_chunks WHERE export_id = ${id}::uuid) AS no`);
    const [chunk] = moved;
    if (!chunk) return false;
    await tx.exportChunk.create({ data: { exportId: id, no: chunk.no, body: Buffer.from(text, "utf8") } });
    return true;
  });
}

/** The parts of a file that is whole, one after the other. */
export async function* readExportFile(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let no = 0; ; no += 1) {
    const chunk = await db.exportChunk.findUnique({ where: { exportId_no: { exportId: id, no } }, select: { body: true } });
    if (!chunk) return;
    yield chunk.body;
  }
}

/** Files that nobody may take any more, with their jobs. */
export async function deleteExpiredExports(db: Db): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM exports WHERE expires_at <= now() RETURNING id)
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}

/** Any of them may name a person who is erased; each can be asked for again. */
export async function deleteAllExports(db: Db): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (DELETE FROM exports RETURNING id)
    DELETE FROM jobs WHERE kind = 'EXPORT' AND key IN (SELECT id::text FROM gone)`;
}
