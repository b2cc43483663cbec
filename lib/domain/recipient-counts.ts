// How many recipients of a kind are in each state of their reference. NONE: known from the directory, the bot has not met
// them.
import { z } from "zod";

import { RECIPIENT_KINDS, REFERENCE_STATES } from "./reference";

export const RECIPIENT_STATES = [...REFERENCE_STATES, "NONE"] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

export const recipientCountsSchema = z.record(
  z.enum(RECIPIENT_KINDS),
  z.record(z.enum(RECIPIENT_STATES), z.int().min(0)),
);
/** Every kind and every state is named. */
export type RecipientCounts = z.output<typeof recipientCountsSchema>;
