// The operations about recipients and what they opted out of; see _openapi-routes.ts.
import { eraseRecipient } from "@/lib/commands/erase-recipient";
import { optIn } from "@/lib/commands/opt-in";
import { optOut } from "@/lib/commands/opt-out";

import { get, type Operation, write } from "./_openapi-operation";
import { interactionsQuery, optOutKeyQuery, optOutsQuery, recipientDeliveriesQuery, recipientsQuery } from "./_query";

export const RECIPIENT_OPERATIONS: readonly Operation[] = [
  get("/api/recipients", "Everyone the bot or the directory knows, by name.", "RecipientPage", { query: recipientsQuery }),
  get("/api/recipients/counts", "How many recipients of each kind are in each state, as of a moment ago.", "RecipientCounts"),
  get("/api/recipients/facets", "The departments, countries, languages and job titles there are.", "RecipientFacets"),
  get("/api/recipients/{id}", "One recipient with all that is known, and which topics reach them now.", "RecipientDetail"),
  get("/api/recipients/{id}/deliveries", "The deliveries to one recipient, newest first.", "RecipientDeliveryPage", {
    query: recipientDeliveriesQuery,
  }),
  get("/api/recipients/{id}/interactions", "What one recipient did with cards, newest first.", "InteractionPage", {
    query: interactionsQuery,
  }),
  {
    ...get("/api/recipients/{id}/export", "Everything that is kept about one person, row by row.", "RecipientExport"),
    access: ["admin"],
  },
  write("POST", "/api/recipients/{id}/erase", eraseRecipient,
    "Erases everything that is kept about one person, for good. Of somebody of the console it takes the scope access:write too.",
    { answer: "ErasedCounts" }),
  get("/api/opt-outs", "What people have opted out of, newest first.", "OptOutPage", { query: optOutsQuery }),
  write("POST", "/api/opt-outs", optOut, "Writes down what somebody asked for by other means.", {
    body: "OptOutInput", answer: "OptOutResult", status: 201,
  }),
  write("DELETE", "/api/opt-outs", optIn, "Takes an opt-out back.", { query: optOutKeyQuery }),
];
