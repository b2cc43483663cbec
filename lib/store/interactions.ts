// Interactions: what a recipient did with a card. Teams repeats events, so the same thing done twice is one row.
import type { InteractionKind } from "@/lib/domain/interaction";

import type { Db } from "./db";

export type NewInteraction = { recipientId: string; broadcastId: string; kind: InteractionKind; value: string };

/** False when it was known already. */
export async function saveInteraction(db: Db, { recipientId, broadcastId, kind, value }: NewInteraction): Promise<boolean> {
  const saved = await db.$executeRaw`
    INSERT INTO interactions (recipient_id, broadcast_id, kind, value)
    VALUES (${recipientId}::uuid, ${broadcastId}::uuid, ${kind}, ${value})
    ON CONFLICT DO NOTHING`;
  return saved === 1;
}
