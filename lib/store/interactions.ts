// Interactions: what a recipient did with a card. Teams repeats events, so the same thing done twice is one row.
import type { InteractionKind } from "@/lib/domain/interaction";

import type { Db } from "./db";

export type NewInteraction = { recipientId: string; broadcastId: string; kind: InteractionKind; value: string };

/** False when it was known already, or the recipient has been erased. */
export async function saveInteraction(db: Db, { recipientId, broadcastId, kind, value }: NewInteraction): Promise<boolean> {
  const saved = await db.$executeRaw`
    INSERT INTO interactions (recipient_id, broadcast_id, kind, value)
    SELECT id, ${broadcastId}::uuid, ${kind}, ${value} FROM recipients WHERE id = ${recipientId}::uuid FOR KEY SHARE
    ON CONFLICT DO NOTHING`;
  return saved === 1;
}
