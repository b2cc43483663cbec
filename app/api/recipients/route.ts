// Everyone the bot knows, with how we know them and what they have opted out of. `states` counts them all.
import { read } from "@/app/api/_handle";
import { recipientsQuery } from "@/app/api/_query";
import { recipientView } from "@/app/api/_recipient-view";
import { parseInput } from "@/lib/commands/command";
import { countRecipients, listRecipients } from "@/lib/store/recipients";

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listRecipients(db, parseInput(recipientsQuery, query));
  return { items: items.map(recipientView), next, states: await countRecipients(db) };
});
