// Where a new team is welcomed: the channel that was chosen when the app was added, unless the team has been welcomed.
import { z } from "zod";

import type { Db } from "./db";

const rowSchema = z.array(z.object({ recipient_id: z.string(), tenant_id: z.string(), display_name: z.string() }));

/** Locks the team, so that the two events that tell of an installation welcome it once. */
export async function findWelcomeChannel(
  tx: Db, teamId: string, broadcastId: string,
): Promise<{ recipientId: string; tenantId: string; name: string } | undefined> {
  await tx.$queryRaw`SELECT id FROM teams WHERE id = ${teamId}::uuid FOR UPDATE`;
  const rows = await tx.$queryRaw`
    SELECT r.id AS recipient_id, r.tenant_id, r.display_name
    FROM teams t JOIN recipients r ON r.tenant_id = t.tenant_id AND r.external_id = coalesce(t.installed_in, t.teams_id)
    JOIN conversation_references ref ON ref.recipient_id = r.id AND ref.state = 'ACTIVE'
    WHERE t.id = ${teamId}::uuid AND r.kind = 'CHANNEL' AND NOT EXISTS (
      SELECT 1 FROM channels c
      JOIN recipients other ON other.tenant_id = t.tenant_id AND other.external_id = c.conversation_id
      JOIN deliveries d ON d.recipient_id = other.id AND d.broadcast_id = ${broadcastId}::uuid
      WHERE c.team_id = t.id)`;
  const [row] = rowSchema.parse(rows);
  return row && { recipientId: row.recipient_id, tenantId: row.tenant_id, name: row.display_name };
}
