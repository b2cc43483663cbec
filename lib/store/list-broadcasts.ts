// The list of broadcasts, newest first, by keyset: (created, id) of the last row seen is the cursor.
import type { BroadcastPurpose, BroadcastStatus } from "@/lib/domain/broadcast";

import { type Broadcast, broadcastColumns, broadcastOf } from "./broadcast-columns";
import type { Db } from "./db";
import type { Prisma } from "./generated/client";

export type BroadcastFilter = {
  statuses?: readonly BroadcastStatus[] | undefined;
  purposes?: readonly BroadcastPurpose[] | undefined;
  ids?: readonly string[] | undefined;
  /** Part of the title, in any letter case. */
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Tests that authors send to themselves are not listed. */
export async function listBroadcasts(
  db: Db,
  { statuses, purposes, ids, q, cursor, limit }: BroadcastFilter,
): Promise<{ items: Broadcast[]; next: string | null }> {
  const where: Prisma.BroadcastWhereInput = {
    purpose: purposes ? { in: [...purposes] } : { not: "TEST" },
    ...(statuses ? { status: { in: [...statuses] } } : {}),
    ...(ids ? { id: { in: [...ids] } } : {}),
    ...(q ? { message: { path: ["title"], string_contains: q, mode: "insensitive" } } : {}),
  };
  const rows = await db.broadcast.findMany({
    where: { AND: [where, afterCursor(cursor)] },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit + 1,
    select: broadcastColumns,
  });
  const items = rows.slice(0, limit).map(broadcastOf);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.createdAt.toISOString()}~${last.id}` : null };
}

/** In no order; those that are gone are left out. */
export async function listBroadcastsById(db: Db, ids: readonly string[]): Promise<Broadcast[]> {
  const rows = await db.broadcast.findMany({ where: { id: { in: [...ids] } }, select: broadcastColumns });
  return rows.map(broadcastOf);
}

function afterCursor(cursor: string | undefined): Prisma.BroadcastWhereInput {
  const [at, id] = cursor?.split("~") ?? [];
  if (!at || !id) return {};
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { gt: id } }] };
}
