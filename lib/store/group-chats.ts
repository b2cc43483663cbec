// Group chats the bot is in, as recipients. Teams tells a chat's name only when somebody gave it one; otherwise it is
// called after some of its members, as Teams itself does.
import { z } from "zod";

import type { Db } from "./db";

export type GroupChatSighting = {
  tenantId: string;
  conversationId: string;
  name?: string | undefined;
  serviceUrl: string;
  botId: string;
  source: "INSTALL" | "CONVERSATION_UPDATE" | "MESSAGE" | "CARD_ACTION";
  seenAt: Date;
};

/** Whatever comes from a chat proves that the bot is in it, unless it is older than the app's removal. */
export async function saveGroupChat(
  db: Db, chat: GroupChatSighting,
): Promise<{ recipientId: string; isNew: boolean; state: string }> {
  const rows = await db.$queryRaw`
    WITH saved AS (
      INSERT INTO recipients AS r (id, tenant_id, kind, external_id, display_name, updated_at)
      VALUES (gen_random_uuid(), ${chat.tenantId}, 'GROUP_CHAT', ${chat.conversationId}, ${chat.name ?? ""}, now())
      ON CONFLICT (tenant_id, external_id) DO UPDATE SET
        display_name = coalesce(nullif(excluded.display_name, ''), r.display_name), updated_at = now()
      RETURNING r.id, (xmax = 0) AS is_new
    ), reference AS (
      INSERT INTO conversation_references AS c
        (recipient_id, service_url, conversation_id, bot_id, state, evidence, source, seen_at, installed_at)
      SELECT id, ${chat.serviceUrl}, ${chat.conversationId}, ${chat.botId}, 'ACTIVE', ${chat.source}, ${chat.source},
        ${chat.seenAt}::timestamptz, CASE WHEN ${chat.source}::text = 'INSTALL' THEN ${chat.seenAt}::timestamptz END
      FROM saved
      ON CONFLICT (recipient_id) DO UPDATE SET
        service_url = excluded.service_url, bot_id = excluded.bot_id,
        state = CASE WHEN c.seen_at <= excluded.seen_at THEN 'ACTIVE' ELSE c.state END,
        evidence = CASE WHEN c.seen_at <= excluded.seen_at AND c.state <> 'ACTIVE' THEN excluded.evidence ELSE c.evidence END,
        state_since = CASE WHEN c.seen_at <= excluded.seen_at AND c.state <> 'ACTIVE' THEN now() ELSE c.state_since END,
        installed_at = greatest(c.installed_at, excluded.installed_at),
        seen_at = greatest(c.seen_at, excluded.seen_at)
      RETURNING c.state
    )
    SELECT s.id AS recipient_id, s.is_new, f.state FROM saved s CROSS JOIN reference f`;
  const [row] = z.tuple([z.object({ recipient_id: z.string(), is_new: z.boolean(), state: z.string() })]).parse(rows);
  return { recipientId: row.recipient_id, isNew: row.is_new, state: row.state };
}

/** For a chat nobody has named. */
export async function nameGroupChat(db: Db, recipientId: string, name: string): Promise<void> {
  await db.$executeRaw`UPDATE recipients SET display_name = ${name}, updated_at = now()
    WHERE id = ${recipientId}::uuid AND display_name = ''`;
}
