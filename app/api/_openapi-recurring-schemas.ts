// Recurring broadcasts: when they run and what became of each run, named for the description of the API.
import { z } from "zod";

import { confirmedSchema } from "@/lib/commands/estimate-input";
import { BROADCAST_STATUSES } from "@/lib/domain/broadcast";
import { RECURRENCE_PROBLEMS, recurrenceInputSchema, RUN_NOTES, RUN_OUTCOMES } from "@/lib/domain/recurrence";
import type { NextRunsView, RecurrenceView, RunView } from "@/lib/domain/views";

import { counts, page, time } from "./_openapi-shapes";

export const recurrence = z.object({
  cron: z.string(), zone: z.string(), startsAt: time.nullable(), endsAt: time.nullable(), nextAt: time.nullable(),
}) satisfies z.ZodType<RecurrenceView>;

export const run = z.object({
  dueAt: time,
  outcome: z.enum(RUN_OUTCOMES),
  reason: z.string().nullable(),
  broadcastId: z.uuid().nullable(),
  status: z.enum(BROADCAST_STATUSES).nullable(),
  counts: counts.nullable(),
}) satisfies z.ZodType<RunView>;

export const RECURRING_SCHEMAS = {
  RecurrenceInput: recurrenceInputSchema.extend({ confirmed: confirmedSchema }),
  RunPage: page(run),
  NextRuns: z.object({
    runs: z.array(z.object({ at: time, note: z.enum(RUN_NOTES).nullable() })),
    problem: z.enum(RECURRENCE_PROBLEMS).nullable(),
  }) satisfies z.ZodType<NextRunsView>,
} as const;
