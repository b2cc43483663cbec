// The nightly recount: whether what can never be is nowhere in the tables. Each check is one statement, and so sees one moment,
// although sending goes on.
import { z } from "zod";

import { CONSISTENCY_CHECKS, type ConsistencyCheck, type ConsistencyResult } from "@/lib/domain/consistency";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { IS_LOST_SQL } from "./lost-waits";
import { WAITS_SQL } from "./waiting-deliveries";

const MAX_BROADCASTS = 5;
/** What is proven by attempts is looked at while they are surely there. */
const RECENT = Prisma.sql`now() - interval '2 days'`;
/** An id that stands where an erased person's stood: see erased_id in the migrations. */
const erased = (column: Prisma.Sql) => Prisma.sql`substr(${column}::text, 15, 1) = '8'`;

/** Each yields a row with a `broadcast_id` for every finding. */
const FINDINGS: Record<ConsistencyCheck, Prisma.Sql> = {
  COUNTERS: Prisma.sql`
    SELECT broadcast_id FROM (
      SELECT broadcast_id, status, reason, count AS n FROM delivery_counters
      UNION ALL SELECT broadcast_id, status, coalesce(reason, ''), -count(*) FROM deliveries GROUP BY 1, 2, 3
    ) both_ways GROUP BY broadcast_id, status, reason HAVING sum(n) <> 0`,
  AUDIENCE: Prisma.sql`
    SELECT b.id AS broadcast_id FROM broadcasts b
    WHERE b.audience_size IS NOT NULL AND b.purpose <> 'STANDING' AND b.status <> 'RESOLVING'
      AND b.audience_size <> (SELECT coalesce(sum(c.count), 0) FROM delivery_counters c WHERE c.broadcast_id = b.id)`,
  OPEN_AFTER_END: Prisma.sql`
    SELECT d.broadcast_id FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id
    WHERE b.status = 'FINISHED' AND d.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')`,
  ORPHAN_DELIVERY: Prisma.sql`
    SELECT d.broadcast_id FROM deliveries d
    WHERE NOT EXISTS (SELECT FROM broadcasts b WHERE b.id = d.broadcast_id)
      OR (NOT EXISTS (SELECT FROM recipients r WHERE r.id = d.recipient_id) AND NOT ${erased(Prisma.sql`d.recipient_id`)})`,
  ORPHAN_ATTEMPT: Prisma.sql`
    SELECT a.broadcast_id FROM attempts a WHERE NOT EXISTS (
      SELECT FROM deliveries d WHERE d.broadcast_id = a.broadcast_id AND d.recipient_id = a.recipient_id)`,
  ORPHAN_INTERACTION: Prisma.sql`
    SELECT i.broadcast_id FROM interactions i
    WHERE NOT EXISTS (SELECT FROM recipients r WHERE r.id = i.recipient_id) AND NOT ${erased(Prisma.sql`i.recipient_id`)}`,
  UNPROVEN_SENT: Prisma.sql`
    SELECT d.broadcast_id FROM deliveries d WHERE d.status = 'SENT' AND d.settled_at > ${RECENT}
      AND NOT EXISTS (SELECT FROM attempts a
        WHERE a.broadcast_id = d.broadcast_id AND a.recipient_id = d.recipient_id AND a.kind = 'POST' AND a.outcome = 'ACCEPTED')
      AND NOT EXISTS (SELECT FROM interactions i WHERE i.broadcast_id = d.broadcast_id AND i.recipient_id = d.recipient_id)`,
  UNMARKED_DUPLICATE: Prisma.sql`
    SELECT a.broadcast_id FROM attempts a
    JOIN deliveries d ON d.broadcast_id = a.broadcast_id AND d.recipient_id = a.recipient_id AND d.possible_duplicate_at IS NULL
    WHERE a.kind = 'POST' AND a.outcome = 'ACCEPTED' AND a.started_at > ${RECENT}
    GROUP BY a.broadcast_id, a.recipient_id HAVING count(*) > 1`,
  LOST_WAIT: Prisma.sql`SELECT d.broadcast_id FROM deliveries d WHERE ${WAITS_SQL} AND ${IS_LOST_SQL}`,
};

const foundSchema = z.tuple([z.object({ count: z.number(), broadcasts: z.array(z.string()) })]);

/** Every check is named, with how often it was hurt and in which broadcasts, some of them. */
export async function checkConsistency(db: Db, onChecked: (done: number) => Promise<void>): Promise<ConsistencyResult> {
  const result: ConsistencyResult = [];
  for (const check of CONSISTENCY_CHECKS) {
    const [found] = foundSchema.parse(await db.$queryRaw`
      WITH found AS MATERIALIZED (${FINDINGS[check]})
      SELECT (SELECT count(*)::int FROM found) AS count,
        ARRAY(SELECT DISTINCT broadcast_id::text FROM found WHERE broadcast_id IS NOT NULL ORDER BY 1 LIMIT ${MAX_BROADCASTS}) AS broadcasts`);
    result.push({ check, ...found });
    await onChecked(result.length);
  }
  return result;
}
