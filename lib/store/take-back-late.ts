// A worker that stood still for longer than its lease finds messages it never posted. Meanwhile they were called
// unconfirmed, which was all that anybody else could know; now it is certain that they did not leave, so they wait to be
// sent. Only while their broadcast is not over: the row is locked against its finish.
import type { DeliveryKey } from "@/lib/domain/ports";

import type { Db } from "./db";

export async function takeBackLate(db: Db, keys: readonly DeliveryKey[]): Promise<void> {
  await db.$executeRaw`
    WITH keys AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(keys)}::json) AS k("broadcastId" uuid, "recipientId" uuid, epoch int)
    ), live AS (
      SELECT id FROM broadcasts
      WHERE id IN (SELECT "broadcastId" FROM keys) AND status IN ('SENDING', 'ACTIVE', 'PAUSED')
      ORDER BY id FOR SHARE
    ), moved AS (
      UPDATE deliveries d SET status = 'RETRY_WAIT', reason = NULL, settled_at = NULL, due_at = now(), attempts = d.attempts - 1
      FROM keys k JOIN live ON live.id = k."broadcastId"
      WHERE d.broadcast_id = k."broadcastId" AND d.recipient_id = k."recipientId" AND d.epoch = k.epoch
        AND d.status = 'UNCONFIRMED' AND d.reason = 'LEASE_EXPIRED'
      RETURNING d.broadcast_id, d.recipient_id, d.epoch
    )
    DELETE FROM attempts a USING moved m
    WHERE a.broadcast_id = m.broadcast_id AND a.recipient_id = m.recipient_id AND a.epoch = m.epoch AND a.kind = 'POST'
      AND a.code = 'LEASE_EXPIRED'`;
}
