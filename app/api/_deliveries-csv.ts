// All deliveries of a broadcast as CSV.
import { EXPORT_COLUMNS } from "@/lib/domain/export";
import type { DbPool } from "@/lib/store/db";
import { allDeliveryRows } from "@/lib/store/export-rows";
import type { DeliveryFilter } from "@/lib/store/list-deliveries";

import { csvAnswer } from "./_csv-answer";

export function deliveriesCsv(db: DbPool, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">): Response {
  return csvAnswer(`deliveries-${broadcastId}.csv`, EXPORT_COLUMNS.DELIVERIES, allDeliveryRows(db, broadcastId, filter));
}
