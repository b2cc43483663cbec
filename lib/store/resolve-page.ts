// Freezes an audience: one page of recipients becomes deliveries with one statement, in the order of their ids, together
// with the cursor, so that a crash neither repeats nor skips anybody. Who cannot or does not want to get the message is
// frozen as SKIPPED with the reason: nobody goes missing.
import { z } from "zod";

import { audienceSql, skipReasonSql } from "./audience-sql";
import { type Broadcast, broadcastColumns, broadcastOf } from "./broadcast-columns";
import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";

const PAGE_SIZE = 50_000;
const NO_LIMIT_PER_SECOND = 1_000_000;
/** Bulk inserts mislead the planner until the statistics are renewed: claims of 100 000 rows took 6-12 s instead of 2. */
const ANALYZE_FROM = 5_000;

const lockedSchema = z.array(z.object({ id: z.string(), resolve_cursor: z.string().nullable() }));
const pageSchema = z.tuple([z.object({ seen: z.number(), last: z.string().nullable() })]);

/** Resolves one page of one broadcast; false when no broadcast is waiting to be resolved. */
export async function resolvePage(db: DbPool, pageSize = PAGE_SIZE): Promise<boolean> {
  const page = await inTransaction(db, (tx) => resolveOnePage(tx, pageSize));
  if (page && page.seen >= ANALYZE_FROM) await db.$executeRaw`ANALYZE deliveries`;
  return page !== undefined;
}

async function resolveOnePage(tx: Db, pageSize: number): Promise<{ seen: number } | undefined> {
  const [next] = lockedSchema.parse(
    await tx.$queryRaw`
      SELECT id, resolve_cursor FROM broadcasts WHERE status = 'RESOLVING'
      ORDER BY resolving_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  if (!next) return undefined;
  const broadcast = broadcastOf(
    await tx.broadcast.findUniqueOrThrow({ where: { id: next.id }, select: broadcastColumns }),
  );
  if (!broadcast.audience || !broadcast.topic) return failResolve(tx, broadcast, "The audience or the topic is missing.");
  const [{ seen, last }] = pageSchema.parse(await tx.$queryRaw(pageSql(broadcast, next.resolve_cursor, pageSize)));
  await (seen < pageSize ? beginSending(tx, broadcast.id) : moveCursor(tx, broadcast.id, last));
  return { seen };
}

function pageSql(broadcast: Broadcast, cursor: string | null, pageSize: number): Prisma.Sql {
  const { id, audience, topic, priority, purpose, revision } = broadcast;
  if (!audience) throw new Error("A broadcast without an audience cannot be resolved.");
  return Prisma.sql`
    WITH page AS (
      SELECT r.id, r.tenant_id, r.display_name, ${skipReasonSql(topic, purpose !== "TEST")} AS reason
      FROM recipients r LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
      WHERE ${audienceSql(audience)} AND r.id > ${cursor ?? "00000000-0000-0000-0000-000000000000"}::uuid
        AND r.created_at <= (SELECT resolving_at FROM broadcasts WHERE id = ${id}::uuid)
      ORDER BY r.id LIMIT ${pageSize}
    ), inserted AS (
      INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, status, reason, settled_at, urgent, revision)
      SELECT ${id}::uuid, id, tenant_id, display_name, CASE WHEN reason IS NULL THEN 'QUEUED' ELSE 'SKIPPED' END,
        reason, CASE WHEN reason IS NULL THEN NULL ELSE now() END, ${priority === "URGENT" || purpose === "TEST"}, ${revision}
      FROM page ON CONFLICT DO NOTHING
    )
    SELECT count(*)::int AS seen, (max(id::text))::text AS last FROM page`;
}

async function moveCursor(tx: Db, id: string, last: string | null): Promise<void> {
  await tx.$executeRaw`UPDATE broadcasts SET resolve_cursor = ${last}::uuid WHERE id = ${id}::uuid`;
}

async function beginSending(tx: Db, id: string): Promise<void> {
  // A tenant without a bucket has no work (list-work.ts); its rate is what the setting allows, whatever stands here.
  await tx.$executeRaw`
    INSERT INTO send_slots (tenant_id, rate_per_second)
    SELECT DISTINCT tenant_id, ${NO_LIMIT_PER_SECOND}::float8 FROM recipients ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE broadcasts SET status = 'SENDING', sending_at = now(), resolve_cursor = NULL,
      audience_size = (SELECT coalesce(sum(count), 0) FROM delivery_counters WHERE broadcast_id = ${id}::uuid)
    WHERE id = ${id}::uuid`;
}

async function failResolve(tx: Db, broadcast: Broadcast, reason: string): Promise<{ seen: number }> {
  await tx.$executeRaw`
    UPDATE broadcasts SET status = 'FAILED', status_reason = ${reason} WHERE id = ${broadcast.id}::uuid`;
  return { seen: 0 };
}
