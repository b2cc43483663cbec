// All deliveries of a broadcast as CSV, read page by page while the browser takes them, so that a million rows need no
// memory. Cells that a spreadsheet would take for a formula are defused with an apostrophe.
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";

import type { DbPool } from "@/lib/store/db";
import { type DeliveryFilter, listDeliveries } from "@/lib/store/list-deliveries";

import { deliveryView } from "./_delivery-view";

const PAGE_SIZE = 5_000;
const COLUMNS = ["recipientId", "recipientName", "status", "reason", "attempts", "possibleDuplicate", "settledAt"] as const;

export function deliveriesCsv(db: DbPool, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">): Response {
  const rows = Readable.from(readRows(db, broadcastId, filter));
  const csv = rows.pipe(stringify({ header: true, columns: [...COLUMNS], bom: true }));
  rows.on("error", (error) => csv.destroy(error));
  return new Response(Readable.toWeb(csv) as ReadableStream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="deliveries-${broadcastId}.csv"`,
    },
  });
}

async function* readRows(db: DbPool, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">) {
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(db, broadcastId, { ...filter, cursor, limit: PAGE_SIZE });
    for (const row of page.items) {
      const view = deliveryView(row);
      yield COLUMNS.map((column) => defuse(String(view[column] ?? "")));
    }
    cursor = page.next ?? undefined;
  } while (cursor);
}

function defuse(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
