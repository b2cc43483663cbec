// The rows of a report's table: a page by keyset at any depth, or all of them in pages for a CSV.
import { z } from "zod";

import { DELIVERY_STATUSES, type DeliveryStatus } from "@/lib/domain/delivery";

import type { Db } from "./db";
import type { Prisma } from "./generated/client";

export type DeliveryRow = {
  recipientId: string;
  recipientName: string;
  status: DeliveryStatus;
  reason: string | null;
  attempts: number;
  possibleDuplicateAt: Date | null;
  settledAt: Date | null;
  dueAt: Date;
};

export type DeliveryFilter = {
  statuses?: readonly DeliveryStatus[] | undefined;
  /** Part of the name, in any letter case. */
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

const columns = {
  recipientId: true,
  recipientName: true,
  status: true,
  reason: true,
  attempts: true,
  possibleDuplicateAt: true,
  settledAt: true,
  dueAt: true,
} as const satisfies Prisma.DeliverySelect;

/** In the order of recipient ids, which needs no sort; the cursor is the last id seen. */
export async function listDeliveries(
  db: Db,
  broadcastId: string,
  { statuses, q, cursor, limit }: DeliveryFilter,
): Promise<{ items: DeliveryRow[]; next: string | null }> {
  const rows = await db.delivery.findMany({
    where: {
      broadcastId,
      ...(cursor ? { recipientId: { gt: cursor } } : {}),
      ...(statuses ? { status: { in: [...statuses] } } : {}),
      ...(q ? { recipientName: { contains: q, mode: "insensitive" } } : {}),
    },
    orderBy: { recipientId: "asc" },
    take: limit + 1,
    select: columns,
  });
  const items = rows.slice(0, limit).map((row) => ({ ...row, status: z.enum(DELIVERY_STATUSES).parse(row.status) }));
  return { items, next: rows.length > limit ? (items.at(-1)?.recipientId ?? null) : null };
}
