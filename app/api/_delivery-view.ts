// A delivery as the API shows it.
import type { DeliveryView } from "@/lib/domain/views";
import type { DeliveryRow } from "@/lib/store/list-deliveries";

export function deliveryView({ possibleDuplicateAt, settledAt, dueAt, ...row }: DeliveryRow): DeliveryView {
  return {
    ...row,
    possibleDuplicate: possibleDuplicateAt !== null,
    settledAt: settledAt?.toISOString() ?? null,
    dueAt: dueAt.toISOString(),
  };
}
