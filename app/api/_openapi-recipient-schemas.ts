// Answers about recipients; see _openapi-schemas.ts.
import { z } from "zod";

import { DELIVERY_STATUSES, SKIP_REASONS } from "@/lib/domain/delivery";
import { ACCOUNTS, GROUP_KINDS, INSTALL_STATUSES } from "@/lib/domain/directory";
import type { ErasedCounts } from "@/lib/domain/erasure";
import { INTERACTION_KINDS } from "@/lib/domain/interaction";
import { recipientCountsSchema } from "@/lib/domain/recipient-counts";
import type { InteractionView, RecipientDeliveryView, RecipientDetail } from "@/lib/domain/recipient-detail";
import { RECIPIENT_KINDS, REFERENCE_SOURCES, REFERENCE_STATES } from "@/lib/domain/reference";
import type { RecipientView } from "@/lib/domain/views";

import { count, page, personalData, time } from "./_openapi-shapes";

const optOutOfPerson = z.object({ topicId: z.uuid().nullable(), topicName: z.string().nullable(), at: time });

const recipient = z.object({
  id: z.uuid(),
  objectId: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  principalName: z.string().nullable(),
  kind: z.enum(RECIPIENT_KINDS),
  userType: z.enum(["MEMBER", "GUEST"]),
  account: z.enum(ACCOUNTS),
  department: z.string().nullable(),
  country: z.string().nullable(),
  state: z.enum(REFERENCE_STATES).nullable(),
  evidence: z.string().nullable(),
  stateSince: time.nullable(),
  source: z.enum(REFERENCE_SOURCES).nullable(),
  seenAt: time.nullable(),
  optOuts: z.array(optOutOfPerson),
}) satisfies z.ZodType<RecipientView>;

const recipientDetail = recipient.extend({
  tenantId: z.string(),
  givenName: z.string().nullable(),
  jobTitle: z.string().nullable(),
  locale: z.string().nullable(),
  createdAt: time,
  syncedAt: time.nullable(),
  conversation: z
    .object({ id: z.string().nullable(), memberId: z.string().nullable(), serviceUrl: z.string(), installedAt: time.nullable() })
    .nullable(),
  install: z
    .object({
      status: z.enum(INSTALL_STATUSES), code: z.string().nullable(), attempts: count, wantedAt: time, settledAt: time.nullable(),
    })
    .nullable(),
  teams: z.array(z.object({ id: z.uuid(), name: z.string(), seenAt: time })),
  groups: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.enum(GROUP_KINDS), readAt: time.nullable() })),
  reach: z.array(
    z.object({ topicId: z.uuid(), topicName: z.string(), mandatory: z.boolean(), reason: z.enum(SKIP_REASONS).nullable() }),
  ),
}) satisfies z.ZodType<RecipientDetail>;

const delivery = z.object({
  broadcastId: z.uuid(),
  title: z.string(),
  topicName: z.string().nullable(),
  status: z.enum(DELIVERY_STATUSES),
  reason: z.string().nullable(),
  attempts: count,
  possibleDuplicate: z.boolean(),
  createdAt: time,
  settledAt: time.nullable(),
}) satisfies z.ZodType<RecipientDeliveryView>;

const interaction = z.object({
  id: z.string(),
  kind: z.enum(INTERACTION_KINDS),
  value: z.string(),
  at: time,
  broadcastId: z.uuid().nullable(),
  title: z.string().nullable(),
}) satisfies z.ZodType<InteractionView>;

export const RECIPIENT_SCHEMAS = {
  RecipientPage: page(recipient).extend({ sorted: z.boolean() }),
  RecipientDetail: recipientDetail,
  RecipientCounts: z.object({ counts: recipientCountsSchema, countedAt: time }),
  RecipientFacets: z.object({
    departments: z.array(z.string()),
    countries: z.array(z.string()),
    languages: z.array(z.string()),
    jobTitles: z.array(z.string()),
  }),
  RecipientDeliveryPage: page(delivery),
  InteractionPage: page(interaction),
  RecipientExport: z.object({
    recipientId: z.uuid(),
    exportedAt: time,
    data: personalData,
  }),
  ErasedCounts: z.object({
    deliveries: count, interactions: count, optOuts: count, auditLines: count, console: z.boolean(),
  }) satisfies z.ZodType<ErasedCounts>,
  OptOutPage: page(optOutOfPerson.extend({ id: z.uuid(), recipientId: z.uuid(), displayName: z.string() })),
} as const;
