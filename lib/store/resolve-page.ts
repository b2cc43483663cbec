// Freezes an audience: one page of recipients becomes deliveries with one statement, in the order of their ids, together
// with the cursor, so that a crash neither repeats nor skips anybody. Who cannot or does not want to get the message is
// frozen as SKIPPED with the reason: nobody goes missing. With onMissing INSTALL, who only lacks the app becomes a delivery
// that waits for it, and the app is wanted for them.
//
//   RESOLVING, freezing_at null   the groups of the audience are being read; other broadcasts are not held up by it
//   RESOLVING, freezing_at set    pages are written down, and its groups are not read meanwhile (begin-freezing.ts)
//   SENDING                       the last page is
import { z } from "zod";

import { groupIdsOf, teamIdsOf } from "@/lib/domain/audience";

import { audienceSql, INSTALLABLE_SQL, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import { beginFreezing, failResolve, limitNow, tooMany } from "./begin-freezing";
import { type Broadcast, broadcastColumns, broadcastOf } from "./broadcast-columns";
import { type Db, type DbPool, inTransaction } from "./db";
import { holdOffErasures } from "./erasure-lock";
import { Prisma } from "./generated/client";
import { findLostPart } from "./lost-parts";
import { haveGroupsChanged, keepGroups } from "./resolve-groups";
import { END_OF_TIME } from "./waiting-deliveries";

/** More at once hold the broadcast longer than a cancel should wait. */
const PAGE_SIZE = 100_000;
/** A page takes seconds; a database that is busy with other things may need many times as long. */
const PAGE_TIMEOUT_MS = 5 * 60_000;
const NO_LIMIT_PER_SECOND = 1_000_000;
/** Bulk inserts mislead the planner until the statistics are renewed: claims of 100 000 rows took 6-12 s instead of 2. */
const ANALYZE_FROM = 5_000;
/** Broadcasts that may wait for their groups before one that does not is looked at. */
const MAX_WAITING = 50;
const candidatesSchema = z.array(z.object({ id: z.string() }));
const lockedSchema = z.array(z.object({ resolve_cursor: z.string().nullable() }));
const pageSchema = z.tuple([z.object({ seen: z.number(), waiting: z.number(), last: z.string().nullable() })]);

type Page = z.infer<typeof pageSchema>[0];

/** Resolves one page of one broadcast; false when there is nothing to do now. */
export async function resolvePage(db: Db | DbPool, pageSize = PAGE_SIZE): Promise<boolean> {
  // Each in a transaction of its own: those that wait for their groups are not held while a page is written for another, which
  // does not wait for those whose lists are looked through.
  let hasMatched = false;
  for (const id of await listResolving(db)) {
    const step = await inTransaction(db, (tx) => resolveOne(tx, id, pageSize), PAGE_TIMEOUT_MS);
    if (step === "MATCHING") hasMatched = true;
    if (step === "WAITING" || step === "MATCHING") continue;
    if (step.isLast && step.people >= ANALYZE_FROM) await db.$executeRaw`ANALYZE deliveries`;
    return true;
  }
  return hasMatched;
}

/** Urgent ones do not wait for another's next page. */
async function listResolving(db: Db | DbPool): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT id FROM broadcasts WHERE status = 'RESOLVING'
    ORDER BY (priority = 'URGENT' OR purpose = 'TEST') DESC, freezing_at NULLS LAST, resolving_at LIMIT ${MAX_WAITING}`;
  return candidatesSchema.parse(rows).map(({ id }) => id);
}

/** `people`: at least so many were written down by now. */
type Step = { people: number; isLast: boolean };

/** WAITING: for its groups, or another worker has it. MATCHING: there is more to do before its first page. */
async function resolveOne(tx: Db, id: string, pageSize: number): Promise<Step | "WAITING" | "MATCHING"> {
  await holdOffErasures(tx);
  const [locked] = lockedSchema.parse(
    await tx.$queryRaw`SELECT resolve_cursor FROM broadcasts WHERE id = ${id}::uuid AND status = 'RESOLVING' FOR UPDATE SKIP LOCKED`,
  );
  if (!locked) return "WAITING";
  const broadcast = broadcastOf(await tx.broadcast.findUniqueOrThrow({ where: { id }, select: broadcastColumns }));
  const groupIds = broadcast.audience === null ? [] : groupIdsOf(broadcast.audience);
  const hasGroups = groupIds.length > 0;
  if (broadcast.freezingAt) {
    if (hasGroups) await keepGroups(tx, groupIds);
    // A page without it would leave people out, or no longer leave them out, beside pages that were written with it.
    const lost = broadcast.audience === null ? undefined : await findLostPart(tx, broadcast.audience);
    if (lost !== undefined) return failBegun(tx, id, lost);
    if (hasGroups && (await haveGroupsChanged(tx, id))) return startOver(tx, id, pageSize);
    return writePage(tx, broadcast, locked.resolve_cursor, pageSize);
  }
  const start = await beginFreezing(tx, broadcast);
  if (start === "WAITING" || start === "MATCHING") return start;
  // Its groups are held as they are from the end of this transaction on, and its pages come after that.
  if (start === "FAILED" || hasGroups) return { people: 0, isLast: start === "FAILED" };
  return writePage(tx, broadcast, locked.resolve_cursor, pageSize);
}

async function writePage(tx: Db, broadcast: Broadcast, cursor: string | null, pageSize: number): Promise<Step> {
  const { id } = broadcast;
  // The rows that the counters are counted from stay in memory.
  await tx.$executeRaw`SET LOCAL work_mem = '64MB'`;
  const [page] = pageSchema.parse(await tx.$queryRaw(pageSql(broadcast, cursor, pageSize)));
  await moveOn(tx, id, page);
  const isLast = page.seen < pageSize;
  // A team is not held as groups are: one that went before this page was read has left nobody out of it, or in.
  const lost = isLast && broadcast.audience ? await findLostPart(tx, broadcast.audience) : undefined;
  if (lost !== undefined) return failBegun(tx, id, lost);
  if (isLast && !(await refuseUnapproved(tx, broadcast))) await beginSending(tx, id);
  return { people: page.seen + (cursor === null ? 0 : pageSize), isLast };
}

/**
 * A broadcast was paused while it was frozen, and its groups were read again meanwhile: half of it as they were and half as
 * they are would be neither. One page of what was written is taken back; when nothing is left, it begins anew.
 */
async function startOver(tx: Db, id: string, pageSize: number): Promise<Step> {
  const taken = await takeBackPage(tx, id, pageSize);
  if (taken < pageSize) {
    await tx.$executeRaw`
      UPDATE broadcasts SET freezing_at = NULL, resolve_cursor = NULL, install_total = NULL, resolving_at = now()
      WHERE id = ${id}::uuid`;
  }
  return { people: 0, isLast: false };
}

/** Returns how many deliveries it took back. Of wishes for the app those that nobody has any more end with healLostWaits. */
function takeBackPage(tx: Db, id: string, pageSize: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM deliveries WHERE broadcast_id = ${id}::uuid AND recipient_id IN (
      SELECT recipient_id FROM deliveries WHERE broadcast_id = ${id}::uuid LIMIT ${pageSize})`;
}

function pageSql(broadcast: Broadcast, cursor: string | null, limit: number): Prisma.Sql {
  const { id, audience, topic, priority, purpose, revision, onMissing } = broadcast;
  if (!audience) throw new Error("A broadcast without an audience cannot be resolved.");
  // Reading a group or a team may have brought people nobody knew before; whoever joins otherwise comes too late.
  const isRead = groupIdsOf(audience).length + teamIdsOf(audience).length > 0;
  const knownUntil = isRead ? Prisma.sql`freezing_at` : Prisma.sql`resolving_at`;
  const waits = onMissing === "INSTALL" ? Prisma.sql`p.reason = 'NOT_INSTALLED' AND p.installable` : Prisma.sql`false`;
  // A test to its author goes out whatever the author has opted out of.
  const from = recipientsSql(purpose === "TEST" ? null : topic, Prisma.sql`members`);
  return Prisma.sql`
    WITH members AS MATERIALIZED (
      -- Before anything is joined: each page would read and sort everybody who comes after it.
      SELECT r.id, r.tenant_id, r.display_name, r.kind, r.account, r.user_type FROM recipients r
      WHERE ${audienceSql(audience)} AND r.id > ${cursor ?? "00000000-0000-0000-0000-000000000000"}::uuid
        AND r.created_at <= (SELECT ${knownUntil} FROM broadcasts WHERE id = ${id}::uuid)
      ORDER BY r.id LIMIT ${limit}
    ), people AS (
      SELECT r.id, r.tenant_id, r.display_name, ${INSTALLABLE_SQL} AS installable,
        ${SKIP_REASON_SQL} AS reason
      FROM ${from} ORDER BY r.id
    ), page AS (
      SELECT p.id, p.tenant_id, p.display_name, ${waits} AS waits, CASE WHEN ${waits} THEN NULL ELSE p.reason END AS reason
      FROM people p
    ), inserted AS (
      INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, status, reason, due_at, settled_at,
        urgent, revision, install)
      SELECT ${id}::uuid, id, tenant_id, display_name, CASE WHEN reason IS NULL THEN 'QUEUED' ELSE 'SKIPPED' END, reason,
        CASE WHEN waits THEN ${END_OF_TIME} ELSE now() END, CASE WHEN reason IS NULL THEN NULL ELSE now() END,
        ${priority === "URGENT" || purpose === "TEST"}, ${revision},
        CASE WHEN waits THEN 'WANTED' END
      FROM page
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
  await holdTooMany(tx, id);
}

/** It was counted before it was frozen, and has grown in between: nobody gets what nobody has approved. */
async function refuseUnapproved(tx: Db, broadcast: Broadcast): Promise<boolean> {
  const { id } = broadcast;
  const limit = await limitNow(tx, broadcast);
  if (limit === null) return false;
  const people = await tx.delivery.count({ where: { broadcastId: id } });
  if (people <= limit) return false;
  await failBegun(tx, id, tooMany(people, limit, broadcast));
  return true;
}

/** What was written is taken back at once: a part that is back before the last of it was would find a gap. */
async function failBegun(tx: Db, id: string, reason: string): Promise<Step> {
  await tx.$executeRaw`DELETE FROM deliveries WHERE broadcast_id = ${id}::uuid`;
  await tx.$executeRaw`UPDATE broadcasts SET resolve_cursor = NULL, install_total = NULL WHERE id = ${id}::uuid`;
  await failResolve(tx, id, reason);
  return { people: 0, isLast: true };
}

/** An event was within the limit of its API key when it came, by what was known of its groups; now they have been read. */
async function holdTooMany(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE broadcasts SET status = 'PAUSED', resume_status = 'SENDING', paused_by = 'TOO_MANY',
      status_reason = format('It reaches %s people, and its API key may reach %s with one event.', audience_size, people_limit)
    WHERE id = ${id}::uuid AND audience_size > people_limit`;
}
