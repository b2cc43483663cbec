// Claims due deliveries of one tenant for one worker, a fair share of each broadcast, and commits the intent to post to
// each that has a conversation: it is SENDING from here on. Whose conversation must be created first stays CLAIMED. One
// statement: rows that another worker holds are skipped, not waited for; the partial index on due rows keeps it as fast at
// the end as at the start.
import { z } from "zod";

import type { Share } from "@/lib/domain/ledger";
import type { ClaimedDelivery } from "@/lib/domain/ports";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { gateSql, leaseSql, liveBroadcastsSql } from "./intent-gates";

export type ClaimRequest = { workerId: string; tenantId: string; shares: Share[]; leaseMs: number };

const contextSchema = z.object({ team: z.string(), channel: z.string(), installer: z.string() }).partial();
const rowsSchema = z.array(
  z.object({
    broadcast_id: z.string(),
    recipient_id: z.string(),
    epoch: z.number(),
    attempts: z.number(),
    remedy: z.enum(["REFRESH_TOKEN", "RECREATE_CONVERSATION", "RECREATED", "SWITCH_HOST"]).nullable(),
    doubtful: z.boolean(),
    revision: z.number(),
    context: contextSchema.nullable(),
    kind: z.enum(RECIPIENT_KINDS),
    display_name: z.string(),
    given_name: z.string().nullable(),
    locale: z.string().nullable(),
    service_url: z.string(),
    bot_id: z.string(),
    member_id: z.string(),
    conversation_id: z.string().nullable(),
  }),
);

/** In the order they were due. Whoever is held back by a gate is settled here and not among them. */
export async function claimDeliveries(
  db: Db,
  { workerId, tenantId, shares, leaseMs }: ClaimRequest,
): Promise<ClaimedDelivery[]> {
  const ids = shares.map(({ broadcastId }) => broadcastId);
  const limits = shares.map(({ limit }) => limit);
  // Cuts nothing off, but tells the planner how few these are. It takes the limit of a share for a tenth of all that are due,
  // and then joins them by reading whole tables: at a million recipients a claim took longer than sending what it claimed.
  const total = limits.reduce((sum, limit) => sum + limit, 0);
  const rows: unknown = await db.$queryRaw`
    WITH live AS (${liveBroadcastsSql(Prisma.sql`SELECT unnest(${ids}::uuid[])`)}
    ), picked AS (
      SELECT d.*, live.purpose, live.topic_id, live.expires_at, live.mandatory
      FROM unnest(${ids}::uuid[], ${limits}::int[]) AS s(id, most) JOIN live ON live.id = s.id
      CROSS JOIN LATERAL (
        SELECT q.broadcast_id, q.recipient_id, q.epoch + 1 AS epoch, q.attempts, q.remedy, q.revision, q.context, q.due_at,
          q.possible_duplicate_at IS NOT NULL AS doubtful
        FROM deliveries q
        WHERE q.tenant_id = ${tenantId} AND q.broadcast_id = s.id
          AND (q.status = 'QUEUED' OR q.status = 'RETRY_WAIT') AND q.due_at <= now()
        ORDER BY q.due_at LIMIT s.most FOR UPDATE SKIP LOCKED
      ) d
      LIMIT ${total}
    ), gated AS MATERIALIZED (
      SELECT live.*, r.kind, r.display_name, r.given_name, r.locale, coalesce(ref.service_url, '') AS service_url,
        coalesce(ref.bot_id, '') AS bot_id, coalesce(ref.member_id, r.external_id) AS member_id,
        CASE WHEN r.kind <> 'PERSON' OR live.remedy IS DISTINCT FROM 'RECREATE_CONVERSATION' THEN ref.conversation_id
          END AS conversation_id, ${gateSql(Prisma.sql`live.recipient_id`)} AS result
      FROM picked live JOIN recipients r ON r.id = live.recipient_id
      LEFT JOIN conversation_references ref ON ref.recipient_id = live.recipient_id
    ), moved AS (
      UPDATE deliveries d SET
        epoch = g.epoch,
        status = CASE
          WHEN g.result = 'ALLOWED' AND g.conversation_id IS NULL THEN 'CLAIMED'
          WHEN g.result = 'ALLOWED' THEN 'SENDING'
          WHEN g.doubtful THEN 'UNCONFIRMED'
          ELSE 'SKIPPED' END,
        reason = CASE WHEN g.result = 'ALLOWED' THEN NULL WHEN g.doubtful THEN 'NOT_RETRIED' ELSE g.result END,
        settled_at = CASE WHEN g.result <> 'ALLOWED' THEN now() END,
        attempts = d.attempts + (g.result = 'ALLOWED' AND g.conversation_id IS NOT NULL)::int,
        begun_at = CASE WHEN g.result = 'ALLOWED' AND g.conversation_id IS NOT NULL THEN now() END,
        lease_worker = CASE WHEN g.result = 'ALLOWED' THEN ${workerId}::uuid END,
        lease_until = CASE WHEN g.result = 'ALLOWED' THEN ${leaseSql(leaseMs)} END
      FROM gated g WHERE d.broadcast_id = g.broadcast_id AND d.recipient_id = g.recipient_id
    )
    SELECT broadcast_id, recipient_id, epoch, attempts, remedy, revision, context, doubtful, kind, display_name, given_name,
      locale, service_url, bot_id, member_id, conversation_id
    FROM gated WHERE result = 'ALLOWED'`;
  return rowsSchema.parse(rows).map((row) => ({
    broadcastId: row.broadcast_id,
    recipientId: row.recipient_id,
    epoch: row.epoch,
    tenantId,
    attempts: row.attempts,
    // Created anew already (save-create-attempt.ts): the remedy is spent, and the conversation is there.
    remedy: row.remedy === "RECREATED" ? "RECREATE_CONVERSATION" : row.remedy,
    possibleDuplicate: row.doubtful,
    revision: row.revision,
    context: row.context as ClaimedDelivery["context"],
    recipient: { kind: row.kind, displayName: row.display_name, givenName: row.given_name, locale: row.locale },
    address: {
      serviceUrl: row.service_url,
      botId: row.bot_id,
      memberId: row.member_id,
      conversationId: row.conversation_id,
    },
  }));
}
