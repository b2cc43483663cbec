// The rows of an export, a page at a time: what the list on the page shows, with all its columns.
import type { ExportQuery, ExportRow } from "@/lib/domain/export";

import type { Db } from "./db";
import { type DeliveryFilter, type DeliveryRow, listDeliveries } from "./list-deliveries";
import { listRecipients } from "./recipient-search";
import type { Recipient } from "./recipients";

export const EXPORT_PAGE = 5_000;

export type ExportPage = { rows: ExportRow[]; next: string | null };

/** `cursor` is the `next` of the page before. */
export async function readExportPage(db: Db, query: ExportQuery, cursor: string | undefined): Promise<ExportPage> {
  if (query.kind === "DELIVERIES") {
    const page = await listDeliveries(db, query.broadcastId, { ...query, cursor, limit: EXPORT_PAGE });
    return { rows: page.items.map(deliveryRow), next: page.next };
  }
  const { of, team, q, state, account, department, country, hasApp, optedOut } = query;
  const page = await listRecipients(db, {
    q, state, account, department, country, hasApp, optedOut, teamId: team, kind: of === "ALL" ? undefined : of, cursor,
    limit: EXPORT_PAGE,
  });
  return { rows: page.items.map(recipientRow), next: page.next };
}

/** All deliveries of a broadcast, for an answer that is streamed. */
export async function* allDeliveryRows(
  db: Db, broadcastId: string, filter: Pick<DeliveryFilter, "statuses" | "q">,
): AsyncGenerator<ExportRow<"DELIVERIES">> {
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(db, broadcastId, { ...filter, cursor, limit: EXPORT_PAGE });
    yield* page.items.map(deliveryRow);
    cursor = page.next ?? undefined;
  } while (cursor);
}

function deliveryRow(row: DeliveryRow): ExportRow<"DELIVERIES"> {
  const { recipientId, recipientName, status, reason, attempts, possibleDuplicateAt, settledAt } = row;
  const possibleDuplicate = possibleDuplicateAt !== null;
  return { recipientId, recipientName, status, reason, attempts, possibleDuplicate, settledAt: settledAt?.toISOString() ?? null };
}

function recipientRow(recipient: Recipient): ExportRow<"RECIPIENTS"> {
  const { id, displayName, email, principalName, kind, userType, account, department, country, state, source } = recipient;
  const { stateSince, optOuts } = recipient;
  return {
    id, displayName, email, principalName, kind, userType, account, department, country, state, source,
    stateSince: stateSince?.toISOString() ?? null,
    optedOutOf: optOuts.map(({ topicName }) => topicName ?? "*").join("; "),
  };
}
