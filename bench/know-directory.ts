// People as a directory would bring them: three in four have met the bot, in all states, with departments, countries,
// opt-outs and one large team.
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { DbPool } from "@/lib/store/db";
import { makePeople } from "@/simulator/people";
import { DEFAULT_APP_ID } from "@/simulator/tenant";

const SEED = 1;
const BOT_ID = `28:${DEFAULT_APP_ID}`;
const PAGE_SIZE = 20_000;
const DEPARTMENTS = 60;
const COUNTRIES = "DE GB US FR ES BR IT PL SE TR NL NG KE IN SA IL JP CN KR GR".split(" ");
const TEAM_SIZE = 25_000;

export async function knowDirectory(db: DbPool, count: number): Promise<{ teamId: string }> {
  const everybody = makePeople(count, SEED, BOT_ID);
  for (let start = 0; start < count; start += PAGE_SIZE) {
    const people = everybody.slice(start, start + PAGE_SIZE).map((person) => ({
      ...person,
      userType: person.userType.toUpperCase(),
      department: `Department ${String((person.index * 7919) % DEPARTMENTS).padStart(2, "0")}`,
      country: COUNTRIES[(person.index * 104_729) % COUNTRIES.length],
      share: (person.index * 31) % 100,
    }));
    await insert(db, JSON.stringify(people));
  }
  const topic = await db.topic.findFirstOrThrow({ select: { id: true } });
  await db.$executeRaw`
    INSERT INTO opt_outs (id, recipient_id, topic_id)
    SELECT gen_random_uuid(), id, ${topic.id}::uuid FROM recipients WHERE abs(hashtext(external_id)) % 50 = 0`;
  const team = await db.team.create({
    data: { tenantId: PRACTICE_TENANT_ID, teamsId: "19:large", name: "Large", serviceUrl: "https://teams.invalid/" },
    select: { id: true },
  });
  await db.$executeRaw`
    INSERT INTO team_members (team_id, recipient_id)
    SELECT ${team.id}::uuid, id FROM recipients ORDER BY hashtext(external_id) LIMIT ${TEAM_SIZE}`;
  await db.$executeRaw`VACUUM (ANALYZE)`;
  return { teamId: team.id };
}

async function insert(db: DbPool, people: string): Promise<void> {
  await db.$executeRaw`
    WITH p AS (
      SELECT * FROM jsonb_to_recordset(${people}::jsonb) AS p("objectId" text, "teamsUserId" text, "conversationId" text,
        "displayName" text, "givenName" text, email text, "userPrincipalName" text, locale text, "userType" text,
        department text, country text, share int)
    ), r AS (
      INSERT INTO recipients (id, tenant_id, external_id, display_name, given_name, email, principal_name, locale, user_type,
        department, country, account, synced_at, updated_at)
      SELECT gen_random_uuid(), ${PRACTICE_TENANT_ID}, "objectId", "displayName", "givenName", email, "userPrincipalName", locale,
        "userType", department, country, CASE WHEN share < 2 THEN 'DISABLED' WHEN share < 3 THEN 'DELETED' ELSE 'ENABLED' END,
        now(), now()
      FROM p RETURNING id, external_id
    )
    INSERT INTO conversation_references (recipient_id, service_url, conversation_id, member_id, bot_id, state, source, seen_at)
    SELECT r.id, 'https://teams.invalid/', p."conversationId", p."teamsUserId", ${BOT_ID},
      CASE WHEN share < 60 THEN 'ACTIVE' WHEN share < 70 THEN 'KNOWN' WHEN share < 71 THEN 'BLOCKED' WHEN share < 73 THEN 'REMOVED'
        ELSE 'NEEDS_INSTALL' END, 'INSTALL', now()
    FROM r JOIN p ON p."objectId" = r.external_id WHERE share < 75`;
}
