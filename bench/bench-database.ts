// People for measurements that need no Teams.
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { DbPool } from "@/lib/store/db";

/**
 * People of a directory: `person-N@contoso.com` (the sign-in name, and for every third the address too), seven of ten with
 * the app, one in fifty opted out, some guests, disabled and departed accounts.
 */
export async function addDirectoryPeople(db: DbPool, people: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO recipients (id, tenant_id, external_id, display_name, principal_name, email, locale, department, country,
      job_title, user_type, account, updated_at)
    SELECT gen_random_uuid(), ${PRACTICE_TENANT_ID}, gen_random_uuid()::text, 'Person ' || n, 'person-' || n || '@contoso.com',
      CASE WHEN n % 3 = 0 THEN 'Person-' || n || '@Contoso.com' END, (ARRAY['de-DE', 'en-US', 'fr-FR', NULL])[1 + n % 4],
      'Department ' || (n % 40), (ARRAY['Germany', 'Peru', 'France'])[1 + n % 3], 'Job ' || (n % 100),
      CASE WHEN n % 50 = 7 THEN 'GUEST' ELSE 'MEMBER' END,
      CASE n % 100 WHEN 11 THEN 'DISABLED' WHEN 12 THEN 'DELETED' ELSE 'ENABLED' END, now()
    FROM generate_series(1, ${people}::int) n`;
  await db.$executeRaw`
    INSERT INTO conversation_references (recipient_id, service_url, conversation_id, bot_id, state, source, seen_at)
    SELECT id, 'https://teams.invalid/', 'chat-' || id, '28:herald', CASE WHEN get_byte(uuid_send(id), 1) < 8 THEN 'BLOCKED'
      ELSE 'ACTIVE' END, 'INSTALL', now()
    FROM recipients WHERE get_byte(uuid_send(id), 0) < 180 ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO opt_outs (id, recipient_id, topic_id)
    SELECT gen_random_uuid(), r.id, t.id FROM recipients r CROSS JOIN topics t
    WHERE t.key = 'company-news' AND get_byte(uuid_send(r.id), 2) < 5`;
  await db.$executeRaw`ANALYZE recipients, conversation_references, opt_outs`;
}
