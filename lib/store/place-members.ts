// Who is in a team or a group chat, from what the bot is told and from rosters. `seen_at` is when that was last confirmed,
// on the database's clock: a reading removes whoever it has not seen (see rosters.ts).
import { z } from "zod";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { doubtKnown, LEFT_TEAM } from "./shared-places";
import { releaseReachable } from "./waiting-deliveries";

/** A team, or the recipient a group chat is. */
export type MembersPlace = { teamId: string } | { chatId: string };

export async function saveTeamMembers(db: Db, teamId: string, recipientIds: readonly string[]): Promise<void> {
  if (recipientIds.length === 0) return;
  await savePlaceMembers(db, { teamId }, Prisma.sql`(SELECT unnest(${[...new Set(recipientIds)]}::uuid[]) AS id)`);
}

/** `people`: a subquery with their `id`, each once. */
export async function savePlaceMembers(db: Db, place: MembersPlace, people: Prisma.Sql): Promise<void> {
  const { members, key, id } = rowsOf(place);
  await reviveMembers(db, place, people);
  await db.$executeRaw`
    INSERT INTO ${members} AS m (${key}, recipient_id, seen_at)
    SELECT ${id}::uuid, p.id, now() FROM ${people} AS p ORDER BY p.id
    ON CONFLICT (${key}, recipient_id) DO UPDATE SET seen_at = greatest(m.seen_at, excluded.seen_at)`;
  await releaseReachable(db, people);
}

/**
 * Whoever joins a place that has the app can be written to from now on, though Teams may have refused it before. Being in
 * it still is no news: what was refused to a member stays refused, but not what was only concluded from the app's removal.
 * Called before the membership is written.
 */
async function reviveMembers(db: Db, place: MembersPlace, people: Prisma.Sql): Promise<void> {
  const { members, key, id, hasApp } = rowsOf(place);
  // Sorted, so that two events about the same people lock their rows in one order.
  await db.$executeRaw`
    WITH revived AS (
      SELECT c.recipient_id FROM ${people} AS p JOIN conversation_references c ON c.recipient_id = p.id
      WHERE c.state = 'NEEDS_INSTALL' AND ${hasApp}
        AND (c.evidence = ${LEFT_TEAM}
          OR NOT EXISTS (SELECT FROM ${members} m WHERE m.${key} = ${id}::uuid AND m.recipient_id = p.id))
      ORDER BY c.recipient_id FOR NO KEY UPDATE OF c
    )
    UPDATE conversation_references c SET state = CASE WHEN c.conversation_id IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END,
      evidence = 'JOINED_TEAM', state_since = now()
    FROM revived WHERE c.recipient_id = revived.recipient_id`;
}

function rowsOf(place: MembersPlace): { members: Prisma.Sql; key: Prisma.Sql; id: string; hasApp: Prisma.Sql } {
  if ("teamId" in place) {
    const { teamId: id } = place;
    const hasApp = Prisma.sql`EXISTS (SELECT FROM teams t WHERE t.id = ${id}::uuid AND t.removed_at IS NULL)`;
    return { members: Prisma.sql`team_members`, key: Prisma.sql`team_id`, id, hasApp };
  }
  const { chatId: id } = place;
  const hasApp = Prisma.sql`EXISTS (
    SELECT FROM conversation_references chat WHERE chat.recipient_id = ${id}::uuid AND chat.state <> 'REMOVED')`;
  return { members: Prisma.sql`chat_members`, key: Prisma.sql`chat_id`, id, hasApp };
}

const leaversSchema = z.array(z.object({ recipient_id: z.string() }));

type NamedMembers = { tenantId: string; teamsId: string; objectIds: readonly string[] };

/** The team, when one of these people is a member of it. */
export async function findTeamOfMembers(db: Db, { tenantId, teamsId, objectIds }: NamedMembers): Promise<string | undefined> {
  const recipient = { tenantId, externalId: { in: [...objectIds] } };
  const where = { team: { tenantId, teamsId }, recipient };
  return (await db.teamMember.findFirst({ where, select: { teamId: true } }))?.teamId;
}

/** People who left the team at `at`, and were not seen in it since. Returns how many were members. */
export async function removeTeamMembers(db: Db, team: NamedMembers & { at: Date }): Promise<number> {
  const rows = await db.$queryRaw`
    DELETE FROM team_members m USING teams t, recipients r
    WHERE t.id = m.team_id AND r.id = m.recipient_id
      AND t.tenant_id = ${team.tenantId} AND t.teams_id = ${team.teamsId}
      AND r.tenant_id = ${team.tenantId} AND r.external_id = ANY(${[...team.objectIds]}::text[])
      AND m.seen_at <= ${team.at}::timestamptz
    RETURNING m.recipient_id`;
  return doubtLeavers(db, rows);
}

/** Whom a complete reading of the roster has not seen. */
export async function removeUnseenMembers(db: Db, rosterReadId: string): Promise<void> {
  for (const { members, key } of [rowsOf({ teamId: "" }), rowsOf({ chatId: "" })]) {
    const rows = await db.$queryRaw`
      DELETE FROM ${members} m USING roster_reads r
      WHERE r.id = ${rosterReadId}::uuid AND m.${key} = r.${key} AND m.seen_at < r.started_at
      RETURNING m.recipient_id`;
    await doubtLeavers(db, rows);
  }
}

async function doubtLeavers(db: Db, rows: unknown): Promise<number> {
  const leavers = leaversSchema.parse(rows).map((row) => row.recipient_id);
  if (leavers.length > 0) await doubtKnown(db, Prisma.sql`SELECT unnest(${leavers}::uuid[])`);
  return leavers.length;
}

/** The app has left the group chat: whoever was known through it alone is so no more. */
export async function doubtChatMembers(db: Db, chatId: string): Promise<void> {
  await doubtKnown(db, Prisma.sql`SELECT recipient_id FROM chat_members WHERE chat_id = ${chatId}::uuid`);
}
