// One page of a roster becomes recipients, references and members with a few statements, whatever its size. The roster is
// what Teams says now, so its names win; like every sighting without a personal conversation it makes nobody ACTIVE.
import type { RosterMember } from "@/lib/domain/roster";

import type { Db } from "./db";
import { restoreOptOuts } from "./erased-opt-outs";
import { Prisma } from "./generated/client";
import { savePlaceMembers } from "./place-members";
import { adoptPlaceholders } from "./placeholders";
import type { ClaimedRosterRead } from "./rosters";

/** Runs in the transaction that moves the cursor. */
export async function saveRosterPage(tx: Db, read: ClaimedRosterRead, listed: readonly RosterMember[]): Promise<void> {
  // A statement writes a row once: whoever is listed twice is taken as listed last.
  const members = [...new Map(listed.map((member) => [member.objectId, member])).values()];
  if (members.length === 0) return;
  const page = Prisma.sql`jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS m(
    "objectId" text, "memberId" text, name text, "givenName" text, email text, "principalName" text, guest boolean)`;
  await adoptPlaceholders(tx, read.tenantId, members);
  await savePeople(tx, read, page);
  await restoreOptOuts(tx, read.tenantId, members.map(({ objectId, memberId }) => ({ externalId: objectId, memberId })));
  const place = read.teamId === null ? { chatId: read.chatId ?? "" } : { teamId: read.teamId };
  await savePlaceMembers(tx, place, Prisma.sql`(
    SELECT r.id FROM ${page} JOIN recipients r ON r.tenant_id = ${read.tenantId} AND r.external_id = m."objectId")`);
}

async function savePeople(tx: Db, { tenantId, serviceUrl, botId }: ClaimedRosterRead, page: Prisma.Sql): Promise<void> {
  // Sorted, so that two events about the same people lock their rows in one order.
  await tx.$executeRaw`
    WITH people AS (
      INSERT INTO recipients AS r (id, tenant_id, external_id, display_name, given_name, email, principal_name, user_type, updated_at)
      SELECT gen_random_uuid(), ${tenantId}, m."objectId", coalesce(m.name, ''), m."givenName", m.email, m."principalName",
        CASE WHEN m.guest THEN 'GUEST' WHEN m.guest IS NULL THEN coalesce(known.user_type, 'MEMBER') ELSE 'MEMBER' END, now()
      FROM ${page} LEFT JOIN recipients known ON known.tenant_id = ${tenantId} AND known.external_id = m."objectId"
      ORDER BY m."objectId"
      ON CONFLICT (tenant_id, external_id) DO UPDATE SET
        display_name = coalesce(nullif(excluded.display_name, ''), r.display_name),
        given_name = coalesce(excluded.given_name, r.given_name),
        email = coalesce(excluded.email, r.email),
        principal_name = coalesce(excluded.principal_name, r.principal_name),
        user_type = excluded.user_type,
        updated_at = now()
      RETURNING r.id, r.external_id
    )
    INSERT INTO conversation_references AS c (recipient_id, service_url, member_id, bot_id, state, evidence, source, seen_at)
    SELECT p.id, ${serviceUrl}, m."memberId", ${botId}, 'KNOWN', 'ROSTER', 'ROSTER', now()
    FROM people p JOIN ${page} ON m."objectId" = p.external_id ORDER BY p.id
    ON CONFLICT (recipient_id) DO UPDATE SET
      service_url = excluded.service_url, bot_id = excluded.bot_id,
      member_id = coalesce(excluded.member_id, c.member_id),
      -- Elsewhere it orders the events that decide about the state, and a roster is none of them.
      seen_at = CASE WHEN c.state = 'KNOWN' THEN greatest(c.seen_at, excluded.seen_at) ELSE c.seen_at END`;
}
