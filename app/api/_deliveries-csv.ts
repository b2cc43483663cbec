// All deliveries of a broadcast as CSV.
import type { DbPool } from "@/lib/store/db";
import { type DeliveryFilter, listDeliveries } from "@/lib/store/list-deliveries";

import { csvAnswer } from "./_csv-answer";
import { deliveryView } from "./_delivery-view";

const PAGE_SIZE = 5_000;
const COLUMNS = ["recipientId", "recipientName", "status", "reason", "attempts", "possibleDuplicate", "settledAt"] as const;

export function deliveriesCsv(db: DbPool, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">): Response {
  return csvAnswer(`deliveries-${broadcastId}.csv`, COLUMNS, readRows(db, broadcastId, filter));
}

async function* readRows(db: DbPool, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">) {
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(db, broadcastId, { ...filter, cursor, limit: PAGE_SIZE });
    yield* page.items.map(deliveryView);
    cursor = page.next ?? undefined;
  } while (cursor);
}
