// Everyone the bot knows, with how we know them and what they have opted out of. `states` counts them all.
import { z } from "zod";

import { read } from "@/app/api/_handle";
import { MAX_LIMIT, parseListQuery } from "@/app/api/_query";
import { recipientView } from "@/app/api/_recipient-view";
import { REFERENCE_STATES } from "@/lib/domain/reference";
import { countRecipients, listRecipients } from "@/lib/store/recipients";

const shape = {
  state: z.enum(REFERENCE_STATES).optional(),
  ids: z.string().transform((text) => text.split(",")).pipe(z.array(z.uuid()).max(MAX_LIMIT)).optional(),
  optedOut: z.enum(["true", "false"]).transform((word) => word === "true").optional(),
};

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listRecipients(db, parseListQuery(shape, query));
  return { items: items.map(recipientView), next, states: await countRecipients(db) };
});
