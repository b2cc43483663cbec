// The columns of a broadcast and how a row becomes a domain value. JSON is parsed on the way in and on the way out.
import { z } from "zod";

import { APPROVAL_REASONS, type ApprovalReason } from "@/lib/domain/approval";
import { type Audience, audienceSchema } from "@/lib/domain/audience";
import {
  BROADCAST_PURPOSES,
  BROADCAST_STATUSES,
  type BroadcastPurpose,
  type BroadcastStatus,
  MISSING_POLICIES,
  type MissingPolicy,
  type Pauser,
  PAUSERS,
  PRIORITIES,
  type Priority,
  STANDING_EVENTS,
  type StandingEvent,
  UNKNOWN_POLICIES,
  type UnknownPolicy,
} from "@/lib/domain/broadcast";
import type { Estimate } from "@/lib/domain/estimate";
import { type Message, messageSchema } from "@/lib/domain/message";
import type { Topic } from "@/lib/domain/topic";

import type { Prisma } from "./generated/client";

/** Why approval was asked for, and of how many people; null when they could not be counted. */
export type Review = { reasons: ApprovalReason[]; people: number | null };

export type Broadcast = {
  id: string;
  purpose: BroadcastPurpose;
  standingEvent: StandingEvent | null;
  status: BroadcastStatus;
  resumeStatus: BroadcastStatus | null;
  pausedBy: Pauser | null;
  statusReason: string | null;
  topic: Topic | null;
  message: Message;
  audience: Audience | null;
  onUnknown: UnknownPolicy;
  onMissing: MissingPolicy;
  priority: Priority;
  revision: number;
  estimate: Estimate | null;
  scheduledAt: Date | null;
  scheduledZone: string | null;
  expiresAt: Date | null;
  authorId: string | null;
  authorName: string;
  /** The object id of who changed it last. */
  editorId: string | null;
  /** How often approval was asked for. */
  reviewRound: number;
  review: Review | null;
  requestedBy: string | null;
  requestedName: string | null;
  requestedAt: Date | null;
  /** When this revision was approved. */
  approvedAt: Date | null;
  /** It may come to so many people and no more: beyond that nobody has approved it. Null: to any number. */
  unapprovedLimit: number | null;
  createdAt: Date;
  updatedAt: Date;
  resolvingAt: Date | null;
  /** When its groups had been read and its audience was written down. */
  freezingAt: Date | null;
  /** For how many people the app was wanted then. */
  installTotal: number | null;
  sendingAt: Date | null;
  finishedAt: Date | null;
};

export const broadcastColumns = {
  id: true,
  purpose: true,
  standingEvent: true,
  status: true,
  resumeStatus: true,
  pausedBy: true,
  statusReason: true,
  topic: { select: { id: true, key: true, name: true, description: true, mandatory: true } },
  message: true,
  audience: true,
  onUnknown: true,
  onMissing: true,
  priority: true,
  revision: true,
  estimate: true,
  scheduledAt: true,
  scheduledZone: true,
  expiresAt: true,
  authorId: true,
  authorName: true,
  editorId: true,
  reviewRound: true,
  review: true,
  requestedBy: true,
  requestedName: true,
  requestedAt: true,
  approvedAt: true,
  unapprovedLimit: true,
  createdAt: true,
  updatedAt: true,
  resolvingAt: true,
  freezingAt: true,
  installTotal: true,
  sendingAt: true,
  finishedAt: true,
} as const satisfies Prisma.BroadcastSelect;

type Row = Prisma.BroadcastGetPayload<{ select: typeof broadcastColumns }>;

const reviewSchema = z.object({
  reasons: z.array(z.enum(APPROVAL_REASONS)), people: z.number().nullable(),
}) satisfies z.ZodType<Review>;

/** Zero for what an older estimate did not know. */
const later = z.number().default(0);
const estimateSchema = z.object({
  total: z.number(),
  net: z.number(),
  optedOut: z.number(),
  needsInstall: z.number(),
  blocked: z.number(),
  removed: z.number(),
  disabled: later,
  guests: z.number(),
  places: later,
  duplicates: later,
  excluded: later,
  durationSeconds: z.number(),
  installSeconds: later,
  queuedAhead: later,
  ratePerSecond: later,
  estimatedAt: z.string(),
}) satisfies z.ZodType<Estimate>;

export function broadcastOf(row: Row): Broadcast {
  return {
    ...row,
    purpose: z.enum(BROADCAST_PURPOSES).parse(row.purpose),
    standingEvent: z.enum(STANDING_EVENTS).nullable().parse(row.standingEvent),
    status: z.enum(BROADCAST_STATUSES).parse(row.status),
    resumeStatus: z.enum(BROADCAST_STATUSES).nullable().parse(row.resumeStatus),
    pausedBy: z.enum(PAUSERS).nullable().parse(row.pausedBy),
    message: messageSchema.parse(row.message),
    audience: audienceSchema.nullable().parse(row.audience),
    onUnknown: z.enum(UNKNOWN_POLICIES).parse(row.onUnknown),
    onMissing: z.enum(MISSING_POLICIES).parse(row.onMissing),
    priority: z.enum(PRIORITIES).parse(row.priority),
    estimate: estimateSchema.nullable().parse(row.estimate),
    review: reviewSchema.nullable().parse(row.review),
  };
}
