// Everyone the bot or the directory knows, with how we know them and what they have opted out of. `sorted` is false when too
// many match to be put in order.
import { read } from "@/app/api/_handle";
import { recipientsQuery } from "@/app/api/_query";
import { recipientView } from "@/app/api/_recipient-view";
import { parseInput } from "@/lib/commands/command";
import { listRecipients } from "@/lib/store/recipient-search";

export const GET = read(async ({ db, query }) => {
  const { team: teamId, kind = query["ids"] ? "ALL" : "PERSON", ...filter } = parseInput(recipientsQuery, query);
  const { items, next, sorted } = await listRecipients(db, { ...filter, teamId, kind: kind === "ALL" ? undefined : kind });
  return { items: items.map(recipientView), next, sorted };
});
