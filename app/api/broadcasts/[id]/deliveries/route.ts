// The deliveries of a broadcast: a page as JSON, or all of them as CSV.
import { deliveriesCsv } from "@/app/api/_deliveries-csv";
import { deliveryView } from "@/app/api/_delivery-view";
import { idOf, read } from "@/app/api/_handle";
import { parseListQuery, wordsSchema } from "@/app/api/_query";
import { getBroadcastOrThrow } from "@/lib/commands/broadcast-rules";
import { DELIVERY_STATUSES } from "@/lib/domain/delivery";
import { listDeliveries } from "@/lib/store/list-deliveries";

export const GET = read(async (call) => {
  const { id } = await getBroadcastOrThrow(call.db, idOf(call));
  const { format, ...query } = call.query;
  const { status: statuses, ...filter } = parseListQuery({ status: wordsSchema(DELIVERY_STATUSES) }, query);
  const csv = format === "csv" || (call.request.headers.get("accept") ?? "").includes("text/csv");
  if (csv) return deliveriesCsv(call.db, id, { statuses, q: filter.q });
  const { items, next } = await listDeliveries(call.db, id, { ...filter, statuses });
  return { items: items.map(deliveryView), next };
});
