// What happened with one recipient, newest first, by keyset: the deliveries to them, and what they did with the cards.
import { z } from "zod";

import { DELIVERY_STATUSES, type DeliveryStatus } from "@/lib/domain/delivery";
import { INTERACTION_KINDS, type InteractionKind } from "@/lib/domain/interaction";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

type PageOf<T> = { items: T[]; next: string | null };
type Paging = { cursor?: string | undefined; limit: number };

export type RecipientDelivery = {
  broadcastId: string;
  /** Of the message, variables unfilled; empty when the broadcast is no longer there. */
  title: string;
  topicName: string | null;
  status: DeliveryStatus;
  reason: string | null;
  attempts: number;
  possibleDuplicateAt: Date | null;
  createdAt: Date;
  settledAt: Date | null;
};

const deliveriesSchema = z.array(
  z.object({
    broadcastId: z.string(),
    title: z.string(),
    topicName: z.string().nullable(),
    status: z.enum(DELIVERY_STATUSES),
    reason: z.string().nullable(),
    attempts: z.number(),
    possibleDuplicateAt: z.date().nullable(),
    createdAt: z.date(),
    settledAt: z.date().nullable(),
  }),
);

/** The cursor is `createdAt~broadcastId` of the last one seen. */
export async function listDeliveriesOf(
  db: Db,
  recipientId: string,
  { cursor, limit }: Paging,
): Promise<PageOf<RecipientDelivery>> {
  const [at, id] = cursor?.split("~") ?? [];
  const after = at && id
    ? Prisma.sql`AND d.created_at <= ${at}::timestamptz AND (d.created_at, d.broadcast_id) < (${at}::timestamptz, ${id}::uuid)`
    : Prisma.empty;
  const rows = deliveriesSchema.parse(await db.$queryRaw`
    SELECT d.broadcast_id AS "broadcastId", coalesce(b.message->>'title', '') AS title, t.name AS "topicName", d.status, d.reason,
      d.attempts, d.possible_duplicate_at AS "possibleDuplicateAt", d.created_at AS "createdAt", d.settled_at AS "settledAt"
    FROM deliveries d LEFT JOIN broadcasts b ON b.id = d.broadcast_id LEFT JOIN topics t ON t.id = b.topic_id
    WHERE d.recipient_id = ${recipientId}::uuid ${after}
    ORDER BY d.created_at DESC, d.broadcast_id DESC LIMIT ${limit + 1}`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.createdAt.toISOString()}~${last.broadcastId}` : null };
}

export type RecipientInteraction = {
  id: string;
  kind: InteractionKind;
  value: string;
  at: Date;
  broadcastId: string | null;
  title: string | null;
};

const interactionsSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(INTERACTION_KINDS),
    value: z.string(),
    at: z.date(),
    broadcastId: z.string().nullable(),
    title: z.string().nullable(),
  }),
);

/** The cursor is the id of the last one seen. */
export async function listInteractionsOf(
  db: Db,
  recipientId: string,
  { cursor, limit }: Paging,
): Promise<PageOf<RecipientInteraction>> {
  const after = cursor ? Prisma.sql`AND i.id < ${BigInt(cursor)}` : Prisma.empty;
  const rows = interactionsSchema.parse(await db.$queryRaw`
    SELECT i.id::text AS id, i.kind, i.value, i.at, i.broadcast_id AS "broadcastId", b.message->>'title' AS title
    FROM interactions i LEFT JOIN broadcasts b ON b.id = i.broadcast_id
    WHERE i.recipient_id = ${recipientId}::uuid ${after} ORDER BY i.id DESC LIMIT ${limit + 1}`);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
