// Commits the intents to post, before any request. The last gates, each under the lock that the opposing change needs:
// a pause or cancel updates the broadcast row that is read FOR SHARE here, an opt-out updates the delivery row itself.
// Whichever commits first decides, and nothing is posted whose intent came second. A delivery that may have arrived
// already (possible duplicate) is never called skipped: held back, it is UNCONFIRMED; given back, it waits for its retry.
import { z } from "zod";

import { SKIP_REASONS } from "@/lib/domain/delivery";
import type { Intent } from "@/lib/domain/ledger";
import type { DeliveryKey } from "@/lib/domain/ports";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { optedOutSql } from "./opt-outs";

const rowsSchema = z.array(
  z.object({
    broadcast_id: z.string(),
    recipient_id: z.string(),
    epoch: z.number(),
    result: z.enum(["ALLOWED", "RELEASED", ...SKIP_REASONS]),
  }),
);

/** Keys that lost their lease in the meantime are absent from the answer: another worker owns them now. */
export async function saveIntents(db: Db, keys: DeliveryKey[], leaseMs: number): Promise<Intent[]> {
  const optedOut = optedOutSql(Prisma.sql`l.recipient_id`, Prisma.sql`live.topic_id`, Prisma.sql`live.mandatory`);
  const rows: unknown = await db.$queryRaw`
    WITH keys AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("broadcastId" uuid, "recipientId" uuid, epoch int)
    ), live AS (
      SELECT b.id, b.purpose, b.topic_id, b.expires_at, t.mandatory FROM broadcasts b JOIN topics t ON t.id = b.topic_id
      WHERE b.id IN (SELECT "broadcastId" FROM keys) AND b.status IN ('SENDING', 'ACTIVE')
      ORDER BY b.id FOR SHARE OF b
    ), locked AS (
      SELECT d.broadcast_id, d.recipient_id, d.epoch, d.possible_duplicate_at IS NOT NULL AS doubtful
      FROM keys k JOIN deliveries d ON d.broadcast_id = k."broadcastId" AND d.recipient_id = k."recipientId"
      WHERE d.status = 'CLAIMED' AND d.epoch = k.epoch
      ORDER BY 1, 2 FOR UPDATE OF d
    ), gated AS (
      SELECT l.*, CASE
        WHEN live.id IS NULL THEN 'RELEASED'
        WHEN ref.state = 'REMOVED' THEN 'REMOVED'
        WHEN ref.state = 'BLOCKED' THEN 'BLOCKED'
        WHEN ref.recipient_id IS NULL OR ref.state = 'NEEDS_INSTALL' THEN 'NOT_INSTALLED'
        WHEN live.expires_at <= now() THEN 'EXPIRED'
        WHEN live.purpose <> 'TEST' AND ${optedOut} THEN 'OPTED_OUT'
        ELSE 'ALLOWED' END AS result
      FROM locked l LEFT JOIN live ON live.id = l.broadcast_id
      LEFT JOIN conversation_references ref ON ref.recipient_id = l.recipient_id
    ), moved AS (
      UPDATE deliveries d SET
        status = CASE
          WHEN g.result = 'ALLOWED' THEN 'SENDING'
          WHEN g.result = 'RELEASED' AND g.doubtful THEN 'RETRY_WAIT'
          WHEN g.result = 'RELEASED' THEN 'QUEUED'
          WHEN g.doubtful THEN 'UNCONFIRMED'
          ELSE 'SKIPPED' END,
        reason = CASE WHEN g.result IN ('ALLOWED', 'RELEASED') THEN NULL WHEN g.doubtful THEN 'NOT_RETRIED' ELSE g.result END,
        settled_at = CASE WHEN g.result NOT IN ('ALLOWED', 'RELEASED') THEN now() END,
        attempts = d.attempts + (g.result = 'ALLOWED')::int,
        lease_worker = CASE WHEN g.result = 'ALLOWED' THEN d.lease_worker END,
        lease_until = CASE WHEN g.result = 'ALLOWED' THEN now() + ${leaseMs}::float8 * interval '1 ms' END
      FROM gated g
      WHERE d.broadcast_id = g.broadcast_id AND d.recipient_id = g.recipient_id
    ), begun AS (
      INSERT INTO attempts (broadcast_id, recipient_id, epoch, kind)
      SELECT broadcast_id, recipient_id, epoch, 'POST' FROM gated WHERE result = 'ALLOWED'
    )
    SELECT broadcast_id, recipient_id, epoch, result FROM gated`;
  return rowsSchema.parse(rows).map((row) => ({
    broadcastId: row.broadcast_id,
    recipientId: row.recipient_id,
    epoch: row.epoch,
    result: row.result,
  }));
}
