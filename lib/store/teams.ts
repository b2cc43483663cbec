// Teams the bot has seen, and who installed the app there. Like sightings, each write may be repeated: what is unknown
// never overwrites what is known. Their channels and members have files of their own.
import { z } from "zod";

import type { Db } from "./db";

export type TeamSighting = {
  tenantId: string;
  /** `19:…@thread.tacv2`, which is also the id of the General channel. */
  teamsId: string;
  groupId?: string | undefined;
  name?: string | undefined;
  serviceUrl: string;
  /** The bot's id in this tenant's conversations. */
  botId: string;
  /** Set when the app was installed: by whom, and in which channel, as far as Teams tells. */
  installed?:
    | { at: Date; byRecipientId?: string | undefined; byName?: string | undefined; channelId?: string | undefined }
    | undefined;
  /** Null: it is not. Undefined: this event does not tell. */
  archivedAt?: Date | null | undefined;
};

const idSchema = z.tuple([z.object({ id: z.string() })]);

/** Returns the team's id. A team is removed until it is installed again: a late event does not bring it back. */
export async function saveTeam(db: Db, team: TeamSighting): Promise<string> {
  const { tenantId, teamsId, serviceUrl, botId, installed, archivedAt } = team;
  const rows = await db.$queryRaw`
    INSERT INTO teams AS t (id, tenant_id, teams_id, group_id, name, installer_name, installer_id, installed_in, service_url, bot_id,
      installed_at, archived_at)
    VALUES (gen_random_uuid(), ${tenantId}, ${teamsId}, ${team.groupId ?? null}, ${team.name ?? ""},
      ${installed?.byName ?? null}, ${installed?.byRecipientId ?? null}::uuid, ${installed?.channelId ?? null}, ${serviceUrl}, ${botId},
      ${installed?.at ?? null}::timestamptz, ${archivedAt ?? null}::timestamptz)
    ON CONFLICT (tenant_id, teams_id) DO UPDATE SET
      group_id = coalesce(excluded.group_id, t.group_id),
      name = coalesce(nullif(excluded.name, ''), t.name),
      installer_name = coalesce(excluded.installer_name, t.installer_name),
      installer_id = coalesce(excluded.installer_id, t.installer_id),
      installed_in = coalesce(excluded.installed_in, t.installed_in),
      service_url = excluded.service_url,
      bot_id = excluded.bot_id,
      installed_at = greatest(t.installed_at, excluded.installed_at),
      removed_at = CASE WHEN excluded.installed_at >= t.removed_at THEN NULL ELSE t.removed_at END,
      archived_at = CASE WHEN ${archivedAt === undefined}::boolean THEN t.archived_at ELSE excluded.archived_at END
    RETURNING t.id`;
  return idSchema.parse(rows)[0].id;
}

/**
 * The app was removed from the team, or the team was deleted: nobody reads its roster any more, and a deleted team has no
 * members either. Undefined when there was nothing to remove.
 */
export async function markTeamRemoved(
  db: Db,
  { tenantId, teamsId, at, deleted }: { tenantId: string; teamsId: string; at: Date; deleted: boolean },
): Promise<{ teamId: string } | undefined> {
  const rows = await db.$queryRaw`
    WITH removed AS (
      UPDATE teams SET removed_at = ${at}::timestamptz
      WHERE tenant_id = ${tenantId} AND teams_id = ${teamsId} AND removed_at IS NULL
        AND (installed_at IS NULL OR installed_at <= ${at}::timestamptz)
      RETURNING id
    ), unread AS (
      DELETE FROM roster_reads r USING removed WHERE r.team_id = removed.id
    ), left_over AS (
      DELETE FROM team_members m USING removed WHERE ${deleted}::boolean AND m.team_id = removed.id
    )
    SELECT id FROM removed`;
  const [row] = z.array(z.object({ id: z.string() })).parse(rows);
  return row && { teamId: row.id };
}

/** What the roster's reader learns about a team beside its members. */
export async function saveTeamFacts(
  db: Db, teamId: string, facts: { name?: string | undefined; groupId?: string | undefined },
): Promise<void> {
  await db.$executeRaw`
    UPDATE teams SET name = coalesce(nullif(${facts.name ?? ""}, ''), name), group_id = coalesce(${facts.groupId ?? null}, group_id)
    WHERE id = ${teamId}::uuid`;
}
