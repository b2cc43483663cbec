// Broadcasts: made, read, changed under their revision, and moved along their life cycle. A move is one conditional
// update, so two people who press at once cannot both win.
import { type Audience, reasonKindOf } from "@/lib/domain/audience";
import {
  type BroadcastStatus, canMove, type MissingPolicy, type Pauser, type Priority, type StandingEvent,
  type UnknownPolicy,
} from "@/lib/domain/broadcast";
import type { Estimate } from "@/lib/domain/estimate";
import type { Message } from "@/lib/domain/message";
import type { BroadcastContent } from "@/lib/domain/ports";

import { type Broadcast, broadcastColumns, broadcastOf, type Review } from "./broadcast-columns";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type NewBroadcast = {
  /** When it is known beforehand; a new one otherwise. */
  id?: string;
  purpose?: "NORMAL" | "TEST";
  topicId: string | null;
  message: Message;
  audience: Audience | null;
  onUnknown?: UnknownPolicy | undefined;
  onMissing?: MissingPolicy | undefined;
  priority?: Priority | undefined;
  status?: "DRAFT" | "SCHEDULED";
  scheduledAt?: Date | null;
  authorId: string | null;
  authorName: string;
  /** Who answers for the text, when that is not the author. */
  editorId?: string | null;
  /** More people than this wait for somebody's decision. */
  peopleLimit?: number;
};

/** Undefined leaves a field as it is; `editorId` is the object id of who changes it, null when that is no person. */
export type BroadcastChange = { editorId: string | null } & {
  [K in "topicId" | "message" | "audience" | "onUnknown" | "onMissing" | "priority"]?: NewBroadcast[K] | undefined;
};

export async function createBroadcast(db: Db, { message, audience, ...rest }: NewBroadcast): Promise<Broadcast> {
  const row = await db.broadcast.create({
    data: { editorId: rest.authorId, ...withoutUndefined(rest), message, audience: audience ?? Prisma.DbNull },
    select: broadcastColumns,
  });
  return broadcastOf(row);
}

/** Until the end of the transaction nobody else moves or changes this broadcast. */
export async function lockBroadcast(tx: Db, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM broadcasts WHERE id = ${id}::uuid FOR UPDATE`;
}

/** Until the end of the transaction nobody else makes or changes a broadcast under an id that is known beforehand. */
export async function lockBroadcastId(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`broadcast ${id}`}, 0))`;
}

export async function getBroadcast(db: Db, id: string): Promise<Broadcast | undefined> {
  const row = await db.broadcast.findUnique({ where: { id }, select: broadcastColumns });
  return row ? broadcastOf(row) : undefined;
}

/** The one broadcast that fires on an event, whether it is on or off. */
export async function getStandingBroadcast(db: Db, event: StandingEvent): Promise<Broadcast | undefined> {
  const row = await db.broadcast.findFirst({
    where: { standingEvent: event, status: { not: "CANCELED" } },
    select: broadcastColumns,
  });
  return row ? broadcastOf(row) : undefined;
}

/** What the engine posts; undefined for a draft without a topic. */
export async function getBroadcastContent(db: Db, id: string): Promise<BroadcastContent | undefined> {
  const broadcast = await getBroadcast(db, id);
  if (!broadcast?.topic) return undefined;
  const { purpose, onUnknown, message, topic, audience } = broadcast;
  return { broadcastId: id, purpose, onUnknown, message, topic, ...(audience ? { audienceKind: reasonKindOf(audience) } : {}) };
}

const LIVE_EDITABLE: Prisma.BroadcastWhereInput[] = [
  { purpose: "NORMAL", status: "DRAFT" },
  { purpose: "STANDING", status: { not: "CANCELED" } },
  { purpose: "RECURRING", status: { in: ["ACTIVE", "PAUSED"] } },
];

/** Changes a draft, or what a live one sends next, that is still at `revision`; undefined when it has moved on. */
export async function changeBroadcast(
  db: Db,
  id: string,
  revision: number,
  { audience, ...change }: BroadcastChange,
): Promise<Broadcast | undefined> {
  const [row] = await db.broadcast.updateManyAndReturn({
    where: { id, revision, OR: LIVE_EDITABLE },
    data: {
      ...withoutUndefined(change),
      ...(audience === undefined ? {} : { audience: audience ?? Prisma.DbNull }),
      revision: { increment: 1 },
      // What was approved was another text.
      approvedAt: null,
    },
    select: { id: true },
  });
  return row && getBroadcast(db, row.id);
}

/** What may change together with a status. */
export type MoveData = {
  pausedBy?: Exclude<Pauser, "BREAKER" | "TOO_MANY"> | null;
  resumeStatus?: BroadcastStatus | null;
  statusReason?: string | null;
  /** The object id of whom the reason names. */
  statusBy?: string | null;
  /** Null for what is in review, and to be sent as soon as it is approved. */
  scheduledAt?: Date | null;
  scheduledZone?: string | null;
  expiresAt?: Date | null;
  estimate?: Estimate | null;
  finishedAt?: Date | null;
  review?: Review;
  reviewRound?: number;
  requestedBy?: string | null;
  requestedName?: string;
  requestedAt?: Date;
  approvedAt?: Date | null;
  unapprovedLimit?: number | null;
};

/** Moves a broadcast from one of `from` to `to`; undefined when it is in none of them any more. */
export async function moveBroadcast(
  db: Db,
  broadcast: Pick<Broadcast, "id" | "purpose" | "status" | "revision">,
  to: BroadcastStatus,
  { estimate, ...data }: MoveData = {},
): Promise<Broadcast | undefined> {
  if (!canMove(broadcast.purpose, broadcast.status, to)) return undefined;
  const isDraft = broadcast.status === "DRAFT";
  // Back among the drafts it may be changed: whoever approved it approved what it was.
  const approval = to === "DRAFT" ? { approvedAt: null } : {};
  const { count } = await db.broadcast.updateMany({
    // A draft moves as it was read: one that is changed meanwhile may have lost what it needs to be sent.
    where: { id: broadcast.id, status: broadcast.status, ...(isDraft ? { revision: broadcast.revision } : {}) },
    data: {
      resumeStatus: null,
      pausedBy: null,
      statusReason: null,
      statusBy: null,
      ...approval,
      ...withoutUndefined(data),
      ...(estimate === undefined ? {} : { estimate: estimate ?? Prisma.DbNull }),
      status: to,
    },
  });
  return count === 1 ? getBroadcast(db, broadcast.id) : undefined;
}

/** It has changed in something that is no field of it: what was approved was another, and so is what others have before them. */
export async function renewRevision(db: Db, id: string): Promise<void> {
  await db.broadcast.updateMany({ where: { id }, data: { approvedAt: null, revision: { increment: 1 } } });
}

/** Deletes a draft; false when it is none any more. */
export async function deleteDraft(db: Db, id: string): Promise<boolean> {
  const { count } = await db.broadcast.deleteMany({ where: { id, status: "DRAFT" } });
  return count === 1;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
