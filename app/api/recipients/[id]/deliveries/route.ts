// The deliveries to one recipient, newest first.
import { idOf, read } from "@/app/api/_handle";
import { recipientDeliveriesQuery } from "@/app/api/_query";
import { recipientDeliveryView } from "@/app/api/_recipient-detail-view";
import { parseInput } from "@/lib/commands/command";
import { getRecipientOrThrow } from "@/lib/commands/recipient-rules";
import { listDeliveriesOf } from "@/lib/store/recipient-history";

export const GET = read(async (call) => {
  const { id } = await getRecipientOrThrow(call.db, idOf(call));
  const { items, next } = await listDeliveriesOf(call.db, id, parseInput(recipientDeliveriesQuery, call.query));
  return { items: items.map(recipientDeliveryView), next };
});
