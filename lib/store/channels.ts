// Channels of a team, and the recipients they are: a channel can be written to while the app is in its team, the team is
// not archived, and the channel is there.
import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type ChannelSighting = {
  /** `19:…@thread.tacv2` */
  conversationId: string;
  name?: string | undefined;
  /** Null: it is there. Undefined: this event does not tell. */
  removedAt?: Date | null | undefined;
  /** It is a shared or private channel, and the bot is one of its own members. */
  joined?: boolean | undefined;
};

/** As Teams told it `at`; what was told later stays. */
export async function saveChannel(db: Db, teamId: string, channel: ChannelSighting, at: Date): Promise<void> {
  const { conversationId, name = "", removedAt, joined = false } = channel;
  await db.$executeRaw`
    INSERT INTO channels AS c (id, team_id, conversation_id, name, removed_at, named_at, told_at, joined_at)
    VALUES (gen_random_uuid(), ${teamId}::uuid, ${conversationId}, ${name}, ${removedAt ?? null}::timestamptz,
      ${name === "" ? null : at}::timestamptz, ${removedAt === undefined ? null : at}::timestamptz,
      ${joined ? at : null}::timestamptz)
    ON CONFLICT (team_id, conversation_id) DO UPDATE SET
      name = CASE WHEN excluded.named_at >= coalesce(c.named_at, '-infinity') THEN excluded.name ELSE c.name END,
      named_at = greatest(c.named_at, excluded.named_at),
      removed_at = CASE WHEN excluded.told_at >= coalesce(c.told_at, '-infinity') THEN excluded.removed_at ELSE c.removed_at END,
      told_at = greatest(c.told_at, excluded.told_at),
      joined_at = coalesce(c.joined_at, excluded.joined_at)`;
}

/**
 * What Teams lists is what the team had when the reading began: other channels are gone, unless Teams has told of them since.
 * Shared and private ones are not listed for certain, even those the bot is in: of these only an event, or a refused post, tells.
 */
export async function saveChannelList(db: Db, teamId: string, channels: readonly ChannelSighting[]): Promise<void> {
  const listed = Prisma.sql`jsonb_to_recordset(${JSON.stringify(channels)}::jsonb) AS l("conversationId" text, name text)`;
  const began = Prisma.sql`(SELECT started_at FROM roster_reads WHERE team_id = ${teamId}::uuid)`;
  await db.$executeRaw`
    INSERT INTO channels AS c (id, team_id, conversation_id, name)
    SELECT gen_random_uuid(), ${teamId}::uuid, l."conversationId", coalesce(l.name, '') FROM ${listed} ORDER BY 3
    ON CONFLICT (team_id, conversation_id) DO UPDATE SET
      name = CASE WHEN excluded.name = '' OR c.named_at > ${began} THEN c.name ELSE excluded.name END,
      removed_at = CASE WHEN c.told_at > ${began} THEN c.removed_at END`;
  await db.$executeRaw`
    UPDATE channels SET removed_at = now() WHERE team_id = ${teamId}::uuid AND removed_at IS NULL
      AND joined_at IS NULL AND coalesce(told_at <= ${began}, true) AND conversation_id NOT IN (SELECT l."conversationId" FROM ${listed})`;
}

/**
 * The channel's name as people read it beside its team's. Teams gives the General channel none, since each client shows
 * it in its own language; its id is the team's.
 */
export const CHANNEL_NAME = Prisma.sql`coalesce(nullif(c.name, ''), CASE WHEN c.conversation_id = t.teams_id THEN 'General' END, '?')`;

/**
 * Makes the recipients of a team's channels, or of one, what the rows of team and channel say. An event from a team proves
 * that the bot is in it, so it also takes back what Teams refused before.
 */
export async function saveChannelRecipients(db: Db, teamId: string, conversationId?: string): Promise<void> {
  const one = conversationId === undefined ? Prisma.sql`true` : Prisma.sql`c.conversation_id = ${conversationId}`;
  await db.$executeRaw`
    WITH places AS (
      SELECT t.tenant_id, t.service_url, t.bot_id, c.conversation_id,
        concat_ws(' › ', nullif(t.name, ''), ${CHANNEL_NAME}) AS name,
        CASE WHEN t.removed_at IS NOT NULL THEN 'TEAM_REMOVED' WHEN c.removed_at IS NOT NULL THEN 'CHANNEL_DELETED'
          WHEN t.archived_at IS NOT NULL THEN 'TEAM_ARCHIVED' END AS gone
      FROM channels c JOIN teams t ON t.id = c.team_id WHERE t.id = ${teamId}::uuid AND ${one}
    ), saved AS (
      INSERT INTO recipients AS r (id, tenant_id, kind, external_id, display_name, updated_at)
      SELECT gen_random_uuid(), tenant_id, 'CHANNEL', conversation_id, name, now() FROM places ORDER BY conversation_id
      ON CONFLICT (tenant_id, external_id) DO UPDATE SET display_name = excluded.display_name, updated_at = now()
      RETURNING r.id, r.external_id
    )
    INSERT INTO conversation_references AS ref (recipient_id, service_url, conversation_id, bot_id, state, evidence, source, seen_at)
    SELECT s.id, p.service_url, p.conversation_id, p.bot_id, CASE WHEN p.gone IS NULL THEN 'ACTIVE' ELSE 'REMOVED' END,
      coalesce(p.gone, 'CONVERSATION_UPDATE'), 'CONVERSATION_UPDATE', now()
    FROM saved s JOIN places p ON p.conversation_id = s.external_id ORDER BY s.id
    ON CONFLICT (recipient_id) DO UPDATE SET
      service_url = excluded.service_url, bot_id = coalesce(nullif(excluded.bot_id, ''), ref.bot_id), seen_at = excluded.seen_at,
      state = excluded.state,
      evidence = CASE WHEN ref.state = excluded.state THEN ref.evidence ELSE excluded.evidence END,
      state_since = CASE WHEN ref.state = excluded.state THEN ref.state_since ELSE now() END`;
}
