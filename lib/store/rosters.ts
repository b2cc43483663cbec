// RosterRead rows: whose members are to be read, and how far that has got. The bot and the console write that a reading is
// wanted; a reader beside the engine claims the row under a lease, and a lost one is claimed by another, which goes on at
// the same page.
import { z } from "zod";

import type { RosterError } from "@/lib/domain/roster";

import type { Db } from "./db";
import { DUE_BY_SQL } from "./due-sql";
import { removeUnseenMembers } from "./place-members";

/** A reading that this worker holds. */
export type ClaimedRosterRead = {
  id: string;
  workerId: string;
  tenantId: string;
  /** One of the two. */
  teamId: string | null;
  chatId: string | null;
  serviceUrl: string;
  botId: string;
  /** The team's id in Teams, or the chat's conversation id: either names the roster. */
  conversationId: string;
  cursor: string | null;
  attempts: number;
};

export type RosterPlace = { teamId: string } | { chatId: string };

/**
 * One reading serves everybody who wants it; who asks while it runs gets another one after it. Nobody reads a team without
 * the app.
 */
export async function wantRosterRead(db: Db, place: RosterPlace): Promise<void> {
  const teamId = "teamId" in place ? place.teamId : null;
  const chatId = "chatId" in place ? place.chatId : null;
  await db.$executeRaw`
    WITH row AS (
      SELECT id FROM roster_reads WHERE team_id = ${teamId}::uuid OR chat_id = ${chatId}::uuid FOR UPDATE
    ), wanted AS (
      UPDATE roster_reads r SET wanted_at = clock_timestamp(), error = NULL, due_at = least(r.due_at, now()),
        status = CASE WHEN r.status = 'READING' THEN 'READING' ELSE 'WANTED' END
      FROM row WHERE r.id = row.id
    )
    INSERT INTO roster_reads (id, team_id, chat_id)
    SELECT gen_random_uuid(), ${teamId}::uuid, ${chatId}::uuid
    WHERE NOT EXISTS (SELECT FROM row) AND NOT EXISTS (SELECT FROM teams WHERE id = ${teamId}::uuid AND removed_at IS NOT NULL)
    ON CONFLICT DO NOTHING`;
}

/** For a place whose installation may never have been told: nobody has asked for its roster yet. */
export async function wantFirstRosterRead(db: Db, { teamId }: { teamId: string }): Promise<void> {
  const found = await db.rosterRead.findUnique({ where: { teamId }, select: { id: true } });
  if (!found) await wantRosterRead(db, { teamId });
}

/**
 * The app is in the team of this group, as Graph says: Teams tells nothing of an app that was there already. False for a team
 * that is not known: Graph does not tell, with what Herald may ask it, how a team is reached.
 */
export async function noteTeamInstalled(
  tx: Db, { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<boolean> {
  const team = await tx.team.findFirst({ where: { tenantId, groupId: objectId }, select: { id: true, installedAt: true } });
  if (!team) return false;
  await tx.team.update({ where: { id: team.id }, data: { removedAt: null, installedAt: team.installedAt ?? new Date() } });
  await wantRosterRead(tx, { teamId: team.id });
  return true;
}

/** Whoever is not in a roster that was asked for this lately is not told by another look. */
const OLD_MINUTES = 15;

/** The same for what anybody can bring about with a message: not again and again, and not beside one that is wanted. */
export async function wantOldRosterRead(db: Db, place: RosterPlace): Promise<void> {
  const isNew = { OR: [
    { status: { in: ["WANTED", "READING"] } }, { wantedAt: { gt: new Date(Date.now() - OLD_MINUTES * 60_000) } },
  ] };
  const found = await db.rosterRead.findFirst({ where: { ...place, ...isNew }, select: { id: true } });
  if (!found) await wantRosterRead(db, place);
}

/** Somebody came or went while the pages were being read, some of which are older than that: they are read once more. */
export async function doubtRosterRead(db: Db, { tenantId, teamsId }: { tenantId: string; teamsId: string }): Promise<void> {
  await db.$executeRaw`
    UPDATE roster_reads r SET wanted_at = clock_timestamp() FROM teams t
    WHERE t.id = r.team_id AND t.tenant_id = ${tenantId} AND t.teams_id = ${teamsId} AND r.status = 'READING'`;
}

const claimedSchema = z.array(
  z.object({
    id: z.string(),
    tenant_id: z.string(),
    team_id: z.string().nullable(),
    chat_id: z.string().nullable(),
    service_url: z.string(),
    bot_id: z.string(),
    conversation_id: z.string(),
    cursor: z.string().nullable(),
    attempts: z.number(),
  }),
);

/** The reading that has waited longest, one that lost its worker included; undefined when none is due. */
export async function claimRosterRead(db: Db, workerId: string, leaseMs: number): Promise<ClaimedRosterRead | undefined> {
  const rows = await db.$queryRaw`
    WITH next AS (
      SELECT id FROM roster_reads
      WHERE (status = 'WANTED' OR status = 'READING') AND due_at <= ${DUE_BY_SQL}
        AND (lease_until IS NULL OR lease_until < now())
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE roster_reads r SET status = 'READING', lease_worker = ${workerId}::uuid,
        lease_until = now() + ${leaseMs}::float8 * interval '1 ms',
        started_at = CASE WHEN r.status = 'WANTED' THEN now() ELSE r.started_at END,
        cursor = CASE WHEN r.status = 'READING' THEN r.cursor END,
        members_read = CASE WHEN r.status = 'READING' THEN r.members_read ELSE 0 END,
        attempts = CASE WHEN r.status = 'READING' THEN r.attempts ELSE 0 END
      FROM next WHERE r.id = next.id
      RETURNING r.id, r.team_id, r.chat_id, r.cursor, r.attempts
    )
    SELECT c.*, coalesce(t.tenant_id, g.tenant_id) AS tenant_id, coalesce(t.service_url, ref.service_url, '') AS service_url,
      coalesce(t.bot_id, ref.bot_id, '') AS bot_id, coalesce(t.teams_id, g.external_id) AS conversation_id
    FROM claimed c LEFT JOIN teams t ON t.id = c.team_id LEFT JOIN recipients g ON g.id = c.chat_id
    LEFT JOIN conversation_references ref ON ref.recipient_id = c.chat_id`;
  const [row] = claimedSchema.parse(rows);
  return (
    row && {
      id: row.id,
      workerId,
      tenantId: row.tenant_id,
      teamId: row.team_id,
      chatId: row.chat_id,
      serviceUrl: row.service_url,
      botId: row.bot_id,
      conversationId: row.conversation_id,
      cursor: row.cursor,
      attempts: row.attempts,
    }
  );
}

type Held = Pick<ClaimedRosterRead, "id" | "workerId">;

/** After a page: where to go on. False when the reading is no longer this worker's, and nothing may be written. */
export async function moveRosterCursor(
  tx: Db, { id, workerId }: Held, page: { cursor: string | null; members: number; leaseMs: number },
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    UPDATE roster_reads SET cursor = ${page.cursor}, members_read = members_read + ${page.members}::int,
      lease_until = now() + ${page.leaseMs}::float8 * interval '1 ms'
    WHERE id = ${id}::uuid AND status = 'READING' AND lease_worker = ${workerId}::uuid`;
  return moved === 1;
}

/** Everybody was read. Who was not seen since the reading began has left; one that was doubted meanwhile begins again. */
export async function finishRosterRead(tx: Db, { id }: Held): Promise<void> {
  await removeUnseenMembers(tx, id);
  await tx.$executeRaw`
    UPDATE roster_reads SET status = CASE WHEN wanted_at > started_at THEN 'WANTED' ELSE 'READ' END, read_at = now(),
      due_at = now(), cursor = NULL, lease_worker = NULL, lease_until = NULL
    WHERE id = ${id}::uuid`;
}

export async function saveMemberCount(db: Db, { id }: Held, memberCount: number): Promise<void> {
  await db.$executeRaw`UPDATE roster_reads SET member_count = ${memberCount}::int WHERE id = ${id}::uuid`;
}

/** `counted`: as a failure. */
type PutOff = { delayMs: number; counted: boolean; startOver?: boolean };

/** Gives the reading back, to be gone on with after `delayMs`. */
export async function putOffRosterRead(
  db: Db, { id, workerId }: Held, { delayMs, counted, startOver = false }: PutOff,
): Promise<void> {
  await db.$executeRaw`
    UPDATE roster_reads SET due_at = now() + ${delayMs}::float8 * interval '1 ms', attempts = attempts + ${counted}::boolean::int,
      cursor = CASE WHEN NOT ${startOver}::boolean THEN cursor END,
      members_read = CASE WHEN ${startOver}::boolean THEN 0 ELSE members_read END,
      lease_worker = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease_worker = ${workerId}::uuid`;
}

export async function failRosterRead(db: Db, { id, workerId }: Held, error: RosterError): Promise<void> {
  await db.$executeRaw`
    UPDATE roster_reads SET status = 'FAILED', error = ${error}, cursor = NULL, lease_worker = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease_worker = ${workerId}::uuid`;
}
