// Claims due deliveries of one tenant for one worker, a fair share of each broadcast. One statement: rows that another
// worker holds are skipped, not waited for; the partial index on due rows keeps it as fast at the end as at the start.
import { z } from "zod";

import type { Share } from "@/lib/domain/ledger";
import type { ClaimedDelivery } from "@/lib/domain/ports";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";

import type { Db } from "./db";

export type ClaimRequest = { workerId: string; tenantId: string; shares: Share[]; leaseMs: number };

const contextSchema = z.object({ team: z.string(), channel: z.string(), installer: z.string() }).partial();
const rowsSchema = z.array(
  z.object({
    broadcast_id: z.string(),
    recipient_id: z.string(),
    epoch: z.number(),
    attempts: z.number(),
    remedy: z.enum(["REFRESH_TOKEN", "RECREATE_CONVERSATION", "SWITCH_HOST"]).nullable(),
    possible_duplicate: z.boolean(),
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

export async function claimDeliveries(
  db: Db,
  { workerId, tenantId, shares, leaseMs }: ClaimRequest,
): Promise<ClaimedDelivery[]> {
  const rows: unknown = await db.$queryRaw`
    WITH picked AS (
      SELECT d.broadcast_id, d.recipient_id
      FROM jsonb_to_recordset(${JSON.stringify(shares)}::jsonb) AS s("broadcastId" uuid, "limit" int)
      CROSS JOIN LATERAL (
        SELECT q.broadcast_id, q.recipient_id FROM deliveries q
        WHERE q.tenant_id = ${tenantId} AND q.broadcast_id = s."broadcastId"
          AND (q.status = 'QUEUED' OR q.status = 'RETRY_WAIT') AND q.due_at <= now()
        ORDER BY q.due_at LIMIT s."limit" FOR UPDATE SKIP LOCKED
      ) d
    ), claimed AS (
      UPDATE deliveries d SET status = 'CLAIMED', epoch = d.epoch + 1,
        lease_worker = ${workerId}::uuid, lease_until = now() + ${leaseMs}::float8 * interval '1 ms'
      FROM picked p WHERE d.broadcast_id = p.broadcast_id AND d.recipient_id = p.recipient_id
      RETURNING d.broadcast_id, d.recipient_id, d.epoch, d.attempts, d.remedy, d.possible_duplicate_at, d.revision, d.context
    )
    SELECT c.broadcast_id, c.recipient_id, c.epoch, c.attempts, c.remedy, c.revision, c.context,
      c.possible_duplicate_at IS NOT NULL AS possible_duplicate, r.kind, r.display_name, r.given_name, r.locale,
      coalesce(ref.service_url, '') AS service_url, coalesce(ref.bot_id, '') AS bot_id,
      coalesce(ref.member_id, r.external_id) AS member_id,
      CASE WHEN r.kind <> 'PERSON' OR c.remedy IS DISTINCT FROM 'RECREATE_CONVERSATION' THEN ref.conversation_id END AS conversation_id
    FROM claimed c JOIN recipients r ON r.id = c.recipient_id
    LEFT JOIN conversation_references ref ON ref.recipient_id = c.recipient_id`;
  return rowsSchema.parse(rows).map((row) => ({
    broadcastId: row.broadcast_id,
    recipientId: row.recipient_id,
    epoch: row.epoch,
    tenantId,
    attempts: row.attempts,
    remedy: row.remedy,
    possibleDuplicate: row.possible_duplicate,
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
