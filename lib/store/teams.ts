// Teams the bot has seen, and who installed the app there. Like sightings, each write may be repeated: what is unknown
// never overwrites what is known. Their channels and members have files of their own.
import { z } from "zod";

import { LATE_MS } from "@/lib/domain/lateness";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { doubtKnown } from "./shared-places";

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
  /** Something came from within the team: the app is there, though its installation was never told. */
  present?: boolean | undefined;
  /** Null: it is not. Undefined: this event does not tell. */
  archivedAt?: Date | null | undefined;
  /** When Teams told it. What was told later stays. */
  at: Date;
};

const idSchema = z.tuple([z.object({ id: z.string() })]);

// In `ON CONFLICT`: what comes from within a team well after the app's removal proves that it was put back. Events that were
// swapped do not.
const IS_BACK = Prisma.sql`coalesce(excluded.installed_at > t.removed_at + ${LATE_MS} * interval '1 ms', false)`;

/** Returns the team's id. A team is removed until it is installed again, or clearly was: a late event does not bring it back. */
export async function saveTeam(db: Db, team: TeamSighting): Promise<string> {
  const { tenantId, teamsId, serviceUrl, botId, installed, archivedAt, at } = team;
  const presentAt = team.present ? at : null;
  const rows = await db.$queryRaw`
    INSERT INTO teams AS t (id, tenant_id, teams_id, group_id, name, installer_name, installer_id, installed_in, service_url, bot_id,
      installed_at, archived_at, named_at, archive_told_at)
    VALUES (gen_random_uuid(), ${tenantId}, ${teamsId}, ${team.groupId ?? null}, ${team.name ?? ""},
      ${installed?.byName ?? null}, ${installed?.byRecipientId ?? null}::uuid, ${installed?.channelId ?? null}, ${serviceUrl}, ${botId},
      ${installed?.at ?? presentAt}::timestamptz, ${archivedAt ?? null}::timestamptz,
      ${team.name ? at : null}::timestamptz, ${archivedAt === undefined ? null : at}::timestamptz)
    ON CONFLICT (tenant_id, teams_id) DO UPDATE SET
      group_id = coalesce(excluded.group_id, t.group_id),
      name = CASE WHEN excluded.named_at >= coalesce(t.named_at, '-infinity') THEN excluded.name ELSE t.name END,
      named_at = greatest(t.named_at, excluded.named_at),
      installer_name = coalesce(excluded.installer_name, t.installer_name),
      installer_id = coalesce(excluded.installer_id, t.installer_id),
      installed_in = coalesce(excluded.installed_in, t.installed_in),
      service_url = excluded.service_url,
      bot_id = excluded.bot_id,
      installed_at = CASE WHEN ${installed !== undefined}::boolean OR ${IS_BACK} THEN greatest(t.installed_at, excluded.installed_at)
        WHEN t.removed_at IS NULL THEN coalesce(t.installed_at, excluded.installed_at) ELSE t.installed_at END,
      removed_at = CASE WHEN ${installed !== undefined}::boolean AND excluded.installed_at >= t.removed_at OR ${IS_BACK} THEN NULL
        ELSE t.removed_at END,
      archived_at = CASE WHEN excluded.archive_told_at >= coalesce(t.archive_told_at, '-infinity') THEN excluded.archived_at
        ELSE t.archived_at END,
      archive_told_at = greatest(t.archive_told_at, excluded.archive_told_at)
    RETURNING t.id`;
  return idSchema.parse(rows)[0].id;
}

/**
 * The app was removed from the team, or the team was deleted: nobody reads its roster any more, and a deleted team has no
 * members either. Whoever was only known through it needs the app now. Undefined when there was nothing to remove.
 */
export async function markTeamRemoved(
  db: Db,
  { tenantId, teamsId, at, deleted }: { tenantId: string; teamsId: string; at: Date; deleted: boolean },
): Promise<{ teamId: string } | undefined> {
  const rows = await db.$queryRaw`
    UPDATE teams SET removed_at = ${at}::timestamptz
    WHERE tenant_id = ${tenantId} AND teams_id = ${teamsId} AND removed_at IS NULL
      AND (installed_at IS NULL OR installed_at <= ${at}::timestamptz)
    RETURNING id`;
  const [row] = z.array(z.object({ id: z.string() })).parse(rows);
  if (!row) {
    // The app may have been removed first.
    if (deleted) await forgetDeletedTeam(db, { tenantId, teamsId, at });
    return undefined;
  }
  await doubtKnown(db, Prisma.sql`SELECT recipient_id FROM team_members WHERE team_id = ${row.id}::uuid`);
  await db.$executeRaw`DELETE FROM roster_reads WHERE team_id = ${row.id}::uuid`;
  if (deleted) await db.$executeRaw`DELETE FROM team_members WHERE team_id = ${row.id}::uuid`;
  return { teamId: row.id };
}

type DeletedTeam = { tenantId: string; teamsId: string; at: Date };

async function forgetDeletedTeam(db: Db, { tenantId, teamsId, at }: DeletedTeam): Promise<void> {
  await db.$executeRaw`
    DELETE FROM team_members m USING teams t
    WHERE t.id = m.team_id AND t.tenant_id = ${tenantId} AND t.teams_id = ${teamsId} AND t.removed_at <= ${at}::timestamptz`;
}

/** What the roster's reader learns about a team beside its members; it was true when the reading began. */
export async function saveTeamFacts(
  db: Db, teamId: string, facts: { name?: string | undefined; groupId?: string | undefined },
): Promise<void> {
  await db.$executeRaw`
    UPDATE teams t SET group_id = coalesce(${facts.groupId ?? null}, t.group_id),
      name = CASE WHEN ${facts.name ?? ""} <> '' AND r.started_at >= coalesce(t.named_at, '-infinity') THEN ${facts.name ?? ""}
        ELSE t.name END
    FROM roster_reads r WHERE t.id = ${teamId}::uuid AND r.team_id = t.id`;
}
