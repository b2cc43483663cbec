// Teams and channels the bot has seen, who installed the app there, and who has been seen as a member. Like sightings,
// each write may be repeated: what is unknown never overwrites what is known.
import { z } from "zod";

import type { DeliveryContext } from "@/lib/domain/delivery";

import type { Db } from "./db";

export type TeamSighting = {
  tenantId: string;
  /** `19:…@thread.tacv2`, which is also the id of the General channel. */
  teamsId: string;
  groupId?: string | undefined;
  name?: string | undefined;
  serviceUrl: string;
  /** Set when the app was installed: by whom, as far as Teams tells. */
  installed?: { at: Date; byRecipientId?: string | undefined; byName?: string | undefined } | undefined;
};

const MAX_TEAMS = 1000;
const idSchema = z.tuple([z.object({ id: z.string() })]);

/** Returns the team's id. A team is removed until it is installed again: a late event does not bring it back. */
export async function saveTeam(db: Db, team: TeamSighting): Promise<string> {
  const { tenantId, teamsId, serviceUrl, installed } = team;
  const rows = await db.$queryRaw`
    INSERT INTO teams AS t (id, tenant_id, teams_id, group_id, name, installer_name, installer_id, service_url, installed_at)
    VALUES (gen_random_uuid(), ${tenantId}, ${teamsId}, ${team.groupId ?? null}, ${team.name ?? ""},
      ${installed?.byName ?? null}, ${installed?.byRecipientId ?? null}::uuid, ${serviceUrl}, ${installed?.at ?? null}::timestamptz)
    ON CONFLICT (tenant_id, teams_id) DO UPDATE SET
      group_id = coalesce(excluded.group_id, t.group_id),
      name = coalesce(nullif(excluded.name, ''), t.name),
      installer_name = coalesce(excluded.installer_name, t.installer_name),
      installer_id = coalesce(excluded.installer_id, t.installer_id),
      service_url = excluded.service_url,
      installed_at = greatest(t.installed_at, excluded.installed_at),
      removed_at = CASE WHEN excluded.installed_at >= t.removed_at THEN NULL ELSE t.removed_at END
    RETURNING t.id`;
  return idSchema.parse(rows)[0].id;
}

/** The app was removed from the team, or the team was deleted. False when there was nothing to remove. */
export async function markTeamRemoved(
  db: Db,
  { tenantId, teamsId, at }: { tenantId: string; teamsId: string; at: Date },
): Promise<{ teamId: string } | undefined> {
  const rows = await db.$queryRaw`
    UPDATE teams SET removed_at = ${at}::timestamptz
    WHERE tenant_id = ${tenantId} AND teams_id = ${teamsId} AND removed_at IS NULL
      AND (installed_at IS NULL OR installed_at <= ${at}::timestamptz)
    RETURNING id`;
  const [row] = z.array(z.object({ id: z.string() })).parse(rows);
  return row && { teamId: row.id };
}

export async function saveChannel(
  db: Db,
  teamId: string,
  channel: { conversationId: string; name?: string | undefined; removedAt?: Date | null | undefined },
): Promise<void> {
  const keepsRemoval = channel.removedAt === undefined;
  await db.$executeRaw`
    INSERT INTO channels AS c (id, team_id, conversation_id, name, removed_at)
    VALUES (gen_random_uuid(), ${teamId}::uuid, ${channel.conversationId}, ${channel.name ?? ""}, ${channel.removedAt ?? null}::timestamptz)
    ON CONFLICT (team_id, conversation_id) DO UPDATE SET
      name = coalesce(nullif(excluded.name, ''), c.name),
      removed_at = CASE WHEN ${keepsRemoval}::boolean THEN c.removed_at ELSE excluded.removed_at END`;
}

export async function saveTeamMembers(db: Db, teamId: string, recipientIds: readonly string[], seenAt: Date): Promise<void> {
  if (recipientIds.length === 0) return;
  // Sorted, so that two events about the same people lock their rows in one order.
  await db.$executeRaw`
    INSERT INTO team_members AS m (team_id, recipient_id, seen_at)
    SELECT ${teamId}::uuid, id, ${seenAt}::timestamptz FROM unnest(${[...new Set(recipientIds)].sort()}::uuid[]) AS id
    ON CONFLICT (team_id, recipient_id) DO UPDATE SET seen_at = greatest(m.seen_at, excluded.seen_at)`;
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

export type TeamRow = { id: string; name: string; members: number; installerName: string | null };

const teamSchema = z.object({
  id: z.string(),
  name: z.string(),
  members: z.number(),
  installer_name: z.string().nullable(),
});

/** Teams the app is in, by name, with how many members are known. */
export async function listTeams(db: Db): Promise<TeamRow[]> {
  const rows = await db.$queryRaw`
    SELECT t.id, t.name, coalesce(nullif(t.installer_name, ''), nullif(i.display_name, '')) AS installer_name,
      (SELECT count(*)::int FROM team_members m WHERE m.team_id = t.id) AS members
    FROM teams t LEFT JOIN recipients i ON i.id = t.installer_id
    WHERE t.removed_at IS NULL ORDER BY t.name, t.id LIMIT ${MAX_TEAMS}`;
  return z.array(teamSchema).parse(rows).map(({ installer_name: installerName, ...team }) => ({ ...team, installerName }));
}

const contextSchema = z.object({
  team: z.string().nullable(),
  channel: z.string().nullable(),
  installer: z.string().nullable(),
});

/**
 * Through which team a person most likely came to the app: the newest membership in a team it is installed in. The
 * channel is General, where Teams announces an installation. The installer's name is often learnt only later, when they
 * write. Empty when no such team is known.
 */
export async function findInstallContext(db: Db, recipientId: string): Promise<DeliveryContext> {
  const rows = await db.$queryRaw`
    SELECT nullif(t.name, '') AS team, nullif(c.name, '') AS channel,
      coalesce(nullif(t.installer_name, ''), nullif(i.display_name, '')) AS installer
    FROM team_members m
    JOIN teams t ON t.id = m.team_id AND t.removed_at IS NULL AND t.installed_at IS NOT NULL
    LEFT JOIN channels c ON c.team_id = t.id AND c.conversation_id = t.teams_id
    LEFT JOIN recipients i ON i.id = t.installer_id
    WHERE m.recipient_id = ${recipientId}::uuid
    ORDER BY t.installed_at DESC, t.id LIMIT 1`;
  const [row] = z.array(contextSchema).parse(rows);
  if (!row) return {};
  const { team, channel, installer } = row;
  return { ...(team ? { team } : {}), ...(channel ? { channel } : {}), ...(installer ? { installer } : {}) };
}
