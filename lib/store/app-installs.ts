// The app is to be installed for people through Graph, twenty at a time. A row is claimed under a lease; what becomes of it
// settles the deliveries that wait for it (waiting-deliveries.ts) in the same transaction. The bot's own event may do so
// first.
import { z } from "zod";

import type { InstallCode } from "@/lib/domain/directory";

import { type Db, type DbPool, inTransaction } from "./db";
import { DUE_BY_SQL } from "./due-sql";
import { Prisma } from "./generated/client";
import { forgetUnwanted } from "./lost-waits";
import { IS_SOMEBODY_SQL } from "./placeholders";
import { releaseReachable, settleArrived, skipWaiting, STILL_WANTED_SQL } from "./waiting-deliveries";

/** `claim` proves that it is held: a later one has a higher number. */
export type ClaimedInstall = { recipientId: string; objectId: string; attempts: number; claim: number };

const LEASE_SECONDS = 120;

const idsSchema = z.array(z.object({ recipient_id: z.string() }));
const claimedSchema = z.array(z.object({
  recipient_id: z.string(), external_id: z.string(), attempts: z.number(), claims: z.number(),
}));

/** Wanted, or left behind by a process that died. */
const DUE_SQL = Prisma.sql`((status = 'WANTED' AND due_at <= ${DUE_BY_SQL}) OR (status = 'INSTALLING' AND lease_until < now()))`;

export async function claimInstalls(db: Db, tenantId: string, limit: number): Promise<ClaimedInstall[]> {
  const rows = await db.$queryRaw`
    WITH picked AS (
      SELECT recipient_id FROM app_installs i WHERE tenant_id = ${tenantId} AND ${DUE_SQL} AND ${STILL_WANTED_SQL}
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE app_installs i SET status = 'INSTALLING', lease_until = now() + ${LEASE_SECONDS} * interval '1 second',
        attempts = attempts + 1, claims = claims + 1
      FROM picked p WHERE i.recipient_id = p.recipient_id RETURNING i.recipient_id, i.attempts, i.claims
    )
    SELECT c.recipient_id, r.external_id, c.attempts, c.claims FROM claimed c JOIN recipients r ON r.id = c.recipient_id`;
  return claimedSchema.parse(rows).map((row) => ({
    recipientId: row.recipient_id, objectId: row.external_id, attempts: row.attempts, claim: row.claims,
  }));
}

export async function listTenantsWithInstalls(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT tenant_id FROM app_installs i WHERE ${DUE_SQL} AND ${STILL_WANTED_SQL}`;
  return z.array(z.object({ tenant_id: z.string() })).parse(rows).map((row) => row.tenant_id);
}

/** Of these people, who can be reached by now: the bot has heard of the installation itself. */
export async function listReached(db: Db, recipientIds: readonly string[]): Promise<string[]> {
  const rows = await db.conversationReference.findMany({
    where: { recipientId: { in: [...recipientIds] }, state: "ACTIVE" },
    take: recipientIds.length,
    select: { recipientId: true },
  });
  return rows.map(({ recipientId }) => recipientId);
}

/**
 * Graph has installed the app for these people: they can be reached in the chat it told, or one that the first send
 * creates. Whoever the bot has met by now, or who blocked it, stays as they are. Their deliveries go out.
 */
export async function saveInstalled(
  db: DbPool, tenantId: string, bot: { id: string; serviceUrl: string },
  chats: readonly { recipientId: string; conversationId: string | null }[],
): Promise<void> {
  if (chats.length === 0) return;
  await inTransaction(db, async (tx) => {
    const recipientIds = chats.map(({ recipientId }) => recipientId);
    await tx.$executeRaw`
      SELECT FROM recipients WHERE id = ANY(${recipientIds}::uuid[]) ORDER BY external_id FOR NO KEY UPDATE`;
    // Where the bot meets others of the tenant is where it will meet these.
    await tx.$executeRaw`
      WITH met AS (
        SELECT c.service_url, c.bot_id FROM conversation_references c JOIN recipients r ON r.id = c.recipient_id
        WHERE r.tenant_id = ${tenantId} AND r.kind = 'PERSON' AND c.state = 'ACTIVE' LIMIT 1
      )
      INSERT INTO conversation_references AS c (recipient_id, service_url, bot_id, conversation_id, state, evidence,
        state_since, source, seen_at, installed_at)
      SELECT t."recipientId", coalesce((SELECT service_url FROM met), ${bot.serviceUrl}),
        coalesce((SELECT bot_id FROM met), ${bot.id}), t."conversationId",
        CASE WHEN t."conversationId" IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END, 'GRAPH_INSTALL', now(), 'GRAPH_INSTALL', now(), now()
      FROM jsonb_to_recordset(${JSON.stringify(chats)}::jsonb) AS t("recipientId" uuid, "conversationId" text)
      ON CONFLICT (recipient_id) DO UPDATE SET
        conversation_id = coalesce(excluded.conversation_id, c.conversation_id),
        state = CASE WHEN coalesce(excluded.conversation_id, c.conversation_id) IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END,
        evidence = excluded.evidence, state_since = now(), source = excluded.source,
        seen_at = greatest(c.seen_at, excluded.seen_at), installed_at = greatest(c.installed_at, excluded.installed_at)
      WHERE c.state IN ('KNOWN', 'NEEDS_INSTALL', 'REMOVED')`;
    await settleArrived(tx, recipientIds);
  });
}

/** What a worker may settle: as it claimed it. Whoever's lease has run out meanwhile has lost it to a later claim. */
const IS_HELD_SQL = Prisma.sql`i.recipient_id = h."recipientId" AND i.status = 'INSTALLING' AND i.claims = h.claim`;

function heldSql(claimed: readonly ClaimedInstall[]): Prisma.Sql {
  const held = JSON.stringify(claimed.map(({ recipientId, claim }) => ({ recipientId, claim })));
  return Prisma.sql`jsonb_to_recordset(${held}::jsonb) AS h("recipientId" uuid, claim int)`;
}

/** It will not work for these people; nobody waits for them any longer. */
export async function settleNotInstalled(db: Db | DbPool, claimed: readonly ClaimedInstall[], code: InstallCode): Promise<void> {
  if (claimed.length === 0) return;
  await inTransaction(db, async (tx) => {
    const rows = await tx.$queryRaw`
      UPDATE app_installs i SET status = 'FAILED', code = ${code}, lease_until = NULL, settled_at = now()
      FROM ${heldSql(claimed)} WHERE ${IS_HELD_SQL} RETURNING i.recipient_id`;
    const ids = idsSchema.parse(rows).map((row) => row.recipient_id);
    // Nobody knew that they need none of their own.
    await releaseReachable(tx, ids);
    await skipWaiting(tx, ids, code);
  });
}

/**
 * Back to WANTED after a rest, or to nothing when nobody waits for it any more. A stop, or a wait that Graph asked for, is no
 * attempt.
 */
export async function releaseInstalls(
  db: Db | DbPool, claimed: readonly ClaimedInstall[], { restMs, counts }: { restMs: number; counts: boolean },
): Promise<void> {
  if (claimed.length === 0) return;
  await inTransaction(db, async (tx) => {
    await tx.$executeRaw`
      UPDATE app_installs i SET status = 'WANTED', lease_until = NULL, due_at = now() + ${restMs}::float8 * interval '1 ms',
        attempts = i.attempts - CASE WHEN ${counts}::boolean THEN 0 ELSE 1 END
      FROM ${heldSql(claimed)} WHERE ${IS_HELD_SQL}`;
    await forgetUnwanted(tx, claimed.map(({ recipientId }) => recipientId));
  });
}

/**
 * Wants the app for people who could have it and have not; returns for how many that was news. Whoever it failed for is
 * tried again.
 */
export async function wantInstalls(
  db: Db, tenants: readonly string[], who: "EVERYBODY" | readonly string[],
): Promise<number> {
  const isSettled = Prisma.sql`(i.status = 'INSTALLED' OR i.status = 'FAILED')`;
  const these = who === "EVERYBODY" ? Prisma.sql`true` : Prisma.sql`r.id = ANY(${[...who]}::uuid[])`;
  return db.$executeRaw`
    INSERT INTO app_installs AS i (recipient_id, tenant_id, wanted_by)
    SELECT r.id, r.tenant_id, 'ADMIN' FROM recipients r LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
    WHERE r.tenant_id = ANY(${[...tenants]}::text[]) AND ${IS_SOMEBODY_SQL} AND r.user_type = 'MEMBER'
      AND r.account IN ('ENABLED', 'UNKNOWN') AND (ref.state IS NULL OR ref.state IN ('NEEDS_INSTALL', 'KNOWN')) AND ${these}
    ON CONFLICT (recipient_id) DO UPDATE SET wanted_by = 'ADMIN',
      status = CASE WHEN ${isSettled} THEN 'WANTED' ELSE i.status END, code = NULL,
      attempts = CASE WHEN ${isSettled} THEN 0 ELSE i.attempts END, due_at = CASE WHEN ${isSettled} THEN now() ELSE i.due_at END,
      wanted_at = CASE WHEN ${isSettled} THEN now() ELSE i.wanted_at END, settled_at = NULL,
      lease_until = CASE WHEN ${isSettled} THEN NULL ELSE i.lease_until END
    WHERE ${isSettled} OR i.wanted_by = 'BROADCAST'`;
}
