// ApprovalNotices: cards of the bot about a review. A command writes that one is wanted; a sender beside the engine claims
// the row for a while, posts it, and brings it up to date when the review is over, which it reads from the broadcast.
import { z } from "zod";

import { NOTICE_KINDS, NOTICE_STATUSES, type NoticeKind } from "@/lib/domain/approval";

import type { Db } from "./db";
import { DUE_BY_SQL } from "./due-sql";

/** After so many failures the console has to do. */
const MAX_ATTEMPTS = 5;

/** Wants a card to those of these people of the console who have a chat with the bot, and have not said stop. */
export async function wantNotices(
  db: Db, { broadcastId, round, kind }: { broadcastId: string; round: number; kind: NoticeKind }, objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  await db.$executeRaw`
    INSERT INTO approval_notices (id, broadcast_id, round, recipient_id, kind)
    SELECT DISTINCT ON (r.id) gen_random_uuid(), ${broadcastId}::uuid, ${round}::int, r.id, ${kind}
    FROM people p
    JOIN recipients r ON r.tenant_id = p.tenant_id AND r.external_id = p.object_id AND r.kind = 'PERSON'
    JOIN conversation_references c ON c.recipient_id = r.id AND c.state = 'ACTIVE' AND c.conversation_id IS NOT NULL
    WHERE p.object_id = ANY(${[...objectIds]}::text[])
      AND NOT EXISTS (SELECT FROM opt_outs o WHERE o.recipient_id = r.id AND o.topic_id IS NULL)
    ON CONFLICT DO NOTHING`;
}

const claimedSchema = z.array(
  z.object({
    id: z.uuid(), broadcast_id: z.uuid(), round: z.number(), recipient_id: z.uuid(), kind: z.enum(NOTICE_KINDS),
    status: z.enum(NOTICE_STATUSES), activity_id: z.string().nullable(), attempts: z.number(),
    tenant_id: z.string(), external_id: z.string(), locale: z.string().nullable(), service_url: z.string(),
    conversation_id: z.string(), bot_id: z.string(),
  }),
);

export type ClaimedNotice = {
  id: string;
  broadcastId: string;
  round: number;
  recipientId: string;
  kind: NoticeKind;
  /** SENT: it was posted, and no longer says what is true. */
  status: "WANTED" | "SENT";
  activityId: string | null;
  attempts: number;
  tenantId: string;
  objectId: string;
  locale: string | null;
  serviceUrl: string;
  conversationId: string;
  botId: string;
};

/**
 * The notice that has waited longest: one to be posted, or a request whose review is over. It is nobody else's for a minute;
 * should this process die meanwhile, it is tried again.
 */
export async function claimNotice(db: Db): Promise<ClaimedNotice | undefined> {
  const rows: unknown = await db.$queryRaw`
    WITH next AS (
      SELECT n.id FROM approval_notices n JOIN broadcasts b ON b.id = n.broadcast_id
      WHERE n.due_at <= ${DUE_BY_SQL} AND n.attempts < ${MAX_ATTEMPTS}
        AND (n.status = 'WANTED' OR (n.status = 'SENT' AND n.kind = 'REQUEST' AND n.activity_id IS NOT NULL
          AND (b.status <> 'IN_REVIEW' OR b.review_round <> n.round)))
      ORDER BY n.due_at LIMIT 1 FOR UPDATE OF n SKIP LOCKED
    ), claimed AS (
      UPDATE approval_notices n SET due_at = now() + interval '1 minute', attempts = n.attempts + 1
      FROM next WHERE n.id = next.id RETURNING n.*
    )
    SELECT n.id, n.broadcast_id, n.round, n.recipient_id, n.kind, n.status, n.activity_id, n.attempts, r.tenant_id, r.external_id,
      r.locale, c.service_url, c.conversation_id, c.bot_id
    FROM claimed n JOIN recipients r ON r.id = n.recipient_id
    JOIN conversation_references c ON c.recipient_id = r.id AND c.state = 'ACTIVE' AND c.conversation_id IS NOT NULL`;
  const [row] = claimedSchema.parse(rows);
  if (!row) return undefined;
  const { status } = row;
  if (status === "CLOSED") throw new Error("A closed notice is not claimed.");
  return {
    id: row.id, broadcastId: row.broadcast_id, round: row.round, recipientId: row.recipient_id, kind: row.kind, status,
    activityId: row.activity_id, attempts: row.attempts, tenantId: row.tenant_id, objectId: row.external_id, locale: row.locale,
    serviceUrl: row.service_url, conversationId: row.conversation_id, botId: row.bot_id,
  };
}

/** A request that was posted is looked at again when its review is over; everything else is done. */
export async function markNoticePosted(db: Db, { id, kind }: ClaimedNotice, activityId: string | null): Promise<void> {
  const status = kind === "REQUEST" && activityId !== null ? "SENT" : "CLOSED";
  await db.approvalNotice.updateMany({ where: { id }, data: { status, activityId, attempts: 0, dueAt: new Date() } });
}

/** Nothing is left to do about it. */
export async function closeNotice(db: Db, { id }: Pick<ClaimedNotice, "id">): Promise<void> {
  await db.approvalNotice.updateMany({ where: { id }, data: { status: "CLOSED" } });
}

/** Later; whether it counts as a failure decides when it is given up. */
export async function putOffNotice(db: Db, { id, attempts }: ClaimedNotice, delayMs: number, counted: boolean): Promise<void> {
  await db.approvalNotice.updateMany({
    where: { id }, data: { dueAt: new Date(Date.now() + delayMs), attempts: counted ? attempts : attempts - 1 },
  });
}
