// The teams of an audience when it is frozen: whoever a team has that nobody has read yet is known to nobody, and would be
// missing from the delivery and from the report. So a team's first reading is waited for. Afterwards Teams' events keep it true,
// but for those that came while Herald was down: an old reading is made anew, and one that cannot be is gone on with.
import { z } from "zod";

import type { EstimateTeam } from "@/lib/domain/estimate";
import { ROSTER_ERRORS, ROSTER_STATUSES } from "@/lib/domain/roster";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import type { GroupsState } from "./resolve-groups";
import { wantRosterRead } from "./rosters";

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    status: z.enum(ROSTER_STATUSES).nullable(),
    has_failed: z.boolean(),
    was_read: z.boolean(),
  }),
);

/** Events keep a roster true, and each reading costs the tenant's rate: unlike a group, it is not read for each broadcast. */
const OLD_MINUTES = 60;
/** What was read before is good enough then: a tenant at rest, or a team in which the app falters, holds nobody up. */
const PATIENCE_MINUTES = 10;

export async function prepareRosters(tx: Db, broadcastId: string, teamIds: readonly string[]): Promise<GroupsState> {
  if (teamIds.length === 0) return { kind: "READY" };
  const unread = rowsSchema.parse(
    await tx.$queryRaw`
      SELECT t.id, t.name, rr.status, coalesce(rr.status = 'FAILED' AND rr.wanted_at >= b.resolving_at, false) AS has_failed,
        rr.read_at IS NOT NULL AS was_read
      FROM teams t CROSS JOIN broadcasts b LEFT JOIN roster_reads rr ON rr.team_id = t.id
      WHERE b.id = ${broadcastId}::uuid AND t.id = ANY(${[...teamIds]}::uuid[])
        AND (rr.read_at IS NULL
          OR rr.read_at < b.resolving_at - ${OLD_MINUTES} * interval '1 minute'
            AND b.resolving_at > now() - ${PATIENCE_MINUTES} * interval '1 minute'
            AND NOT (rr.status = 'FAILED' AND rr.wanted_at >= b.resolving_at))
      ORDER BY t.name, t.id`,
  );
  const failed = unread.find((row) => row.has_failed && !row.was_read);
  if (failed) return { kind: "FAILED", reason: `The members of the team ${failed.name} could not be read. Its page says why.` };
  for (const { id, status } of unread) {
    if (status !== "WANTED" && status !== "READING") await wantRosterRead(tx, { teamId: id });
  }
  return { kind: unread.length > 0 ? "WAITING" : "READY" };
}

/** An estimate that rests on an older reading wants a new one: Teams' events keep a roster true, and one may get lost. */
const STALE_HOURS = 24;

const teamsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    read_at: z.date().nullable(),
    old: z.boolean(),
    reading: z.enum(ROSTER_STATUSES).nullable(),
    error: z.enum(ROSTER_ERRORS).nullable(),
    gone_at: z.date().nullable(),
  }),
);

/**
 * The teams of an audience, and as of when their members are known: of one that was never read an estimate says too little.
 * Those that were not read lately are asked for anew, and not waited for; of those the app has left nothing can be asked. In
 * the order of their names.
 */
export async function freshenRosters(db: Db, teamIds: readonly string[]): Promise<EstimateTeam[]> {
  if (teamIds.length === 0) return [];
  const named = Prisma.sql`t.id = ANY(${[...teamIds]}::uuid[])`;
  const here = Prisma.sql`${named} AND t.removed_at IS NULL`;
  const stale = z.array(z.object({ id: z.string() })).parse(await db.$queryRaw`
    SELECT t.id FROM teams t LEFT JOIN roster_reads rr ON rr.team_id = t.id
    WHERE ${here} AND coalesce(rr.status IN ('READ', 'FAILED')
      AND greatest(rr.read_at, rr.wanted_at) < now() - ${STALE_HOURS} * interval '1 hour', rr.id IS NULL)
    ORDER BY t.id`);
  for (const { id } of stale) await wantRosterRead(db, { teamId: id });
  const rows = teamsSchema.parse(await db.$queryRaw`
    SELECT t.id, t.name, rr.read_at, rr.status AS reading, rr.error, t.removed_at AS gone_at,
      coalesce(rr.read_at < now() - ${STALE_HOURS} * interval '1 hour', false) AS old
    FROM teams t LEFT JOIN roster_reads rr ON rr.team_id = t.id AND t.removed_at IS NULL
    WHERE (${here}) OR (${named} AND t.removed_at IS NOT NULL) ORDER BY t.name, t.id`);
  return rows.map(({ read_at: readAt, gone_at: goneAt, ...row }) => ({
    ...row, readAt: readAt?.toISOString() ?? null, goneAt: goneAt?.toISOString() ?? null,
  }));
}
