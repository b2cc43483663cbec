// What a welcome can say about where it comes from: the team, the channel the app was added in, and by whom.
import { z } from "zod";

import type { DeliveryContext } from "@/lib/domain/delivery";

import { CHANNEL_NAME } from "./channels";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

const contextSchema = z.object({
  team: z.string().nullable(),
  channel: z.string().nullable(),
  installer: z.string().nullable(),
});

/**
 * Through which team a person came to the app: the one they have just joined, if that is known, else most likely the one
 * of theirs it was installed in last. Empty when no such team is known.
 */
export async function findInstallContext(db: Db, recipientId: string, joinedTeamId?: string): Promise<DeliveryContext> {
  const joined = joinedTeamId === undefined ? Prisma.sql`true` : Prisma.sql`t.id = ${joinedTeamId}::uuid`;
  return contextOf(db, Prisma.sql`
    t.id IN (SELECT team_id FROM team_members WHERE recipient_id = ${recipientId}::uuid) AND ${joined}`);
}

export function findTeamContext(db: Db, teamId: string): Promise<DeliveryContext> {
  return contextOf(db, Prisma.sql`t.id = ${teamId}::uuid`);
}

/** The installer's name is often learnt only later, when they write. */
async function contextOf(db: Db, isTheTeam: Prisma.Sql): Promise<DeliveryContext> {
  const rows = await db.$queryRaw`
    SELECT nullif(t.name, '') AS team, CASE WHEN c.id IS NOT NULL THEN ${CHANNEL_NAME} END AS channel,
      coalesce(nullif(t.installer_name, ''), nullif(i.display_name, '')) AS installer
    FROM teams t
    LEFT JOIN channels c ON c.team_id = t.id AND c.conversation_id = coalesce(t.installed_in, t.teams_id)
    LEFT JOIN recipients i ON i.id = t.installer_id
    WHERE ${isTheTeam} AND t.removed_at IS NULL AND t.installed_at IS NOT NULL
    ORDER BY t.installed_at DESC, t.id LIMIT 1`;
  const [row] = z.array(contextSchema).parse(rows);
  if (!row) return {};
  const { team, channel, installer } = row;
  return { ...(team ? { team } : {}), ...(channel ? { channel } : {}), ...(installer ? { installer } : {}) };
}
