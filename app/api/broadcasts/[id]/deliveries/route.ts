// The deliveries of a broadcast: a page as JSON, or all of them as CSV.
import { deliveriesCsv } from "@/app/api/_deliveries-csv";
import { deliveryView } from "@/app/api/_delivery-view";
import { idOf, read } from "@/app/api/_handle";
import { deliveriesQuery } from "@/app/api/_query";
import { getBroadcastOrThrow } from "@/lib/commands/broadcast-rules";
import { parseInput } from "@/lib/commands/command";
import { listDeliveries } from "@/lib/store/list-deliveries";

export const GET = read(async (call) => {
  const { id } = await getBroadcastOrThrow(call.db, idOf(call));
  const { format, status: statuses, ...filter } = parseInput(deliveriesQuery, call.query);
  const csv = format === "csv" || (call.request.headers.get("accept") ?? "").includes("text/csv");
  if (csv) return deliveriesCsv(call.db, id, { statuses, q: filter.q });
  const { items, next } = await listDeliveries(call.db, id, { ...filter, statuses });
  return { items: items.map(deliveryView), next };
});
