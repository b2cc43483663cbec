// Rows as a CSV file to download, read page by page while the browser takes them, so that a million rows need no memory.
// Cells that a spreadsheet would take for a formula are defused.
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";

import { defuse } from "@/lib/domain/spreadsheet-cell";

type Cell = string | number | boolean | null;

export function csvAnswer<C extends string>(
  fileName: string,
  columns: readonly C[],
  rows: AsyncIterable<Record<C, Cell>>,
): Response {
  const cells = Readable.from(toCells(columns, rows));
  const csv = cells.pipe(stringify({ header: true, columns: [...columns], bom: true }));
  cells.on("error", (error) => csv.destroy(error));
  return csvResponse(fileName, csv);
}

/** A file that is CSV already. */
export function csvResponse(fileName: string, csv: Readable): Response {
  return new Response(Readable.toWeb(csv) as ReadableStream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
}

async function* toCells<C extends string>(columns: readonly C[], rows: AsyncIterable<Record<C, Cell>>) {
  for await (const row of rows) yield columns.map((column) => defuse(String(row[column] ?? "")));
}
