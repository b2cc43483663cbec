// How many recipients are in each state. Counting a million takes a moment, and keeping a counter true would make every
// sighting wait for one row, so the last count is kept for a hundred times as long as it took: a small tenant sees every
// change at once, a large one a count of a few seconds ago, and the database never spends more than 1 % of its time on it.
import { z } from "zod";

import { type RecipientCounts, recipientCountsSchema } from "@/lib/domain/recipient-counts";

import { type Db, type DbPool, inTransaction } from "./db";
import { IS_PLACEHOLDER_SQL } from "./placeholders";

const NAME = "recipients";
const KEPT_TIMES = 100;

export type CountedRecipients = { counts: RecipientCounts; countedAt: Date };

const cachedSchema = z.array(z.object({ value: recipientCountsSchema, counted_at: z.date(), fresh: z.boolean() }));
const lockSchema = z.tuple([z.object({ locked: z.boolean() })]);

export async function countRecipients(db: Db | DbPool): Promise<CountedRecipients> {
  const kept = await readKept(db);
  if (kept?.fresh) return kept;
  return inTransaction(db, async (tx) => {
    // Whoever comes while another counts takes the old count, if there is one; the first ones of all count beside each other.
    const rows: unknown = await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(hashtext(${NAME})) AS locked`;
    if (kept && !lockSchema.parse(rows)[0].locked) return kept;
    await recount(tx);
    const counted = await readKept(tx);
    if (!counted) throw new Error("The count that was just saved is not there.");
    return counted;
  });
}

async function readKept(db: Db): Promise<(CountedRecipients & { fresh: boolean }) | undefined> {
  const rows: unknown = await db.$queryRaw`
    SELECT value, counted_at, clock_timestamp() - counted_at < ${KEPT_TIMES} * took_ms * interval '1 ms' AS fresh
    FROM cached_counts WHERE name = ${NAME}`;
  const [row] = cachedSchema.parse(rows);
  return row && { counts: row.value, countedAt: row.counted_at, fresh: row.fresh };
}

/**
 * Channels and group chats are few, and an index finds them, and so are placeholders, which the index of the ids finds between
 * two that no collation sorts another way. People are all others: so the large tables are counted in their
 * indexes and never joined.
 */
async function recount(tx: Db): Promise<void> {
  await tx.$executeRaw`
    WITH RECURSIVE started AS MATERIALIZED (SELECT clock_timestamp() AS at), tenants AS (
      SELECT min(tenant_id) AS id FROM recipients
      UNION ALL SELECT (SELECT min(tenant_id) FROM recipients WHERE tenant_id > t.id) FROM tenants t WHERE t.id IS NOT NULL
    ), others AS MATERIALIZED (
      SELECT r.kind, coalesce(c.state, 'NONE') AS state, count(*) AS n
      FROM recipients r LEFT JOIN conversation_references c ON c.recipient_id = r.id
      WHERE r.kind IN ('CHANNEL', 'GROUP_CHAT')
      GROUP BY 1, 2
      UNION ALL SELECT 'PLACEHOLDER', coalesce(c.state, 'NONE'), count(*)
      FROM tenants t JOIN recipients r ON r.tenant_id = t.id AND r.external_id >= '29' AND r.external_id < '3' AND ${IS_PLACEHOLDER_SQL}
      LEFT JOIN conversation_references c ON c.recipient_id = r.id
      GROUP BY 2
    ), met AS MATERIALIZED (
      SELECT state, count(*) AS n FROM conversation_references GROUP BY 1
    ), everybody AS (
      SELECT state, n FROM met
      UNION ALL SELECT 'NONE', (SELECT count(*) FROM recipients) - (SELECT coalesce(sum(n), 0) FROM met)
    ), counts AS (
      SELECT 'PERSON' AS kind, e.state, e.n - coalesce((SELECT sum(o.n) FROM others o WHERE o.state = e.state), 0) AS n FROM everybody e
      UNION ALL SELECT kind, state, n FROM others
    ), named AS (
      SELECT k.kind, jsonb_object_agg(s.state, coalesce(c.n, 0)) AS states
      FROM unnest(ARRAY['PERSON', 'CHANNEL', 'GROUP_CHAT']) AS k(kind)
      CROSS JOIN unnest(ARRAY['ACTIVE', 'KNOWN', 'NEEDS_INSTALL', 'BLOCKED', 'REMOVED', 'NONE']) AS s(state)
      LEFT JOIN counts c ON c.kind = k.kind AND c.state = s.state GROUP BY 1
    ), value AS MATERIALIZED (SELECT jsonb_object_agg(kind, states) AS value FROM named)
    INSERT INTO cached_counts AS c (name, value, counted_at, took_ms)
    SELECT ${NAME}, v.value, s.at, extract(epoch FROM clock_timestamp() - s.at) * 1000 FROM started s, value v
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, counted_at = excluded.counted_at, took_ms = excluded.took_ms`;
}
