// Channels and group chats of the simulated tenant as recipients, as the bot's events make them.
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { DbPool } from "@/lib/store/db";
import type { Simulator } from "@/simulator/simulator";

type Place = { id: string; name: string };

/** Their ids as recipients, in the same order. */
export async function knowPlaces(
  db: DbPool, simulator: Simulator, kind: "CHANNEL" | "GROUP_CHAT", places: readonly Place[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const { id: externalId, name: displayName } of places) {
    const { id } = await db.recipient.create({
      data: { tenantId: PRACTICE_TENANT_ID, kind, externalId, displayName }, select: { id: true },
    });
    const seen = { serviceUrl: simulator.serviceUrl, botId: "28:herald", source: "CONVERSATION_UPDATE", seenAt: new Date() };
    await db.conversationReference.create({
      data: { recipientId: id, conversationId: externalId, state: "ACTIVE", ...seen }, select: { recipientId: true },
    });
    ids.push(id);
  }
  return ids;
}
