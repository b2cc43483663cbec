// Who did what to what, when. Written in the transaction of the change itself, never edited.
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

/** Newest first; `cursor` is the id of the last event of the page before. */
export async function listAuditEvents(
  db: Db,
  { cursor, limit, targetId }: { cursor?: string | undefined; limit: number; targetId?: string | undefined },
): Promise<{ items: AuditEvent[]; next: string | null }> {
  const rows = await db.auditEvent.findMany({
    where: { ...(cursor ? { id: { lt: BigInt(cursor) } } : {}), ...(targetId ? { targetId } : {}) },
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
