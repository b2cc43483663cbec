// ConversationReferences: where a recipient can be reached, learnt from what Teams tells the bot. Teams repeats events
// and does not keep their order, so a sighting is one statement that may run twice, or twice at once, with one effect:
// the newest sighting wins, what an older one knows fills gaps only, and a state changes only on evidence. A mention's name is
// what its sender made of it, so it names nobody who has a name.
import { z } from "zod";

import type { ReferenceState, Sighting } from "@/lib/domain/reference";

import type { Db } from "./db";
import { restoreOptOuts } from "./erased-opt-outs";
import { Prisma } from "./generated/client";
import { adoptPlaceholders } from "./placeholders";

export type RecordedSighting = {
  recipientId: string;
  displayName: string;
  state: ReferenceState;
  guest: boolean;
  /** This sighting made the recipient. */
  isNew: boolean;
  /** This sighting brought a person back who had blocked, removed or never installed the app. */
  isBack: boolean;
};

const sightingSchema = z.tuple([
  z.object({
    recipient_id: z.string(),
    display_name: z.string(),
    user_type: z.enum(["MEMBER", "GUEST"]),
    state: z.enum(["ACTIVE", "KNOWN", "NEEDS_INSTALL", "BLOCKED", "REMOVED"]),
    is_new: z.boolean(),
    is_back: z.boolean(),
  }),
]);

/**
 * The recipient's row is written first and thereby locked, so two sightings of one person take turns.
 * A personal conversation id makes the reference ACTIVE, whatever it was: the person is there. Everything else leaves
 * the state as it is. The source stays the one that made the reference what it is.
 */
export async function recordSighting(db: Db, sighting: Sighting): Promise<RecordedSighting> {
  const { tenantId, objectId, serviceUrl, botId, source, seenAt } = sighting;
  const adopted = await adoptPlaceholders(db, tenantId, [sighting]);
  const conversationId = sighting.conversationId ?? null;
  const spoken = sighting.locale ?? null;
  const userType = sighting.guest === undefined ? null : sighting.guest ? "GUEST" : "MEMBER";
  const rows = await db.$queryRaw`
    WITH person AS (
      INSERT INTO recipients AS r (id, tenant_id, external_id, display_name, given_name, email, locale, learnt_locale,
        user_type, updated_at)
      VALUES (gen_random_uuid(), ${tenantId}, ${objectId}, ${sighting.displayName ?? ""}, ${sighting.givenName ?? null},
        ${sighting.email ?? null}, ${spoken}, ${spoken}, coalesce(${userType}::text, 'MEMBER'), now())
      ON CONFLICT (tenant_id, external_id) DO UPDATE SET
        display_name = CASE WHEN ${source}::text <> 'MENTION' AND ${isNewest(seenAt)} THEN coalesce(nullif(excluded.display_name, ''), r.display_name)
          ELSE coalesce(nullif(r.display_name, ''), excluded.display_name) END,
        given_name = CASE WHEN ${isNewest(seenAt)} THEN coalesce(excluded.given_name, r.given_name)
          ELSE coalesce(r.given_name, excluded.given_name) END,
        email = CASE WHEN ${isNewest(seenAt)} THEN coalesce(excluded.email, r.email)
          ELSE coalesce(r.email, excluded.email) END,
        learnt_locale = CASE WHEN ${isNewest(seenAt)} THEN coalesce(excluded.locale, r.learnt_locale)
          ELSE coalesce(r.learnt_locale, excluded.locale) END,
        locale = CASE WHEN ${isNewest(seenAt)} THEN coalesce(excluded.locale, r.locale)
          ELSE coalesce(r.learnt_locale, excluded.locale, r.locale) END,
        user_type = coalesce(${userType}::text, r.user_type),
        updated_at = now()
      RETURNING r.id, r.display_name, r.user_type, (xmax = 0) AS is_new
    ), before AS (
      SELECT c.state FROM conversation_references c
      JOIN recipients r ON r.id = c.recipient_id WHERE r.tenant_id = ${tenantId} AND r.external_id = ${objectId}
    ), reference AS (
      INSERT INTO conversation_references AS c (recipient_id, service_url, conversation_id, member_id, bot_id,
        state, evidence, state_since, source, seen_at, installed_at)
      SELECT id, ${serviceUrl}, ${conversationId}, ${sighting.memberId ?? null}, ${botId},
        CASE WHEN ${conversationId}::text IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END, ${source}, now(), ${source},
        ${seenAt}::timestamptz, CASE WHEN ${source}::text = 'INSTALL' THEN ${seenAt}::timestamptz END
      FROM person
      ON CONFLICT (recipient_id) DO UPDATE SET
        service_url = CASE WHEN c.seen_at <= excluded.seen_at THEN excluded.service_url ELSE c.service_url END,
        bot_id = CASE WHEN c.seen_at <= excluded.seen_at THEN excluded.bot_id ELSE c.bot_id END,
        conversation_id = CASE WHEN c.seen_at <= excluded.seen_at THEN coalesce(excluded.conversation_id, c.conversation_id)
          ELSE coalesce(c.conversation_id, excluded.conversation_id) END,
        member_id = CASE WHEN c.seen_at <= excluded.seen_at THEN coalesce(excluded.member_id, c.member_id)
          ELSE coalesce(c.member_id, excluded.member_id) END,
        state = CASE WHEN ${TURNS_ACTIVE} THEN 'ACTIVE' ELSE c.state END,
        evidence = CASE WHEN ${TURNS_ACTIVE} THEN excluded.evidence ELSE c.evidence END,
        state_since = CASE WHEN ${TURNS_ACTIVE} THEN now() ELSE c.state_since END,
        source = CASE WHEN ${TURNS_ACTIVE} THEN excluded.source ELSE c.source END,
        installed_at = greatest(c.installed_at, excluded.installed_at),
        seen_at = greatest(c.seen_at, excluded.seen_at)
      RETURNING c.recipient_id, c.state
    )
    SELECT p.id AS recipient_id, p.display_name, p.user_type, p.is_new, f.state,
      coalesce(f.state = 'ACTIVE' AND b.state IN ('BLOCKED', 'REMOVED', 'NEEDS_INSTALL'), false) AS is_back
    FROM person p JOIN reference f ON f.recipient_id = p.id LEFT JOIN before b ON true`;
  const [row] = sightingSchema.parse(rows);
  if (row.is_new || adopted) await restoreOptOuts(db, tenantId, [{ externalId: objectId, memberId: sighting.memberId }]);
  return {
    recipientId: row.recipient_id,
    displayName: row.display_name,
    state: row.state,
    guest: row.user_type === "GUEST",
    isNew: row.is_new,
    isBack: row.is_back,
  };
}

// In `ON CONFLICT`: nothing newer is known about the person than this sighting.
const isNewest = (seenAt: Date): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM conversation_references newer WHERE newer.recipient_id = r.id AND newer.seen_at > ${seenAt}::timestamptz)`;

// An older personal event still tells the conversation of somebody who is KNOWN; it never undoes a later removal.
const TURNS_ACTIVE = Prisma.sql`(excluded.conversation_id IS NOT NULL AND c.state <> 'ACTIVE'
  AND (c.seen_at <= excluded.seen_at OR c.state = 'KNOWN'))`;

/** The object ids of people known by the id they have towards the bot. Placeholders have none. */
export async function listObjectIds(
  db: Db,
  tenantId: string,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  if (memberIds.length === 0) return new Map();
  const recipient = { tenantId, externalId: { not: { startsWith: "29:" } } };
  const rows = await db.conversationReference.findMany({
    where: { memberId: { in: [...memberIds] }, state: { not: "REMOVED" }, recipient },
    select: { memberId: true, recipient: { select: { externalId: true } } },
    take: memberIds.length,
  });
  return new Map(rows.map(({ memberId, recipient }) => [memberId ?? "", recipient.externalId]));
}

/**
 * The person removed the app at `at`. The conversation id is kept: a reinstall uses the same chat.
 * False when there is nothing to remove: nobody known, removed before, or installed again since.
 */
export async function removeReference(
  db: Db,
  { tenantId, objectId, at }: { tenantId: string; objectId: string; at: Date },
): Promise<{ recipientId: string } | undefined> {
  const rows = await db.$queryRaw`
    UPDATE conversation_references c SET
      state = 'REMOVED', evidence = 'UNINSTALLED', state_since = now(),
      seen_at = greatest(c.seen_at, ${at}::timestamptz)
    FROM recipients r
    WHERE r.id = c.recipient_id AND r.tenant_id = ${tenantId} AND r.external_id = ${objectId}
      AND c.state <> 'REMOVED' AND (c.installed_at IS NULL OR c.installed_at <= ${at}::timestamptz)
    RETURNING c.recipient_id`;
  const [row] = z.array(z.object({ recipient_id: z.string() })).parse(rows);
  return row && { recipientId: row.recipient_id };
}

/** The 1:1 conversation that a send has created. How the person became known stays as it was. */
export async function saveConversationId(db: Db, recipientId: string, conversationId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE conversation_references SET
      conversation_id = ${conversationId},
      state_since = CASE WHEN state = 'KNOWN' THEN now() ELSE state_since END,
      evidence = CASE WHEN state = 'KNOWN' THEN 'CREATED' ELSE evidence END,
      state = CASE WHEN state = 'KNOWN' THEN 'ACTIVE' ELSE state END
    WHERE recipient_id = ${recipientId}::uuid`;
}
