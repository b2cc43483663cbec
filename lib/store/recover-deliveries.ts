// Deliveries whose worker is gone. A claimed one was provably not sent and goes back to the queue. One in SENDING may have
// been: it becomes UNCONFIRMED, or by policy RETRY is marked as a possible duplicate and sent once more.
import { z } from "zod";

import type { Recovered } from "@/lib/domain/ledger";
import type { DeliveryKey } from "@/lib/domain/ports";
import { UNKNOWN_DELAY_MS } from "@/lib/domain/retry";

import type { Db } from "./db";

const BATCH = 500;

const recoveredSchema = z.tuple([z.object({ queued: z.number(), unconfirmed: z.number(), retried: z.number() })]);

export async function recoverDeliveries(db: Db): Promise<Recovered> {
  const rows: unknown = await db.$queryRaw`
    WITH lost AS (
      SELECT d.broadcast_id, d.recipient_id, d.epoch, d.status, d.begun_at, CASE
        WHEN d.status = 'CLAIMED' AND d.possible_duplicate_at IS NULL THEN 'QUEUED'
        WHEN d.status = 'CLAIMED' THEN 'RETRY_WAIT'
        WHEN b.on_unknown = 'RETRY' AND d.possible_duplicate_at IS NULL THEN 'RETRY_WAIT'
        ELSE 'UNCONFIRMED' END AS becomes
      FROM deliveries d LEFT JOIN broadcasts b ON b.id = d.broadcast_id
      WHERE (d.status = 'CLAIMED' OR d.status = 'SENDING') AND d.lease_until < now()
      ORDER BY d.broadcast_id, d.recipient_id LIMIT ${BATCH} FOR UPDATE OF d SKIP LOCKED
    ), moved AS (
      UPDATE deliveries d SET status = l.becomes, lease_worker = NULL, lease_until = NULL,
        reason = CASE WHEN l.becomes = 'UNCONFIRMED' THEN 'LEASE_EXPIRED' END,
        settled_at = CASE WHEN l.becomes = 'UNCONFIRMED' THEN now() END,
        possible_duplicate_at = CASE WHEN l.becomes = 'RETRY_WAIT' THEN coalesce(d.possible_duplicate_at, now()) ELSE d.possible_duplicate_at END,
        due_at = CASE WHEN l.becomes = 'RETRY_WAIT' AND d.possible_duplicate_at IS NULL THEN now() + ${UNKNOWN_DELAY_MS}::float8 * interval '1 ms' ELSE d.due_at END
      FROM lost l WHERE d.broadcast_id = l.broadcast_id AND d.recipient_id = l.recipient_id
    ), closed AS (
      INSERT INTO attempts (broadcast_id, recipient_id, epoch, kind, started_at, outcome, code)
      SELECT broadcast_id, recipient_id, epoch, 'POST', begun_at, 'UNKNOWN', 'LEASE_EXPIRED' FROM lost WHERE status = 'SENDING'
      ON CONFLICT DO NOTHING
    )
    SELECT count(*) FILTER (WHERE becomes = 'QUEUED')::int AS queued,
      count(*) FILTER (WHERE becomes = 'UNCONFIRMED')::int AS unconfirmed,
      count(*) FILTER (WHERE becomes = 'RETRY_WAIT')::int AS retried FROM lost`;
  return recoveredSchema.parse(rows)[0];
}

/** Gives back claimed deliveries that were never begun. */
export async function releaseDeliveries(db: Db, keys: DeliveryKey[]): Promise<void> {
  if (keys.length === 0) return;
  await db.$executeRaw`
    UPDATE deliveries d SET status = CASE WHEN d.possible_duplicate_at IS NULL THEN 'QUEUED' ELSE 'RETRY_WAIT' END,
      lease_worker = NULL, lease_until = NULL
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("broadcastId" uuid, "recipientId" uuid, epoch int)
    WHERE d.broadcast_id = k."broadcastId" AND d.recipient_id = k."recipientId" AND d.epoch = k.epoch AND d.status = 'CLAIMED'`;
}
