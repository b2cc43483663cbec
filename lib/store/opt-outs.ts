// OptOut rows: Recipient × Topic, a null topic meaning every topic that is not mandatory. Saving and removing are
// idempotent, because Teams repeats what people press.
import { z } from "zod";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type SavedOptOut = { topicId: string | null; topicName: string | null; at: Date };
export type OptOutKey = { recipientId: string; topicId: string | null };

/**
 * SQL that is true when the recipient does not want the topic: `isOptedOut` of lib/domain/opt-out.ts as a fragment.
 * Two EXISTS instead of one with OR inside, because each then has a partial index that answers it.
 */
export function optedOutSql(recipientId: Prisma.Sql, topicId: Prisma.Sql, mandatory: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(NOT ${mandatory} AND (
    EXISTS (SELECT 1 FROM opt_outs oo WHERE oo.recipient_id = ${recipientId} AND oo.topic_id IS NULL)
    OR EXISTS (SELECT 1 FROM opt_outs oo WHERE oo.recipient_id = ${recipientId} AND oo.topic_id = ${topicId})))`;
}

/** Who does not want a topic, each once; of no topic, or of one that is mandatory, nobody. For statements over many. */
export function optedOutIdsSql(topic: { id: string; mandatory: boolean } | null): Prisma.Sql {
  if (!topic || topic.mandatory) return Prisma.sql`SELECT NULL::uuid AS recipient_id WHERE false`;
  return Prisma.sql`SELECT recipient_id FROM opt_outs WHERE topic_id IS NULL
    UNION SELECT recipient_id FROM opt_outs WHERE topic_id = ${topic.id}::uuid`;
}

/** False when it was there already. */
export async function saveOptOut(
  db: Db,
  { recipientId, topicId, broadcastId, reason }: OptOutKey & { broadcastId?: string | undefined; reason?: string | undefined },
): Promise<boolean> {
  const saved = await db.$executeRaw`
    INSERT INTO opt_outs (id, recipient_id, topic_id, broadcast_id, reason)
    VALUES (gen_random_uuid(), ${recipientId}::uuid, ${topicId}::uuid, ${broadcastId ?? null}::uuid, ${reason ?? null})
    ON CONFLICT DO NOTHING`;
  return saved === 1;
}

/** False when there was none. */
export async function removeOptOut(db: Db, { recipientId, topicId }: OptOutKey): Promise<boolean> {
  const { count } = await db.optOut.deleteMany({ where: { recipientId, topicId } });
  return count > 0;
}

/** False when the person had opted out of nothing at all. */
export async function removeAllOptOuts(db: Db, recipientId: string): Promise<boolean> {
  const { count } = await db.optOut.deleteMany({ where: { recipientId } });
  return count > 0;
}

/** Of one person, `stop` first, then by topic name. As many as there are topics at most. */
export async function listOptOuts(db: Db, recipientId: string): Promise<SavedOptOut[]> {
  const byRecipient = await listOptOutsOf(db, [recipientId]);
  return byRecipient.get(recipientId) ?? [];
}

const rowSchema = z.object({
  recipient_id: z.string(),
  topic_id: z.string().nullable(),
  topic_name: z.string().nullable(),
  created_at: z.date(),
});

/** The same for a page of people, in one statement. */
export async function listOptOutsOf(db: Db, recipientIds: readonly string[]): Promise<Map<string, SavedOptOut[]>> {
  const rows = await db.$queryRaw`
    SELECT o.recipient_id, o.topic_id, t.name AS topic_name, o.created_at
    FROM opt_outs o LEFT JOIN topics t ON t.id = o.topic_id
    WHERE o.recipient_id = ANY(${[...recipientIds]}::uuid[])
    ORDER BY o.topic_id IS NOT NULL, t.name, o.id`;
  const byRecipient = new Map<string, SavedOptOut[]>();
  for (const row of z.array(rowSchema).parse(rows)) {
    const optOut = { topicId: row.topic_id, topicName: row.topic_name, at: row.created_at };
    byRecipient.set(row.recipient_id, [...(byRecipient.get(row.recipient_id) ?? []), optOut]);
  }
  return byRecipient;
}

/** All opt-outs, newest first, by keyset: (created, id) of the last one seen is the cursor, for its row may be gone. */
export async function listAllOptOuts(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: (SavedOptOut & { id: string; recipientId: string; displayName: string })[]; next: string | null }> {
  const rows = await db.optOut.findMany({
    where: afterCursor(cursor),
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit + 1,
    select: {
      id: true,
      recipientId: true,
      topicId: true,
      createdAt: true,
      topic: { select: { name: true } },
      recipient: { select: { displayName: true } },
    },
  });
  const items = rows.slice(0, limit).map(({ id, recipientId, topicId, createdAt, topic, recipient }) => {
    return { id, recipientId, topicId, topicName: topic?.name ?? null, displayName: recipient.displayName, at: createdAt };
  });
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.at.toISOString()}~${last.id}` : null };
}

function afterCursor(cursor: string | undefined): Prisma.OptOutWhereInput {
  const [at, id] = cursor?.split("~") ?? [];
  if (!at || !id) return {};
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { gt: id } }] };
}
