// What one recipient did with the cards they got, newest first.
import { idOf, read } from "@/app/api/_handle";
import { interactionsQuery } from "@/app/api/_query";
import { interactionView } from "@/app/api/_recipient-detail-view";
import { parseInput } from "@/lib/commands/command";
import { getRecipientOrThrow } from "@/lib/commands/recipient-rules";
import { listInteractionsOf } from "@/lib/store/recipient-history";

export const GET = read(async (call) => {
  const { id } = await getRecipientOrThrow(call.db, idOf(call));
  const { items, next } = await listInteractionsOf(call.db, id, parseInput(interactionsQuery, call.query));
  return { items: items.map(interactionView), next };
});
