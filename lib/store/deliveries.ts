// Changes of deliveries that people cause: opting out, a welcome, an author's retry, and proof that something arrived.
// What the engine does to deliveries is in the files of the ledger (see postgres-ledger.ts).
import type { DeliveryContext } from "@/lib/domain/delivery";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { ensureSendSlots } from "./send-slots";

/**
 * Takes a person's unsent messages of a topic (null: of all that may be opted out of) out of the queue. Runs in the
 * opt-out's own transaction: an intent that is being committed at this moment waits for it, and then finds nothing to send.
 */
export function skipOptedOut(tx: Db, recipientId: string, topicId: string | null): Promise<number> {
  return tx.$executeRaw`
    WITH unsent AS (
      SELECT d.broadcast_id, d.recipient_id, d.possible_duplicate_at IS NOT NULL AS doubtful
      FROM deliveries d
      JOIN broadcasts b ON b.id = d.broadcast_id JOIN topics t ON t.id = b.topic_id
      WHERE d.recipient_id = ${recipientId}::uuid AND d.status IN ('QUEUED', 'CLAIMED', 'RETRY_WAIT')
        AND NOT t.mandatory AND b.purpose <> 'TEST' AND (${topicId}::uuid IS NULL OR t.id = ${topicId}::uuid)
      ORDER BY 1, 2 FOR UPDATE OF d
    )
    UPDATE deliveries d SET status = CASE WHEN u.doubtful THEN 'UNCONFIRMED' ELSE 'SKIPPED' END,
      reason = CASE WHEN u.doubtful THEN 'NOT_RETRIED' ELSE 'OPTED_OUT' END,
      settled_at = now(), lease_worker = NULL, lease_until = NULL
    FROM unsent u WHERE d.broadcast_id = u.broadcast_id AND d.recipient_id = u.recipient_id`;
}

export type StandingDelivery = {
  broadcastId: string;
  recipientId: string;
  tenantId: string;
  recipientName: string;
  context: DeliveryContext;
  revision: number;
  ratePerSecond: number;
};

/** Queues a standing broadcast for one person; false when that person has had it, once for ever. */
export async function insertStandingDelivery(tx: Db, delivery: StandingDelivery): Promise<boolean> {
  const { broadcastId, recipientId, tenantId, recipientName, context, revision } = delivery;
  await ensureSendSlots(tx, tenantId, delivery.ratePerSecond);
  const inserted = await tx.$executeRaw`
    INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name, context, revision)
    SELECT ${broadcastId}::uuid, id, ${tenantId}, ${recipientName}, ${JSON.stringify(context)}::jsonb, ${revision}
    FROM recipients WHERE id = ${recipientId}::uuid FOR KEY SHARE
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

/**
 * FAILED deliveries go back to the queue with fresh attempts. What the author had closed may have arrived: it is flagged.
 * Returns how many.
 */
export function requeueFailed(tx: Db, broadcastId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE deliveries SET status = 'RETRY_WAIT', reason = NULL, settled_at = NULL, attempts = 0, remedy = NULL, due_at = now(),
      possible_duplicate_at = CASE WHEN reason = 'CLOSED' THEN coalesce(possible_duplicate_at, now()) ELSE possible_duplicate_at END
    WHERE broadcast_id = ${broadcastId}::uuid AND status = 'FAILED'`;
}

/** The author decides about UNCONFIRMED deliveries: sent once more, flagged first, or closed as failed. Returns how many. */
export function resolveUnconfirmed(tx: Db, broadcastId: string, decision: "RESEND" | "CLOSE"): Promise<number> {
  return decision === "RESEND"
    ? tx.$executeRaw`
        UPDATE deliveries SET status = 'RETRY_WAIT', reason = NULL, settled_at = NULL, due_at = now(), possible_duplicate_at = now()
        WHERE broadcast_id = ${broadcastId}::uuid AND status = 'UNCONFIRMED'`
    : tx.$executeRaw`
        UPDATE deliveries SET status = 'FAILED', reason = 'CLOSED', settled_at = now()
        WHERE broadcast_id = ${broadcastId}::uuid AND status = 'UNCONFIRMED'`;
}

/** The delivery whose card has this activity id in Teams. */
export function findDeliveryByActivity(
  db: Db,
  recipientId: string,
  activityId: string,
): Promise<{ broadcastId: string } | null> {
  return db.delivery.findFirst({ where: { recipientId, activityId }, select: { broadcastId: true } });
}

/** A read, reaction or click proves that the card arrived, whatever we believed. Returns how many deliveries changed. */
export function proveDelivered(
  tx: Db,
  { recipientId, broadcastId, activityId }: { recipientId: string; broadcastId: string; activityId?: string | undefined },
): Promise<number> {
  const activity = activityId ? Prisma.sql`coalesce(activity_id, ${activityId})` : Prisma.sql`activity_id`;
  return tx.$executeRaw`
    UPDATE deliveries SET status = 'SENT', reason = NULL, settled_at = now(), activity_id = ${activity}
    WHERE broadcast_id = ${broadcastId}::uuid AND recipient_id = ${recipientId}::uuid
      AND (status = 'UNCONFIRMED' OR (status = 'RETRY_WAIT' AND possible_duplicate_at IS NOT NULL)
        OR (status = 'FAILED' AND reason = 'CLOSED'))`;
}
