// Writes the file of an export: the job EXPORT. Each page is saved with the place it ends at, so an interrupted job goes on
// with the next one. One that was begun anew meanwhile, because a person was erased, is written from the start.
import { stringify } from "csv-stringify/sync";

import { EXPORT_COLUMNS, type ExportQuery, type ExportRow } from "@/lib/domain/export";
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import { defuse } from "@/lib/domain/spreadsheet-cell";
import type { DbPool } from "@/lib/store/db";
import { readExportPage } from "@/lib/store/export-rows";
import { deleteExpiredExports, type ExportWork, getExportWork, saveExportPage } from "@/lib/store/exports";

const DONE: JobEnd = { kind: "DONE" };

export function createExportWriter({ db }: { db: DbPool }): JobHandler {
  return async ({ key: id, signal, report }) => {
    await deleteExpiredExports(db);
    for (;;) {
      const work = await getExportWork(db, id);
      if (!work) return DONE;
      if (signal.aborted) return { kind: "STOPPED" };
      const written = await writePage(db, id, work);
      if (written !== undefined) await report(written);
    }
  };
}

/** How many rows there are then; undefined when somebody else has gone on, or it was begun anew. */
async function writePage(db: DbPool, id: string, work: ExportWork): Promise<number | undefined> {
  const { query, cursor, rows: before, begunAt } = work;
  const { rows, next } = await readExportPage(db, query, cursor);
  const text = toCsv(query, rows, cursor === undefined);
  const isSaved = await saveExportPage(db, id, { from: cursor, begunAt, next, rows: rows.length, text });
  return isSaved ? before + rows.length : undefined;
}

function toCsv({ kind }: ExportQuery, rows: readonly ExportRow[], first: boolean): string {
  const columns = EXPORT_COLUMNS[kind];
  const cells = rows.map((row) => columns.map((column) => defuse(String((row as Record<string, unknown>)[column] ?? ""))));
  return stringify(cells, { header: first, columns: [...columns], bom: first });
}
