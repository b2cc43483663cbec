// External events, named for the description of the API.
import { z } from "zod";

import { estimateSchema } from "@/lib/commands/estimate-input";
import { EVENT_OUTCOMES, eventInputSchema } from "@/lib/domain/external-event";
import { messageSchema } from "@/lib/domain/message";
import type { EventView } from "@/lib/domain/views";

import { count, issues, page, time } from "./_openapi-shapes";

const event = z.object({
  id: z.uuid(),
  receivedAt: time,
  keyName: z.string(),
  system: z.string().nullable(),
  templateId: z.uuid().nullable(),
  templateName: z.string(),
  topic: z.string(),
  outcome: z.enum(EVENT_OUTCOMES),
  people: count.nullable(),
  leftOut: z.array(z.string()),
  refusal: z.object({ code: z.string(), detail: z.string(), issues }).nullable(),
  broadcastId: z.uuid().nullable(),
}) satisfies z.ZodType<EventView>;

export const EVENT_SCHEMAS = {
  EventInput: eventInputSchema,
  EventAnswer: z.object({ id: z.uuid(), broadcastId: z.uuid(), statusUrl: z.url(), people: count, leftOut: z.array(z.string()) }),
  EventDryRun: z.object({
    dryRun: z.literal(true),
    message: messageSchema.nullable(),
    card: z.record(z.string(), z.unknown()).nullable(),
    text: z.string().nullable(),
    topic: z.string().nullable(),
    estimate: estimateSchema.nullable(),
    leftOut: z.array(z.string()),
    issues,
  }),
  EventPage: page(event),
} as const;
