// The operations and answers about settings: keeping and checking data, and the limits of sending; see _openapi-routes.ts
// and _openapi-schemas.ts.
import { z } from "zod";

import { runUpkeep } from "@/lib/commands/run-upkeep";
import { saveRetention } from "@/lib/commands/save-retention";
import { saveSendLimits } from "@/lib/commands/save-send-limits";
import { consistencyResultSchema } from "@/lib/domain/consistency";
import { JOB_STATUSES } from "@/lib/domain/job";
import { RETENTION_RULE_NAMES, retentionInputSchema, retentionResultSchema } from "@/lib/domain/retention";
import { sendLimitsSchema } from "@/lib/domain/send-limits";
import type { UpkeepView } from "@/lib/domain/upkeep-view";
import { UPKEEP_KINDS } from "@/lib/store/upkeep-runs";

import { get, type Operation, write } from "./_openapi-operation";
import { count, time } from "./_openapi-shapes";

const run = <T extends z.ZodType>(result: T) => z.object({
  status: z.enum(JOB_STATUSES).nullable(),
  last: z.object({ startedAt: time, finishedAt: time, result }).nullable(),
});

export const UPKEEP_SCHEMAS = {
  Upkeep: z.object({
    rules: z.array(
      z.object({ rule: z.enum(RETENTION_RULE_NAMES), days: count.nullable(), defaultDays: count, leastDays: count }),
    ),
    retention: run(retentionResultSchema),
    consistency: run(consistencyResultSchema),
  }) satisfies z.ZodType<UpkeepView>,
  UpkeepRunInput: z.object({ kind: z.enum(UPKEEP_KINDS) }),
  RetentionInput: retentionInputSchema,
  SendLimits: sendLimitsSchema,
} as const;

export const UPKEEP_OPERATIONS: readonly Operation[] = [
  { ...get("/api/upkeep", "For how long what is kept, and what the nightly jobs did and found.", "Upkeep"), access: ["admin"] },
  write("POST", "/api/upkeep/run", runUpkeep, "Asks for a nightly job now.", {
    body: "UpkeepRunInput", answer: "Upkeep", status: 202,
  }),
  write("PUT", "/api/retention", saveRetention, "For how long something is kept; null keeps it for ever.", {
    body: "RetentionInput", answer: "Upkeep",
  }),
  get("/api/send-limits", "What holds authors back: the number they type, broadcasts in an hour.", "SendLimits"),
  write("PUT", "/api/send-limits", saveSendLimits, "Other limits; null switches one off.", {
    body: "SendLimits", answer: "SendLimits",
  }),
];
