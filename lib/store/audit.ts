// Who did what to what, when. Written in the transaction of the change itself, never edited.
import type { ActorKind } from "@/lib/domain/audit";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type AuditEntry = {
  actor: { kind: string; id?: string; name: string };
  command: string;
  target?: { kind: string; id: string };
  detail?: Record<string, unknown>;
};

export type AuditEvent = {
  id: string;
  at: Date;
  actorKind: string;
  actorName: string;
  command: string;
  targetKind: string | null;
  targetId: string | null;
  detail: unknown;
};

export async function saveAuditEvent(db: Db, { actor, command, target, detail }: AuditEntry): Promise<void> {
  await db.auditEvent.create({
    data: {
      actorKind: actor.kind,
      actorId: actor.id ?? null,
      actorName: actor.name,
      command,
      targetKind: target?.kind ?? null,
      targetId: target?.id ?? null,
      detail: detail ? (detail as Prisma.InputJsonObject) : Prisma.DbNull,
    },
    select: { id: true },
  });
}

export type AuditFilter = {
  actorKind?: ActorKind | undefined;
  /** Part of a name or a command, or the whole id of what it was done to. */
  q?: string | undefined;
  /** From this moment on, and before that one: ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
};

/** Newest first; `cursor` is the id of the last event of the page before. */
export async function listAuditEvents(
  db: Db,
  { cursor, limit, ...filter }: AuditFilter & { cursor?: string | undefined; limit: number },
): Promise<{ items: AuditEvent[]; next: string | null }> {
  const rows = await db.auditEvent.findMany({
    where: { ...(cursor ? { id: { lt: BigInt(cursor) } } : {}), ...whereOf(filter) },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: {
      id: true,
      at: true,
      actorKind: true,
      actorName: true,
      command: true,
      targetKind: true,
      targetId: true,
      detail: true,
    },
  });
  const items = rows.slice(0, limit).map((row) => ({ ...row, id: String(row.id) }));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

const PAGE = 1_000;

/** All of them, page by page. */
export async function* allAuditEvents(db: Db, filter: AuditFilter): AsyncGenerator<AuditEvent> {
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof listAuditEvents>> = await listAuditEvents(db, { ...filter, cursor, limit: PAGE });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

function whereOf({ actorKind, q, from, to }: AuditFilter): Prisma.AuditEventWhereInput {
  const contains = (text: string) => ({ contains: text, mode: "insensitive" as const });
  return {
    ...(actorKind ? { actorKind } : {}),
    ...(q ? { OR: [{ actorName: contains(q) }, { command: contains(q.replaceAll(" ", "-")) }, { targetId: q }] } : {}),
    ...(from || to ? { at: { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) } } : {}),
  };
}
