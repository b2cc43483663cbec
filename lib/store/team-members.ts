// Who is in a team, from what the bot is told and from rosters. `seen_at` is when that was last confirmed, on the
// database's clock: a reading removes whoever it has not seen (see rosters.ts).
import type { Db } from "./db";
import { Prisma } from "./generated/client";

export async function saveTeamMembers(db: Db, teamId: string, recipientIds: readonly string[]): Promise<void> {
  if (recipientIds.length === 0) return;
  // Sorted, so that two events about the same people lock their rows in one order.
  const ids = Prisma.sql`(SELECT unnest(${[...new Set(recipientIds)].sort()}::uuid[]) AS id)`;
  await reviveMembers(db, teamId, ids);
  await db.$executeRaw`
    INSERT INTO team_members AS m (team_id, recipient_id, seen_at)
    SELECT ${teamId}::uuid, id, now() FROM ${ids} AS p
    ON CONFLICT (team_id, recipient_id) DO UPDATE SET seen_at = greatest(m.seen_at, excluded.seen_at)`;
}

/**
 * Whoever joins a team that has the app can be written to from now on, though Teams may have refused it before. Being in
 * it still is no news: what was refused to a member stays refused. Called before the membership is written.
 */
export async function reviveMembers(db: Db, teamId: string, ids: Prisma.Sql): Promise<void> {
  await db.$executeRaw`
    UPDATE conversation_references c SET state = CASE WHEN c.conversation_id IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END,
      evidence = 'JOINED_TEAM', state_since = now()
    FROM ${ids} AS p
    WHERE c.recipient_id = p.id AND c.state = 'NEEDS_INSTALL'
      AND EXISTS (SELECT FROM teams t WHERE t.id = ${teamId}::uuid AND t.removed_at IS NULL AND t.installed_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM team_members m WHERE m.team_id = ${teamId}::uuid AND m.recipient_id = p.id)`;
}

/** People who left the team. Returns how many were members. */
export function removeTeamMembers(
  db: Db,
  team: { tenantId: string; teamsId: string; objectIds: readonly string[] },
): Promise<number> {
  return db.$executeRaw`
    DELETE FROM team_members m USING teams t, recipients r
    WHERE t.id = m.team_id AND r.id = m.recipient_id
      AND t.tenant_id = ${team.tenantId} AND t.teams_id = ${team.teamsId}
      AND r.tenant_id = ${team.tenantId} AND r.external_id = ANY(${[...team.objectIds]}::text[])`;
}
