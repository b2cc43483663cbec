// Everyone the bot knows, with how we know them and what they have opted out of. `states` counts them all.
import { z } from "zod";

import { REFERENCE_STATES } from "@/lib/domain/reference";
import { countRecipients, listRecipients } from "@/lib/store/recipients";

import { read } from "../_handle";
import { parseListQuery } from "../_query";
import { recipientView } from "../_recipient-view";

const shape = {
  state: z.enum(REFERENCE_STATES).optional(),
  optedOut: z.enum(["true", "false"]).transform((word) => word === "true").optional(),
};

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listRecipients(db, parseListQuery(shape, query));
  return { items: items.map(recipientView), next, states: await countRecipients(db) };
});
