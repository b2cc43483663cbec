// For how long something is kept: the days, or for ever.
import { retentionInputSchema } from "@/lib/domain/retention";
import { saveRetentionDays } from "@/lib/store/retention";

import { defineCommand } from "./command";

export const saveRetention = defineCommand({
  name: "save-retention",
  allowed: ["admin"],
  input: retentionInputSchema,
  handle: async (tx, _actor, { rule, days }) => saveRetentionDays(tx, rule, days),
  audit: ({ rule, days }) => ({ detail: { rule, days } }),
});
