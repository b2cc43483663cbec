// Teams and group chats for the console and the API: who is in them as far as is known, how reading their roster is
// getting on, and the channels with the ids they have as recipients.
import { z } from "zod";

import { REFERENCE_STATES } from "@/lib/domain/reference";
import { ROSTER_ERRORS, ROSTER_STATUSES } from "@/lib/domain/roster";
import { isStorable } from "@/lib/domain/storable-text";
import type { ChannelView, GroupChatView, RosterView, TeamDetail, TeamView } from "@/lib/domain/views";

import { CHANNEL_NAME } from "./channels";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type PlaceFilter = { q?: string | undefined; ids?: string[] | undefined; cursor?: string | undefined; limit: number };
/** CHANNEL: `q` names a channel, by itself or with its team. */
export type TeamFilter = PlaceFilter & { by?: "CHANNEL" | undefined };

const time = z.date().transform((at) => at.toISOString());
const rosterColumns = {
  roster_status: z.enum(ROSTER_STATUSES).nullable(),
  roster_error: z.enum(ROSTER_ERRORS).nullable(),
  members_read: z.number().nullable(),
  member_count: z.number().nullable(),
  read_at: time.nullable(),
};
type RosterRow = z.output<z.ZodObject<typeof rosterColumns>>;

const channelSchema = z.object({
  id: z.uuid(), name: z.string(), isGeneral: z.boolean(), state: z.enum(REFERENCE_STATES), postsAllowed: z.boolean(),
});
const teamSchema = z.object({
  id: z.string(),
  name: z.string(),
  members: z.number(),
  installer_name: z.string().nullable(),
  installed_at: time.nullable(),
  archived_at: time.nullable(),
  removed_at: time.nullable(),
  channels: z.array(channelSchema),
  ...rosterColumns,
});
const chatSchema = z.object({
  id: z.string(), name: z.string(), state: z.enum(REFERENCE_STATES), posts_allowed: z.boolean(), ...rosterColumns,
});

const ROSTER = Prisma.sql`rr.status AS roster_status, rr.error AS roster_error, rr.members_read, rr.member_count, rr.read_at`;
/** A channel, or chat, that opted out of everything is an admin's switch. */
const POSTS_ALLOWED = Prisma.sql`NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.recipient_id = r.id AND o.topic_id IS NULL)`;
const CHANNELS = Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', ${CHANNEL_NAME}, 'isGeneral', c.conversation_id = t.teams_id,
      'state', ref.state, 'postsAllowed', ${POSTS_ALLOWED}) ORDER BY c.conversation_id <> t.teams_id, lower(c.name), r.id), '[]')
  FROM channels c
  JOIN recipients r ON r.tenant_id = t.tenant_id AND r.external_id = c.conversation_id AND r.kind = 'CHANNEL'
  JOIN conversation_references ref ON ref.recipient_id = r.id
  WHERE c.team_id = t.id AND c.removed_at IS NULL) AS channels`;
const TEAMS = Prisma.sql`
  SELECT t.id, t.name, coalesce(nullif(t.installer_name, ''), nullif(i.display_name, '')) AS installer_name,
    t.installed_at, t.archived_at, t.removed_at, (SELECT count(*)::int FROM team_members m WHERE m.team_id = t.id) AS members, ${ROSTER}, ${CHANNELS}
  FROM teams t LEFT JOIN recipients i ON i.id = t.installer_id LEFT JOIN roster_reads rr ON rr.team_id = t.id`;
const CHATS = Prisma.sql`
  SELECT r.id, r.display_name AS name, ref.state, ${POSTS_ALLOWED} AS posts_allowed, ${ROSTER}
  FROM recipients r JOIN conversation_references ref ON ref.recipient_id = r.id LEFT JOIN roster_reads rr ON rr.chat_id = r.id`;

/** Teams the app is in, by name; by their ids also those it has left, so that an audience can name what it has lost. */
export async function listTeams(db: Db, filter: TeamFilter): Promise<{ items: TeamView[]; next: string | null }> {
  const there = filter.ids ? Prisma.sql`true` : Prisma.sql`t.removed_at IS NULL`;
  const rows = await db.$queryRaw`${TEAMS} WHERE ${there} AND ${matches(filter, Prisma.sql`t.id`, Prisma.sql`t.name`, namedSql(filter))}
    ORDER BY t.name, t.id LIMIT ${filter.limit + 1}`;
  return pageOf(z.array(teamSchema).parse(rows).map(teamOf), filter.limit);
}

/** Undefined for a team the app is not in any more. */
export async function getTeam(db: Db, id: string): Promise<TeamDetail | undefined> {
  const [team] = z.array(teamSchema).parse(await db.$queryRaw`${TEAMS} WHERE t.id = ${id}::uuid AND t.removed_at IS NULL`);
  return team && { ...teamOf(team), installedAt: team.installed_at };
}

/** Group chats the bot is in, by name. */
export async function listGroupChats(db: Db, filter: PlaceFilter): Promise<{ items: GroupChatView[]; next: string | null }> {
  const rows = await db.$queryRaw`${CHATS} WHERE r.kind = 'GROUP_CHAT' AND ref.state <> 'REMOVED'
    AND ${matches(filter, Prisma.sql`r.id`, Prisma.sql`r.display_name`)}
    ORDER BY r.display_name, r.id LIMIT ${filter.limit + 1}`;
  return pageOf(z.array(chatSchema).parse(rows).map(chatOf), filter.limit);
}

function namedSql({ q = "", by }: TeamFilter): Prisma.Sql {
  const team = Prisma.sql`t.name ILIKE ${patternOf(q)}`;
  if (by !== "CHANNEL") return team;
  return Prisma.sql`EXISTS (SELECT FROM channels c WHERE c.team_id = t.id AND c.removed_at IS NULL
    AND concat_ws(' › ', t.name, ${CHANNEL_NAME}) ILIKE ${patternOf(q)})`;
}

function patternOf(q: string): string {
  return `%${q.replace(/[\\%_]/g, "\\$&")}%`;
}

function matches({ q, ids, cursor }: PlaceFilter, id: Prisma.Sql, name: Prisma.Sql, named?: Prisma.Sql): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (q) conditions.push(named ?? Prisma.sql`${name} ILIKE ${patternOf(q)}`);
  if (ids) conditions.push(Prisma.sql`${id} = ANY(${ids}::uuid[])`);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after) conditions.push(Prisma.sql`(${name}, ${id}) > (${after[0]}, ${after[1]}::uuid)`);
  return Prisma.join(conditions, " AND ");
}

function teamOf(row: z.output<typeof teamSchema>): TeamView {
  const { id, name, members, channels, installer_name: installerName, archived_at: archivedAt, removed_at: removedAt } = row;
  const at = { archivedAt, removedAt };
  return { id, name, members, installerName, ...at, channels: channels satisfies ChannelView[], roster: rosterOf(row) };
}

function chatOf(row: z.output<typeof chatSchema>): GroupChatView {
  const { id, name, state, posts_allowed: postsAllowed } = row;
  return { id, name, state, postsAllowed, members: row.members_read, roster: rosterOf(row) };
}

function rosterOf(row: RosterRow): RosterView | null {
  const { roster_status: status, roster_error: error, members_read: read, member_count: total, read_at: readAt } = row;
  return status && { status, error, read: read ?? 0, total, readAt };
}

function pageOf<T extends { id: string; name: string }>(rows: T[], limit: number): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null };
}

const cursorSchema = z.tuple([z.string().max(500).refine(isStorable), z.uuid()]);

function encodeCursor(cursor: z.output<typeof cursorSchema>): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** One that cannot be read starts from the beginning. */
function decodeCursor(cursor: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
