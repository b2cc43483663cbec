// Teams, channels and group chats by their ids, to check that a wish is about one that exists.
import type { Db } from "./db";

/** Teams and group chats the app has been removed from are no places any more; a channel keeps its switch for ever. */
export async function findPlace(db: Db, id: string, kind: "TEAM" | "CHANNEL" | "GROUP_CHAT"): Promise<boolean> {
  if (kind === "TEAM") {
    return (await db.team.findFirst({ where: { id, removedAt: null }, select: { id: true } })) !== null;
  }
  const reference = kind === "GROUP_CHAT" ? { reference: { state: { not: "REMOVED" } } } : {};
  return (await db.recipient.findFirst({ where: { id, kind, ...reference }, select: { id: true } })) !== null;
}
