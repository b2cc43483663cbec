// What goes in and comes out, named for the description of the API. Bodies are the schemas that really check them;
// `satisfies` holds the answers to the types that the console reads.
import { z } from "zod";

import { draftChangeSchema } from "@/lib/commands/change-draft";
import { estimateSchema } from "@/lib/commands/estimate-input";
import { optOut } from "@/lib/commands/opt-out";
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";
import { scheduleBroadcast } from "@/lib/commands/schedule-broadcast";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { audienceSchema } from "@/lib/domain/audience";
import {
  BROADCAST_PURPOSES, BROADCAST_STATUSES, broadcastInputSchema, MISSING_POLICIES, PAUSERS,
  PRIORITIES, STANDING_EVENTS, UNKNOWN_POLICIES,
} from "@/lib/domain/broadcast";
import { DELIVERY_STATUSES } from "@/lib/domain/delivery";
import { messageSchema } from "@/lib/domain/message";
import { savedAudienceInputSchema } from "@/lib/domain/saved-audience";
import { templateInputSchema } from "@/lib/domain/template";
import { topicInputSchema, topicPatchSchema } from "@/lib/domain/topic";
import {
  type BroadcastDetail, type BroadcastView, type DeliveryView, type Problem, type RecurringView, STALL_CAUSES, type TopicView,
} from "@/lib/domain/views";

import { APPROVAL_SCHEMAS, review } from "./_openapi-approval";
import { AUDIENCE_SCHEMAS } from "./_openapi-audience-schemas";
import { DIRECTORY_SCHEMAS, groupRest } from "./_openapi-directory-schemas";
import { EVENT_SCHEMAS } from "./_openapi-event-schemas";
import { EXPORT_SCHEMAS } from "./_openapi-export-schemas";
import { KEY_SCHEMAS } from "./_openapi-key-schemas";
import { PERSON_SCHEMAS } from "./_openapi-person-schemas";
import { PLACE_SCHEMAS } from "./_openapi-place-schemas";
import { RECIPIENT_SCHEMAS } from "./_openapi-recipient-schemas";
import { recurrence, RECURRING_SCHEMAS, run } from "./_openapi-recurring-schemas";
import { bodyOf, count, counts, issues, page, time } from "./_openapi-shapes";
import { UPKEEP_SCHEMAS } from "./_openapi-upkeep";

const broadcast = z.object({
  id: z.uuid(),
  purpose: z.enum(BROADCAST_PURPOSES),
  standingEvent: z.enum(STANDING_EVENTS).nullable(),
  status: z.enum(BROADCAST_STATUSES),
  statusReason: z.string().nullable(),
  resumeStatus: z.enum(BROADCAST_STATUSES).nullable(),
  pausedBy: z.enum(PAUSERS).nullable(),
  topic: z.string().nullable(),
  topicName: z.string().nullable(),
  message: messageSchema,
  audience: audienceSchema.nullable(),
  onUnknown: z.enum(UNKNOWN_POLICIES),
  onMissing: z.enum(MISSING_POLICIES),
  priority: z.enum(PRIORITIES),
  revision: z.int(),
  estimate: estimateSchema.nullable(),
  scheduledAt: time.nullable(),
  scheduledZone: z.string().nullable(),
  expiresAt: time.nullable(),
  authorName: z.string(),
  createdAt: time,
  updatedAt: time,
  resolvingAt: time.nullable(),
  sendingAt: time.nullable(),
  finishedAt: time.nullable(),
  counts,
}) satisfies z.ZodType<BroadcastView>;

const recurring = broadcast.extend({ recurrence, lastRun: run.nullable() }) satisfies z.ZodType<RecurringView>;

const broadcastDetail = broadcast.extend({
  progress: z.object({
    sentPerSecond: z.number(),
    etaSeconds: z.number().nullable(),
    throttledUntil: time.nullable(),
  }),
  reasons: z.array(z.object({ status: z.enum(DELIVERY_STATUSES), reason: z.string(), count })),
  possibleDuplicates: count,
  stalled: z.object({ cause: z.enum(STALL_CAUSES), until: time.nullable() }).nullable(),
  groups: z.array(z.object({
    id: z.uuid(), name: z.string(), members: count.nullable(), readAt: time.nullable(), rest: groupRest,
  })),
  freezingAt: time.nullable(),
  installs: z
    .object({ total: count, waiting: count, installed: count, failures: z.array(z.object({ code: z.string(), count })) })
    .nullable(),
  origin: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("EVENT"), eventId: z.uuid(), system: z.string().nullable() }),
      z.object({ kind: z.literal("RECURRING"), recurringId: z.uuid(), dueAt: time }),
    ])
    .nullable(),
  recurrence: recurrence.nullable(),
  review: review.nullable(),
}) satisfies z.ZodType<BroadcastDetail>;

const delivery = z.object({
  recipientId: z.uuid(),
  recipientName: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  reason: z.string().nullable(),
  attempts: count,
  possibleDuplicate: z.boolean(),
  settledAt: time.nullable(),
  dueAt: time,
}) satisfies z.ZodType<DeliveryView>;

const topic = topicInputSchema.extend({ id: z.uuid(), optOuts: count, broadcasts: count }) satisfies z.ZodType<TopicView>;

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  issues: issues.exactOptional(),
}) satisfies z.ZodType<Problem>;

const kept = { id: z.uuid(), updatedAt: time };
const template = templateInputSchema.extend({ ...kept, revision: z.int() });
const savedAudience = savedAudienceInputSchema.extend(kept);

/** Each becomes a component of the description, under its name here. */
export const SCHEMAS = {
  Message: messageSchema,
  Counts: counts,
  DraftInput: broadcastInputSchema,
  DraftChange: draftChangeSchema,
  SendInput: bodyOf(sendBroadcast),
  ScheduleInput: bodyOf(scheduleBroadcast),
  UnconfirmedDecision: bodyOf(resolveUnconfirmed),
  ...AUDIENCE_SCHEMAS,
  ...APPROVAL_SCHEMAS,
  TopicInput: topicInputSchema,
  TopicChange: topicPatchSchema,
  TemplateInput: templateInputSchema,
  SavedAudienceInput: savedAudienceInputSchema,
  OptOutInput: bodyOf(optOut).partial({ topicId: true }),
  Broadcast: broadcast,
  BroadcastDetail: broadcastDetail,
  BroadcastPage: page(broadcast),
  Delivery: delivery,
  DeliveryPage: page(delivery),
  ...RECIPIENT_SCHEMAS,
  ...UPKEEP_SCHEMAS,
  Topic: topic,
  TopicPage: page(topic),
  Template: template,
  TemplatePage: page(template),
  SavedAudience: savedAudience,
  SavedAudiencePage: page(savedAudience.extend({ lastUsedAt: time.nullable() })),
  ...PLACE_SCHEMAS,
  ...EVENT_SCHEMAS,
  ...EXPORT_SCHEMAS,
  ...RECURRING_SCHEMAS,
  RecurringPage: page(recurring),
  ...DIRECTORY_SCHEMAS,
  OptOutResult: z.object({ changed: z.boolean(), skipped: count }),
  AuditPage: page(
    z.object({
      id: z.string(),
      at: time,
      actorKind: z.string(),
      actorName: z.string(),
      command: z.string(),
      targetKind: z.string().nullable(),
      targetId: z.string().nullable(),
      detail: z.unknown(),
    }),
  ),
  ...KEY_SCHEMAS,
  ...PERSON_SCHEMAS,
  Health: z.object({ status: z.literal("ok") }),
  Readiness: z.object({ ready: z.boolean(), database: z.enum(["ok", "unreachable"]), engine: z.string() }),
  Problem: problem,
} as const;

export type SchemaName = keyof typeof SCHEMAS;
