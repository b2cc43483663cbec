// Most people who are KNOWN are known through a team or a group chat: Teams lets the bot write first to whoever shares one
// with it. Once they share none, only an installation for themselves makes them reachable, and an estimate must say so.
import type { Db } from "./db";
import type { Prisma } from "./generated/client";

/** What a state was concluded from when no place with the app holds a person any more. */
export const LEFT_TEAM = "LEFT_TEAM";

/**
 * Call it after a membership or a place has ended, with the people of it. Whoever has a chat, has the app, or shares
 * another team or group chat with the bot stays as they are.
 */
export async function doubtKnown(db: Db, recipientIds: Prisma.Sql): Promise<void> {
  // Sorted, so that two events about the same people lock their rows in one order.
  await db.$executeRaw`
    WITH alone AS (
      SELECT c.recipient_id FROM conversation_references c
      WHERE c.recipient_id IN (${recipientIds}) AND c.state = 'KNOWN' AND c.conversation_id IS NULL AND c.installed_at IS NULL
        AND NOT EXISTS (SELECT FROM team_members m JOIN teams t ON t.id = m.team_id
          WHERE m.recipient_id = c.recipient_id AND t.removed_at IS NULL)
        AND NOT EXISTS (SELECT FROM chat_members m JOIN conversation_references chat ON chat.recipient_id = m.chat_id
          WHERE m.recipient_id = c.recipient_id AND chat.state <> 'REMOVED')
      ORDER BY c.recipient_id FOR NO KEY UPDATE
    )
    UPDATE conversation_references c SET state = 'NEEDS_INSTALL', evidence = ${LEFT_TEAM}, state_since = now()
    FROM alone WHERE c.recipient_id = alone.recipient_id`;
}
