// The days of each rule, and what each rule does to the rows that are older. A delivery's row is never deleted: its numbers are
// the report's.
import { z } from "zod";

import { OPEN_STATUSES } from "@/lib/domain/delivery";
import { RETENTION_RULE_NAMES, RETENTION_RULES, type RetentionDays, type RetentionRuleName } from "@/lib/domain/retention";
import { AppError } from "@/lib/errors";

import { saveAuditEvent } from "./audit";
import { type Db, type DbPool, inTransaction } from "./db";
import { eraseRecipient } from "./erase-recipient";
import { Prisma } from "./generated/client";
import { IS_OPEN_FLAW } from "./list-matches";
import { sweep } from "./sweep";

const BATCH = 5_000;

export async function getRetentionDays(db: Db): Promise<RetentionDays> {
  const rows = await db.retentionRule.findMany({ select: { rule: true, days: true }, take: RETENTION_RULE_NAMES.length });
  const set = new Map(rows.map(({ rule, days }) => [rule, days]));
  const entries = RETENTION_RULE_NAMES.map((rule) => {
    return [rule, set.has(rule) ? (set.get(rule) ?? null) : RETENTION_RULES[rule].defaultDays] as const;
  });
  return Object.fromEntries(entries) as RetentionDays;
}

export async function saveRetentionDays(db: Db, rule: RetentionRuleName, days: number | null): Promise<void> {
  await db.retentionRule.upsert({ where: { rule }, create: { rule, days }, update: { days }, select: { rule: true } });
}

/** Deletes or empties what is older than `days`; answers how many rows. */
export async function applyRetention(db: DbPool, rule: RetentionRuleName, days: number, signal: AbortSignal): Promise<number> {
  const before = Prisma.sql`now() - ${days}::int * interval '1 day'`;
  switch (rule) {
    case "ATTEMPTS":
      return sweep(db, "attempts", (piece) => Prisma.sql`
        DELETE FROM attempts x WHERE ${piece} AND x.started_at < ${before} AND NOT EXISTS (
          SELECT FROM deliveries d WHERE d.broadcast_id = x.broadcast_id AND d.recipient_id = x.recipient_id
            AND d.status = ANY(${[...OPEN_STATUSES]}::text[]))`, signal);
    case "INTERACTIONS":
      return sweep(db, "interactions", (piece) => Prisma.sql`
        DELETE FROM interactions x WHERE ${piece} AND x.at < ${before}`, signal);
    case "DELIVERY_NAMES":
      return sweep(db, "deliveries", (piece) => Prisma.sql`
        UPDATE deliveries x SET recipient_name = '', context = NULL
        WHERE ${piece} AND x.settled_at < ${before} AND (x.recipient_name <> '' OR x.context IS NOT NULL)`, signal);
    case "DEPARTED":
      return eraseDeparted(db, before, signal);
    case "EVENTS":
      return deleteInBatches(signal, () => db.$executeRaw`
        DELETE FROM external_events WHERE id IN (
          SELECT id FROM external_events WHERE received_at < ${before} ORDER BY received_at LIMIT ${BATCH})`);
    case "LIST_FLAWS":
      // Whom a list names and who becomes known later is found by these lines alone.
      return sweep(db, "audience_list_flaws", (piece) => Prisma.sql`
        DELETE FROM audience_list_flaws x USING audience_lists l
        WHERE ${piece} AND l.id = x.list_id AND l.created_at < ${before}
          AND NOT (l.status = 'READY' AND ${IS_OPEN_FLAW})`, signal);
    case "STATISTICS":
      return deleteStatistics(db, before, signal);
    case "AUDIT":
      return await deleteInBatches(signal, () => expireAudit(db, before)) + await emptyComments(db, before, signal);
  }
}

async function deleteInBatches(signal: AbortSignal, batch: () => Promise<number>): Promise<number> {
  let all = 0;
  while (!signal.aborted) {
    const deleted = await batch();
    all += deleted;
    if (deleted === 0) break;
  }
  return all;
}

async function deleteStatistics(db: DbPool, before: Prisma.Sql, signal: AbortSignal): Promise<number> {
  const delete_ = (table: Prisma.Sql) => (piece: Prisma.Sql) => {
    return Prisma.sql`DELETE FROM ${table} x WHERE ${piece} AND x.started_at < ${before}`;
  };
  const sent = await sweep(db, "sent_slices", delete_(Prisma.sql`sent_slices`), signal);
  // Of channels where nothing has been posted since.
  await sweep(db, "place_requests", delete_(Prisma.sql`place_requests`), signal);
  return sent + await sweep(db, "answer_slices", delete_(Prisma.sql`answer_slices`), signal);
}

const expiredSchema = z.tuple([z.object({ expired: z.number() })]);

async function expireAudit(db: Db, before: Prisma.Sql): Promise<number> {
  const rows: unknown = await db.$queryRaw`SELECT expire_audit(${before}, ${BATCH}::int) AS expired`;
  return expiredSchema.parse(rows)[0].expired;
}

/** The audit quotes them. A decision itself stays with its broadcast; in a review that still waits, it is read in full. */
function emptyComments(db: DbPool, before: Prisma.Sql, signal: AbortSignal): Promise<number> {
  return sweep(db, "approvals", (piece) => Prisma.sql`
    UPDATE approvals x SET comment = '' FROM broadcasts b
    WHERE ${piece} AND x.created_at < ${before} AND x.comment <> ''
      AND b.id = x.broadcast_id AND b.status <> 'IN_REVIEW'`, signal);
}

const idsSchema = z.array(z.object({ id: z.string() }));
const DEPARTED_BATCH = 100;

/** Who has only thrown the app away may have it again in a month, and would be greeted as somebody new. */
const REMOVED_LEAST_DAYS = 30;

/**
 * Of a directory that nobody may read, nobody learns that somebody left: of whom it never told, and who has no app and is in no
 * team or chat that has it, nothing here can reach. Who has a role in the console is still there.
 */
const REACHED_NOWHERE = Prisma.sql`(
  r.account = 'UNKNOWN' AND c.state = 'REMOVED' AND c.state_since < now() - ${REMOVED_LEAST_DAYS}::int * interval '1 day'
  AND NOT EXISTS (SELECT FROM team_members m WHERE m.recipient_id = r.id)
  AND NOT EXISTS (SELECT FROM chat_members m WHERE m.recipient_id = r.id)
  AND NOT EXISTS (SELECT FROM people p WHERE p.tenant_id = r.tenant_id AND p.object_id = r.external_id
    AND coalesce(p.assigned_role, p.role) IS NOT NULL))`;

/** People whom the directory deleted that long ago, one by one as an admin would. To whom something is on its way waits. */
async function eraseDeparted(db: DbPool, before: Prisma.Sql, signal: AbortSignal): Promise<number> {
  let erased = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const batch = idsSchema.parse(await db.$queryRaw`
      SELECT r.id FROM recipients r LEFT JOIN conversation_references c ON c.recipient_id = r.id
      WHERE (r.account = 'DELETED' OR ${REACHED_NOWHERE}) AND r.kind = 'PERSON' AND r.id > ${after}::uuid
        AND greatest(c.state_since, r.synced_at, r.created_at) < ${before}
      ORDER BY r.id LIMIT ${DEPARTED_BATCH}`);
    for (const { id } of batch) erased += (await eraseOne(db, id)) ? 1 : 0;
    after = batch.at(-1)?.id ?? after;
    if (batch.length < DEPARTED_BATCH) break;
  }
  return erased;
}

/** False while something is on its way to them: the next night will do. */
async function eraseOne(db: DbPool, id: string): Promise<boolean> {
  try {
    await inTransaction(db, async (tx) => {
      const { standIn, counts } = await eraseRecipient(tx, id);
      const target = { kind: "recipient", id: standIn };
      await saveAuditEvent(tx, { actor: { kind: "SYSTEM", name: "Herald" }, command: "erase-recipient", target, detail: counts });
    });
    return true;
  } catch (error) {
    if (error instanceof AppError && (error.code === "CONFLICT" || error.code === "NOT_FOUND")) return false;
    throw error;
  }
}
