// The app is to be installed for people through Graph, twenty at a time. A row is claimed under a lease; what becomes of it
// settles the deliveries that wait for it (waiting-deliveries.ts) in the same transaction. The bot's own event may do so
// first.
import { z } from "zod";

import type { InstallCode } from "@/lib/domain/directory";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";
import { settleArrived, skipWaiting, STILL_WANTED_SQL } from "./waiting-deliveries";

export type ClaimedInstall = { recipientId: string; objectId: string; attempts: number };

const LEASE_SECONDS = 120;

const idsSchema = z.array(z.object({ recipient_id: z.string() }));
const claimedSchema = z.array(z.object({ recipient_id: z.string(), external_id: z.string(), attempts: z.number() }));

/** Wanted, or left behind by a process that died. */
const DUE_SQL = Prisma.sql`((status = 'WANTED' AND due_at <= now()) OR (status = 'INSTALLING' AND lease_until < now()))`;

export async function claimInstalls(db: Db, tenantId: string, limit: number): Promise<ClaimedInstall[]> {
  const rows = await db.$queryRaw`
    WITH picked AS (
      SELECT recipient_id FROM app_installs i WHERE tenant_id = ${tenantId} AND ${DUE_SQL} AND ${STILL_WANTED_SQL}
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE app_installs i SET status = 'INSTALLING', lease_until = now() + ${LEASE_SECONDS} * interval '1 second',
        attempts = attempts + 1
      FROM picked p WHERE i.recipient_id = p.recipient_id RETURNING i.recipient_id, i.attempts
    )
    SELECT c.recipient_id, r.external_id, c.attempts FROM claimed c JOIN recipients r ON r.id = c.recipient_id`;
  return claimedSchema.parse(rows).map((row) => ({
    recipientId: row.recipient_id, objectId: row.external_id, attempts: row.attempts,
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

/** It will not work for these people; nobody waits for them any longer. */
export async function settleNotInstalled(db: Db | DbPool, recipientIds: readonly string[], code: InstallCode): Promise<void> {
  if (recipientIds.length === 0) return;
  await inTransaction(db, async (tx) => {
    const rows = await tx.$queryRaw`
      UPDATE app_installs SET status = 'FAILED', code = ${code}, lease_until = NULL, settled_at = now()
      WHERE recipient_id = ANY(${[...recipientIds]}::uuid[]) AND status IN ('WANTED', 'INSTALLING') RETURNING recipient_id`;
    await skipWaiting(tx, idsSchema.parse(rows).map((row) => row.recipient_id));
  });
}

/** Back to WANTED after a rest. A stop, or a wait that Graph asked for, is no attempt. */
export async function releaseInstalls(
  db: Db, recipientIds: readonly string[], { restMs, counts }: { restMs: number; counts: boolean },
): Promise<void> {
  if (recipientIds.length === 0) return;
  await db.$executeRaw`
    UPDATE app_installs SET status = 'WANTED', lease_until = NULL, due_at = now() + ${restMs}::float8 * interval '1 ms',
      attempts = attempts - CASE WHEN ${counts}::boolean THEN 0 ELSE 1 END
    WHERE recipient_id = ANY(${[...recipientIds]}::uuid[]) AND status = 'INSTALLING'`;
}

/**
 * Wants the app for people who could have it and have not; returns for how many that was news. Whoever it failed for is
 * tried again.
 */
export async function wantInstalls(
  db: Db, tenants: readonly string[], who: "EVERYBODY" | readonly string[],
): Promise<number> {
  const these = who === "EVERYBODY" ? Prisma.sql`true` : Prisma.sql`r.id = ANY(${[...who]}::uuid[])`;
  return db.$executeRaw`
    INSERT INTO app_installs AS i (recipient_id, tenant_id, wanted_by)
    SELECT r.id, r.tenant_id, 'ADMIN' FROM recipients r LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
    WHERE r.tenant_id = ANY(${[...tenants]}::text[]) AND r.kind = 'PERSON' AND r.user_type = 'MEMBER'
      AND r.account IN ('ENABLED', 'UNKNOWN') AND (ref.state IS NULL OR ref.state IN ('NEEDS_INSTALL', 'KNOWN')) AND ${these}
    ON CONFLICT (recipient_id) DO UPDATE SET status = 'WANTED', wanted_by = 'ADMIN', code = NULL, attempts = 0,
      due_at = now(), wanted_at = now(), settled_at = NULL, lease_until = NULL
    WHERE i.status IN ('INSTALLED', 'FAILED')`;
}

/** Forgets what only an admin wanted and has not begun. */
export async function withdrawInstalls(db: Db): Promise<number> {
  const { count } = await db.appInstall.deleteMany({ where: { status: "WANTED", wantedBy: "ADMIN" } });
  return count;
}
