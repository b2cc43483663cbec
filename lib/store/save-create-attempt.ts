// The attempt of a conversation that was created: made after the fact, because a create may be repeated and needs no intent. As a
// remedy it is spent with it.
import type { Answer } from "@/lib/domain/outcome";
import type { DeliveryKey } from "@/lib/domain/ports";

import type { Db } from "./db";

export async function saveCreateAttempt(db: Db, key: DeliveryKey, answer: Answer): Promise<void> {
  await db.$executeRaw`
    WITH recreated AS (
      UPDATE deliveries SET remedy = 'RECREATED'
      WHERE broadcast_id = ${key.broadcastId}::uuid AND recipient_id = ${key.recipientId}::uuid AND epoch = ${key.epoch}
        AND remedy = 'RECREATE_CONVERSATION'
    )
    INSERT INTO attempts (broadcast_id, recipient_id, epoch, kind, started_at, finished_at, outcome, http_status, correlation_id)
    VALUES (${key.broadcastId}::uuid, ${key.recipientId}::uuid, ${key.epoch}, 'CREATE',
      now() - ${answer.durationMs}::float8 * interval '1 ms', now(), ${answer.outcome.kind}, ${answer.httpStatus ?? null},
      ${answer.correlationId ?? null})
    ON CONFLICT DO NOTHING`;
}
