// Freezes an audience: one page of recipients becomes deliveries with one statement, in the order of their ids, together
// with the cursor, so that a crash neither repeats nor skips anybody. Who cannot or does not want to get the message is
// frozen as SKIPPED with the reason: nobody goes missing. With onMissing INSTALL, who only lacks the app becomes a delivery
// that waits for it, and the app is wanted for them.
//
//   RESOLVING, freezing_at null   the groups of the audience are being read; other broadcasts are not held up by it
//   RESOLVING, freezing_at set    pages are written down
//   SENDING                       the last page is
import { z } from "zod";

import { groupIdsOf } from "@/lib/domain/audience";

import { audienceSql, INSTALLABLE_SQL, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import { type Broadcast, broadcastColumns, broadcastOf } from "./broadcast-columns";
import { type Db, type DbPool, inTransaction } from "./db";
import { holdOffErasures } from "./erasure-lock";
import { Prisma } from "./generated/client";
import { findLostPart } from "./lost-parts";
import { freezeGroups, prepareGroups } from "./resolve-groups";
import { END_OF_TIME } from "./waiting-deliveries";

const PAGE_SIZE = 50_000;
/** More than any tenant has people. */
const WHOLE_AUDIENCE = 2_000_000_000;
const NO_LIMIT_PER_SECOND = 1_000_000;
/** Bulk inserts mislead the planner until the statistics are renewed: claims of 100 000 rows took 6-12 s instead of 2. */
const ANALYZE_FROM = 5_000;
/** Broadcasts that may wait for their groups before one that does not is looked at. */
const MAX_WAITING = 50;

const lockedSchema = z.array(z.object({ id: z.string(), resolve_cursor: z.string().nullable() }));
const pageSchema = z.tuple([z.object({ seen: z.number(), waiting: z.number(), last: z.string().nullable() })]);

type Page = z.infer<typeof pageSchema>[0];

/** Resolves one page of one broadcast; false when none can be resolved now. */
export async function resolvePage(db: DbPool, pageSize = PAGE_SIZE): Promise<boolean> {
  const seen = await inTransaction(db, (tx) => resolveOnePage(tx, pageSize));
  if (seen !== undefined && seen >= ANALYZE_FROM) await db.$executeRaw`ANALYZE deliveries`;
  return seen !== undefined;
}

async function resolveOnePage(tx: Db, pageSize: number): Promise<number | undefined> {
  const waiting = await tx.broadcast.findFirst({ where: { status: "RESOLVING" }, select: { id: true } });
  if (!waiting) return undefined;
  await holdOffErasures(tx);
  const candidates = lockedSchema.parse(
    await tx.$queryRaw`
      SELECT id, resolve_cursor FROM broadcasts WHERE status = 'RESOLVING'
      ORDER BY freezing_at NULLS LAST, resolving_at LIMIT ${MAX_WAITING} FOR UPDATE SKIP LOCKED`,
  );
  for (const { id, resolve_cursor: cursor } of candidates) {
    const row = await tx.broadcast.findUniqueOrThrow({ where: { id }, select: broadcastColumns });
    const broadcast = broadcastOf(row);
    if (broadcast.freezingAt) return writePage(tx, broadcast, cursor, pageSize);
    const start = await beginFreezing(tx, broadcast);
    if (start === "FAILED") return 0;
    if (start === "BEGUN") return writePage(tx, broadcast, cursor, pageSize);
  }
  return undefined;
}

async function beginFreezing(tx: Db, { id, audience, topic }: Broadcast): Promise<"BEGUN" | "WAITING" | "FAILED"> {
  if (!audience || !topic) return failResolve(tx, id, "The audience or the topic is missing.");
  const lost = await findLostPart(tx, audience);
  if (lost) return failResolve(tx, id, lost);
  const groupIds = groupIdsOf(audience);
  const groups = await prepareGroups(tx, id, groupIds);
  if (groups.kind === "FAILED") return failResolve(tx, id, groups.reason);
  if (groups.kind === "WAITING") return "WAITING";
  await freezeGroups(tx, id, groupIds);
  await tx.$executeRaw`UPDATE broadcasts SET freezing_at = now(), install_total = 0 WHERE id = ${id}::uuid`;
  return "BEGUN";
}

async function writePage(tx: Db, broadcast: Broadcast, cursor: string | null, pageSize: number): Promise<number> {
  const { id, audience } = broadcast;
  // Groups can be read again at any moment: what they were is written down in one statement, which sees one moment.
  const limit = audience && groupIdsOf(audience).length > 0 ? WHOLE_AUDIENCE : pageSize;
  const [page] = pageSchema.parse(await tx.$queryRaw(pageSql(broadcast, cursor, limit)));
  await moveOn(tx, id, page);
  if (page.seen < limit) await beginSending(tx, id);
  return page.seen;
}

function pageSql(broadcast: Broadcast, cursor: string | null, limit: number): Prisma.Sql {
  const { id, audience, topic, priority, purpose, revision, onMissing } = broadcast;
  if (!audience) throw new Error("A broadcast without an audience cannot be resolved.");
  // Reading a group may have brought people nobody knew before; whoever joins otherwise comes too late.
  const knownUntil = groupIdsOf(audience).length > 0 ? Prisma.sql`freezing_at` : Prisma.sql`resolving_at`;
  const waits = onMissing === "INSTALL" ? Prisma.sql`p.reason = 'NOT_INSTALLED' AND p.installable` : Prisma.sql`false`;
  // A test to its author goes out whatever the author has opted out of.
  const from = recipientsSql(purpose === "TEST" ? null : topic);
  return Prisma.sql`
    WITH people AS (
      SELECT r.id, r.tenant_id, r.display_name, ${INSTALLABLE_SQL} AS installable,
        ${SKIP_REASON_SQL} AS reason
      FROM ${from}
      WHERE ${audienceSql(audience)} AND r.id > ${cursor ?? "00000000-0000-0000-0000-000000000000"}::uuid
        AND r.created_at <= (SELECT ${knownUntil} FROM broadcasts WHERE id = ${id}::uuid)
      ORDER BY r.id LIMIT ${limit}
    ), page AS (
      SELECT p.id, p.tenant_id, p.display_name, ${waits} AS waits, CASE WHEN ${waits} THEN NULL ELSE p.reason END AS reason
      FROM people p
    ), inserted AS (
      INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, status, reason, due_at, settled_at,
        urgent, revision)
      SELECT ${id}::uuid, id, tenant_id, display_name, CASE WHEN reason IS NULL THEN 'QUEUED' ELSE 'SKIPPED' END, reason,
        CASE WHEN waits THEN ${END_OF_TIME} ELSE now() END, CASE WHEN reason IS NULL THEN NULL ELSE now() END,
        ${priority === "URGENT" || purpose === "TEST"}, ${revision}
      FROM page ON CONFLICT DO NOTHING
    ), wanted AS (
      INSERT INTO app_installs AS i (recipient_id, tenant_id, wanted_by)
      SELECT id, tenant_id, 'BROADCAST' FROM page WHERE waits
      ON CONFLICT (recipient_id) DO UPDATE SET status = 'WANTED', wanted_by = 'BROADCAST', code = NULL, attempts = 0,
        due_at = now(), wanted_at = now(), settled_at = NULL, lease_until = NULL
      WHERE i.status IN ('INSTALLED', 'FAILED')
    )
    SELECT count(*)::int AS seen, (count(*) FILTER (WHERE waits))::int AS waiting, (max(id::text))::text AS last FROM page`;
}

async function moveOn(tx: Db, id: string, { last, waiting }: Page): Promise<void> {
  await tx.$executeRaw`
    UPDATE broadcasts SET install_total = install_total + ${waiting}, resolve_cursor = coalesce(${last}::uuid, resolve_cursor)
    WHERE id = ${id}::uuid`;
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

async function failResolve(tx: Db, id: string, reason: string): Promise<"FAILED"> {
  await tx.$executeRaw`UPDATE broadcasts SET status = 'FAILED', status_reason = ${reason} WHERE id = ${id}::uuid`;
  return "FAILED";
}
