// Writes the file of an export: the job EXPORT. Each page is saved with the place it ends at, so an interrupted job goes on
// with the next one.
import { stringify } from "csv-stringify/sync";

import { EXPORT_COLUMNS, type ExportQuery, type ExportRow } from "@/lib/domain/export";
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import { defuse } from "@/lib/domain/spreadsheet-cell";
import type { DbPool } from "@/lib/store/db";
import { readExportPage } from "@/lib/store/export-rows";
import { deleteExpiredExports, getExportWork, saveExportPage } from "@/lib/store/exports";

const DONE: JobEnd = { kind: "DONE" };

export function createExportWriter({ db }: { db: DbPool }): JobHandler {
  return async ({ key: id, signal, report }) => {
    await deleteExpiredExports(db);
    const work = await getExportWork(db, id);
    if (!work) return DONE;
    let { cursor: from, rows: written } = work;
    for (let first = from === undefined; ; first = false) {
      if (signal.aborted) return { kind: "STOPPED" };
      const { rows, next } = await readExportPage(db, work.query, from);
      const text = toCsv(work.query, rows, first);
      if (!(await saveExportPage(db, id, { from, next, rows: rows.length, text }))) return DONE;
      written += rows.length;
      await report(written);
      if (next === null) return DONE;
      from = next;
    }
  };
}

function toCsv({ kind }: ExportQuery, rows: readonly ExportRow[], first: boolean): string {
  const columns = EXPORT_COLUMNS[kind];
  const cells = rows.map((row) => columns.map((column) => defuse(String((row as Record<string, unknown>)[column] ?? ""))));
  return stringify(cells, { header: first, columns: [...columns], bom: first });
}
