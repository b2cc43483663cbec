// One page of the directory's people becomes recipients with one statement, whatever the bot knew of them before. What a
// page does not tell stays as it was; what the bot has learnt (a chat, the language of their Teams) the directory never
// takes away, except that whoever has left it cannot be reached any more. Who had blocked the bot stays BLOCKED: the account
// says that they left, and if they come back, they have blocked it still. Opt-outs are not touched by anything here.
import { z } from "zod";

import type { SyncRound } from "@/lib/domain/directory";
import type { DirectoryPerson } from "@/lib/domain/directory-port";

import type { Db } from "./db";
import { restoreOptOuts } from "./erased-opt-outs";
import { Prisma } from "./generated/client";

/** In a full round Graph leaves out what was never filled in, and so it is empty. */
const EMPTY = { department: null, country: null, jobTitle: null, locale: null };

/** Run it in a transaction with the cursor of the page. */
export async function savePeople(
  db: Db, tenantId: string, round: SyncRound, people: readonly DirectoryPerson[],
): Promise<void> {
  if (people.length === 0) return;
  const told = JSON.stringify(round === "FULL" ? people.map((person) => ({ ...EMPTY, ...withoutUndefined(person) })) : people);
  const objectIds = people.map(({ objectId }) => objectId);
  // In the order in which everybody locks recipients, so that an event of the bot and a page cannot wait in a circle.
  await db.$executeRaw`
    SELECT FROM recipients WHERE tenant_id = ${tenantId} AND external_id = ANY(${objectIds}::text[])
    ORDER BY external_id FOR NO KEY UPDATE`;
  // Somebody who came back: the chat is still there, and whether it works a send will tell.
  await db.$executeRaw`
    UPDATE conversation_references c SET state = 'KNOWN', evidence = 'RETURNED', state_since = now() FROM recipients r
    WHERE r.id = c.recipient_id AND r.tenant_id = ${tenantId} AND r.external_id = ANY(${objectIds}::text[])
      AND r.account = 'DELETED' AND c.state = 'REMOVED' AND c.evidence = 'DEPARTED'`;
  await db.$executeRaw(saveSql(tenantId, told));
  await restoreOptOuts(db, tenantId, objectIds.map((externalId) => ({ externalId })));
}

function saveSql(tenantId: string, told: string): Prisma.Sql {
  return Prisma.sql`
    WITH told AS MATERIALIZED (
      SELECT p, p->>'objectId' AS object_id, (p->>'guest')::boolean AS guest, (p->>'enabled')::boolean AS enabled,
        (p->>'licensed')::boolean AS licensed
      FROM jsonb_array_elements(${told}::jsonb) AS p
    ), changed AS (
      UPDATE recipients r SET
        display_name = coalesce(nullif(t.p->>'displayName', ''), r.display_name),
        given_name = coalesce(nullif(t.p->>'givenName', ''), r.given_name),
        email = coalesce(nullif(t.p->>'email', ''), r.email),
        principal_name = coalesce(t.p->>'principalName', r.principal_name),
        locale = coalesce(r.learnt_locale, CASE WHEN t.p ? 'locale' THEN t.p->>'locale' ELSE r.locale END),
        department = CASE WHEN t.p ? 'department' THEN t.p->>'department' ELSE r.department END,
        country = CASE WHEN t.p ? 'country' THEN t.p->>'country' ELSE r.country END,
        job_title = CASE WHEN t.p ? 'jobTitle' THEN t.p->>'jobTitle' ELSE r.job_title END,
        user_type = CASE t.guest WHEN true THEN 'GUEST' WHEN false THEN 'MEMBER' ELSE r.user_type END,
        account = ${accountSql(Prisma.sql`coalesce(t.guest, r.user_type = 'GUEST')`, Prisma.sql`r.account`)},
        synced_at = now(), updated_at = now()
      FROM told t WHERE r.tenant_id = ${tenantId} AND r.external_id = t.object_id
      RETURNING r.external_id
    )
    INSERT INTO recipients AS r (id, tenant_id, external_id, display_name, given_name, email, principal_name, locale,
      department, country, job_title, user_type, account, synced_at, updated_at)
    SELECT gen_random_uuid(), ${tenantId}, t.object_id, coalesce(t.p->>'displayName', ''), t.p->>'givenName', t.p->>'email',
      t.p->>'principalName', t.p->>'locale', t.p->>'department', t.p->>'country', t.p->>'jobTitle',
      CASE WHEN t.guest THEN 'GUEST' ELSE 'MEMBER' END,
      ${accountSql(Prisma.sql`coalesce(t.guest, false)`, Prisma.sql`'UNKNOWN'`)}, now(), now()
    FROM told t WHERE NOT EXISTS (SELECT FROM changed c WHERE c.external_id = t.object_id)
    ORDER BY t.object_id
    -- The bot has met the person since this statement began.
    ON CONFLICT (tenant_id, external_id) DO UPDATE SET
      principal_name = excluded.principal_name, locale = coalesce(r.learnt_locale, excluded.locale),
      department = excluded.department, country = excluded.country,
      job_title = excluded.job_title, user_type = excluded.user_type, account = excluded.account,
      synced_at = now(), updated_at = now()`;
}

/**
 * A guest brings the licence of another organisation. Where only one of the two facts is told, the other is what the
 * account's word implies; it does not tell whether a disabled account has a licence, and then it is UNKNOWN for now.
 */
function accountSql(guest: Prisma.Sql, before: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN t.enabled IS FALSE OR (t.enabled IS NULL AND ${before} = 'DISABLED') THEN 'DISABLED'
    WHEN ${guest} THEN 'ENABLED'
    WHEN t.licensed IS TRUE THEN 'ENABLED'
    WHEN t.licensed IS FALSE THEN 'UNLICENSED'
    WHEN ${before} IN ('ENABLED', 'UNLICENSED') THEN ${before}
    ELSE 'UNKNOWN' END`;
}

/** These people are no longer in the directory. Returns how many were thought to be. */
export async function saveDeparted(db: Db, tenantId: string, objectIds: readonly string[]): Promise<number> {
  if (objectIds.length === 0) return 0;
  return markDeparted(db, Prisma.sql`tenant_id = ${tenantId} AND external_id = ANY(${[...objectIds]}::text[])`);
}

/** After a full round: whom it did not meet has left, since the directory knew them once. */
export function saveUnmet(db: Db, tenantId: string, roundStartedAt: Date): Promise<number> {
  return markDeparted(db, Prisma.sql`tenant_id = ${tenantId} AND synced_at < ${roundStartedAt}::timestamptz`);
}

const countSchema = z.tuple([z.object({ count: z.number() })]);

async function markDeparted(db: Db, condition: Prisma.Sql): Promise<number> {
  const rows = await db.$queryRaw`
    WITH leaving AS (
      SELECT id FROM recipients WHERE kind = 'PERSON' AND account <> 'DELETED' AND ${condition}
      ORDER BY external_id FOR NO KEY UPDATE
    ), departed AS (
      UPDATE recipients SET account = 'DELETED', updated_at = now() WHERE id IN (SELECT id FROM leaving) RETURNING id
    ), unreachable AS (
      UPDATE conversation_references SET state = 'REMOVED', evidence = 'DEPARTED', state_since = now()
      WHERE recipient_id IN (SELECT id FROM departed) AND state NOT IN ('REMOVED', 'BLOCKED')
    )
    SELECT count(*)::int AS count FROM departed`;
  return countSchema.parse(rows)[0].count;
}

function withoutUndefined(person: DirectoryPerson): Partial<DirectoryPerson> {
  return Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined));
}
