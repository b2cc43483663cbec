// Commits the intents to post to people whose conversation was created under the claim; everybody else's came with the
// claim itself. The same gates (intent-gates.ts) decide. Held back, a delivery is skipped with the reason; while its
// broadcast is paused or canceled it goes back to where it came from.
import { z } from "zod";

import { SKIP_REASONS } from "@/lib/domain/delivery";
import type { Intent } from "@/lib/domain/ledger";
import type { DeliveryKey } from "@/lib/domain/ports";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { gateSql, leaseSql, liveBroadcastsSql } from "./intent-gates";

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
  const rows: unknown = await db.$queryRaw`
    WITH keys AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k("broadcastId" uuid, "recipientId" uuid, epoch int)
    ), live AS (${liveBroadcastsSql(Prisma.sql`SELECT "broadcastId" FROM keys`)}
    ), locked AS (
      SELECT d.broadcast_id, d.recipient_id, d.epoch, d.possible_duplicate_at IS NOT NULL AS doubtful
      FROM keys k JOIN deliveries d ON d.broadcast_id = k."broadcastId" AND d.recipient_id = k."recipientId"
      WHERE d.status = 'CLAIMED' AND d.epoch = k.epoch
      ORDER BY 1, 2 FOR UPDATE OF d
    ), gated AS (
      SELECT l.*, CASE WHEN live.id IS NULL THEN 'RELEASED' ELSE ${gateSql(Prisma.sql`l.recipient_id`)} END AS result
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
        begun_at = CASE WHEN g.result = 'ALLOWED' THEN now() END,
        lease_worker = CASE WHEN g.result = 'ALLOWED' THEN d.lease_worker END,
        lease_until = CASE WHEN g.result = 'ALLOWED' THEN ${leaseSql(leaseMs)} END
      FROM gated g
      WHERE d.broadcast_id = g.broadcast_id AND d.recipient_id = g.recipient_id
    )
    SELECT broadcast_id, recipient_id, epoch, result FROM gated`;
  return rowsSchema.parse(rows).map((row) => ({
    broadcastId: row.broadcast_id,
    recipientId: row.recipient_id,
    epoch: row.epoch,
    result: row.result,
  }));
}
