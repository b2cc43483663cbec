// The log of external events. A row remembers its idempotency key for a stated time only, and only when a broadcast came
// of it: whoever was refused may mend the event and send it under the same key.
import { z } from "zod";

import { EVENT_OUTCOMES, type EventOutcome, IDEMPOTENCY_HOURS } from "@/lib/domain/external-event";
import type { Issue } from "@/lib/domain/message";

import type { KeyLimits } from "./api-keys";
import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { unlessTaken } from "./unique";

const refusalSchema = z.object({
  code: z.string(),
  detail: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type Refusal = { code: string; detail: string; issues: readonly Issue[] };

export type NewEvent = {
  apiKeyId: string;
  keyName: string;
  idempotencyHash: string | null;
  bodyHash: string;
  system: string | null;
  templateId: string | null;
  templateName: string;
  topic: string;
  outcome: EventOutcome;
  people: number | null;
  leftOut: string[];
  refusal: Refusal | null;
  broadcastId: string | null;
};

export type EventRow = Omit<NewEvent, "apiKeyId" | "idempotencyHash" | "bodyHash"> & { id: string; receivedAt: Date };

const columns = {
  id: true, receivedAt: true, keyName: true, system: true, templateId: true, templateName: true, topic: true, outcome: true,
  people: true, leftOut: true, refusal: true, broadcastId: true,
} as const satisfies Prisma.ExternalEventSelect;

/** Events of one key come one after the other until the end of the transaction, so that its limits can be counted. */
export async function lockEventsOfKey(tx: Db, apiKeyId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`external-events ${apiKeyId}`}, 0))`;
}

/** What the key may do, and how many events it has sent in the last minute. */
export async function getKeyUse(db: Db, apiKeyId: string): Promise<KeyLimits & { lastMinute: number }> {
  const key = await db.apiKey.findUniqueOrThrow({
    where: { id: apiKeyId },
    select: { eventsPerMinute: true, peoplePerEvent: true },
  });
  const rows: unknown = await db.$queryRaw`
    SELECT count(*)::int AS count FROM external_events
    WHERE api_key_id = ${apiKeyId}::uuid AND received_at > now() - interval '1 minute'`;
  const [{ count }] = z.tuple([z.object({ count: z.number() })]).parse(rows);
  return { ...key, lastMinute: count };
}

/** Lets go of a key that is older than stated, so that it counts as new. */
export async function forgetIdempotencyKey(db: Db, apiKeyId: string, idempotencyHash: string): Promise<void> {
  await db.$executeRaw`
    UPDATE external_events SET idempotency_hash = NULL
    WHERE api_key_id = ${apiKeyId}::uuid AND idempotency_hash = ${idempotencyHash}
      AND received_at <= now() - ${IDEMPOTENCY_HOURS} * interval '1 hour'`;
}

/** The event that this key was used for. */
export async function findEventByKey(
  db: Db,
  apiKeyId: string,
  idempotencyHash: string,
): Promise<(EventRow & { bodyHash: string }) | undefined> {
  const row = await db.externalEvent.findUnique({
    where: { apiKeyId_idempotencyHash: { apiKeyId, idempotencyHash } },
    select: { ...columns, bodyHash: true },
  });
  return row ? { ...eventOf(row), bodyHash: row.bodyHash } : undefined;
}

/** Undefined when the idempotency key is taken, which the lock prevents; the transaction is lost then. */
export async function saveEvent(db: Db, { leftOut, refusal, ...event }: NewEvent): Promise<EventRow | undefined> {
  const data = {
    ...event,
    leftOut: leftOut.length > 0 ? leftOut : Prisma.DbNull,
    refusal: refusal ? { ...refusal, issues: refusal.issues.map((issue) => ({ ...issue })) } : Prisma.DbNull,
  };
  const row = await unlessTaken(db.externalEvent.create({ data, select: columns }));
  return row && eventOf(row);
}

/** True when the key has been told within the last minute that it is too fast: one row a minute is enough of that. */
export async function wasToldToSlowDown(db: Db, apiKeyId: string): Promise<boolean> {
  const rows: unknown = await db.$queryRaw`
    SELECT 1 FROM external_events WHERE api_key_id = ${apiKeyId}::uuid AND received_at > now() - interval '1 minute'
      AND outcome = 'REFUSED' AND refusal->>'code' = 'TOO_MANY' LIMIT 1`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

export type EventFilter = {
  outcome?: EventOutcome | undefined;
  /** Part of the key's, the system's, the template's or the topic's name, in any letter case. */
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Newest first; the cursor is the time and the id of the last one seen. */
export async function listEvents(
  db: Db,
  { outcome, q, cursor, limit }: EventFilter,
): Promise<{ items: EventRow[]; next: string | null }> {
  const like = { contains: q ?? "", mode: "insensitive" } as const;
  const found = q ? { OR: [{ keyName: like }, { system: like }, { templateName: like }, { topic: like }] } : {};
  const rows = await db.externalEvent.findMany({
    where: { AND: [outcome ? { outcome } : {}, found, afterCursor(cursor)] },
    orderBy: [{ receivedAt: "desc" }, { id: "asc" }],
    take: limit + 1,
    select: columns,
  });
  const items = rows.slice(0, limit).map(eventOf);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.receivedAt.toISOString()}~${last.id}` : null };
}

/** The event a broadcast came of. */
export async function findEventOfBroadcast(
  db: Db,
  broadcastId: string,
): Promise<{ id: string; keyName: string; system: string | null } | undefined> {
  const row = await db.externalEvent.findFirst({
    where: { broadcastId },
    select: { id: true, keyName: true, system: true },
  });
  return row ?? undefined;
}

function afterCursor(cursor: string | undefined): Prisma.ExternalEventWhereInput {
  const [at, id] = cursor?.split("~") ?? [];
  if (!at || !id) return {};
  return { OR: [{ receivedAt: { lt: at } }, { receivedAt: at, id: { gt: id } }] };
}

function eventOf(row: Prisma.ExternalEventGetPayload<{ select: typeof columns }>): EventRow {
  return {
    ...row,
    outcome: z.enum(EVENT_OUTCOMES).parse(row.outcome),
    leftOut: z.array(z.string()).nullable().parse(row.leftOut) ?? [],
    refusal: refusalSchema.nullable().parse(row.refusal),
  };
}
