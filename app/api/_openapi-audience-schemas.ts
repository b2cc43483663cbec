// Audiences, what they come to, and lists of people, named for the description of the API.
import { z } from "zod";

import { estimateRequestSchema, explainRequestSchema } from "@/lib/commands/estimate";
import { estimateSchema } from "@/lib/commands/estimate-input";
import { AUDIENCE_KINDS, audienceSchema } from "@/lib/domain/audience";
import { LIST_FLAWS, LIST_STATUSES } from "@/lib/domain/audience-list";
import { SKIP_REASONS } from "@/lib/domain/delivery";
import { type Explanation, EXPLANATION_OUTCOMES } from "@/lib/domain/explanation";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";
import type { ListFlawView, ListView } from "@/lib/domain/views";

import { count, page, time } from "./_openapi-shapes";

const explanation = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(RECIPIENT_KINDS),
  outcome: z.enum(EXPLANATION_OUTCOMES),
  reason: z.enum(SKIP_REASONS).nullable(),
  parts: z.array(z.object({
    kind: z.enum(AUDIENCE_KINDS).exclude(["UNION", "EXCEPT"]),
    excludes: z.boolean(),
    names: z.boolean(),
    through: z.array(z.string()),
  })),
}) satisfies z.ZodType<Explanation>;

const list = z.object({
  id: z.uuid(),
  name: z.string(),
  status: z.enum(LIST_STATUSES),
  rows: count,
  people: count,
  duplicates: count,
  unknown: count,
  malformed: count,
  heading: z.string().nullable(),
  sizeBytes: count,
  error: z.string().nullable(),
  authorName: z.string(),
  createdAt: time,
}) satisfies z.ZodType<ListView>;
const listFlaw = z.object({ line: count, value: z.string(), reason: z.enum(LIST_FLAWS) }) satisfies z.ZodType<ListFlawView>;

export const AUDIENCE_SCHEMAS = {
  Audience: audienceSchema,
  Estimate: estimateSchema,
  EstimateInput: estimateRequestSchema,
  ExplainInput: explainRequestSchema,
  Explanation: explanation,
  List: list,
  ListPage: page(list),
  ListFlawPage: page(listFlaw),
} as const;
