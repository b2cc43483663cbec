// Placeholders: people whom an earlier Herald kept under the id they have towards the bot (`29:…`), because nothing told their
// object id. Each is somebody who has a row of their own, or gets one; so they count among no people. Once both ids are
// known, the placeholder becomes the person's row; where they have one, it hands over what it has and goes.
import { z } from "zod";

import type { Db } from "./db";
import { tryLockErasures } from "./erasure-lock";
import { Prisma } from "./generated/client";

/** A condition on `recipients r`. */
export const IS_PLACEHOLDER_SQL = Prisma.sql`(r.kind = 'PERSON' AND r.external_id LIKE '29:%')`;

/** The same for a person under the id of the directory. */
export const IS_SOMEBODY_SQL = Prisma.sql`(r.kind = 'PERSON' AND r.external_id NOT LIKE '29:%')`;

type BothIds = { objectId: string; memberId?: string | undefined };

const metSchema = z.array(z.object({ placeholder_id: z.string(), person_id: z.string().nullable(), object_id: z.string() }));

/** Run it in a transaction, before the people are written. True when somebody's placeholder has become their row. */
export async function adoptPlaceholders(tx: Db, tenantId: string, people: readonly BothIds[]): Promise<boolean> {
  const both = people.flatMap(({ objectId, memberId }) => (memberId && memberId !== objectId ? [{ objectId, memberId }] : []));
  if (both.length === 0) return false;
  const met = metSchema.parse(await tx.$queryRaw`
    SELECT p.id AS placeholder_id, known.id AS person_id, m."objectId" AS object_id
    FROM jsonb_to_recordset(${JSON.stringify(both)}::jsonb) AS m("objectId" text, "memberId" text)
    JOIN recipients p ON p.tenant_id = ${tenantId} AND p.external_id = m."memberId"
    LEFT JOIN recipients known ON known.tenant_id = ${tenantId} AND known.external_id = m."objectId"`);
  const alone = met.filter((row) => row.person_id === null);
  for (const { placeholder_id: id, object_id: objectId } of alone) {
    await tx.$executeRaw`UPDATE recipients SET external_id = ${objectId} WHERE id = ${id}::uuid`;
  }
  for (const { placeholder_id: placeholder, person_id: person } of met) if (person) await merge(tx, placeholder, person);
  return alone.length > 0;
}

async function merge(tx: Db, placeholder: string, person: string): Promise<void> {
  await handOver(tx, placeholder, person);
  await tx.$executeRaw`
    UPDATE conversation_references SET state = 'REMOVED', evidence = 'SAME_PERSON', state_since = now()
    WHERE recipient_id = ${placeholder}::uuid AND state <> 'REMOVED'`;
  // While an audience is frozen a delivery may appear; then the row stays, as one that was written to does.
  if (!(await tryLockErasures(tx))) return;
  await tx.$executeRaw`
    DELETE FROM recipients r WHERE r.id = ${placeholder}::uuid
      AND NOT EXISTS (SELECT FROM deliveries d WHERE d.recipient_id = r.id)
      AND NOT EXISTS (SELECT FROM interactions i WHERE i.recipient_id = r.id)`;
}

/** Where they were seen, what they do not want, and the lists and audiences they are in. */
async function handOver(tx: Db, placeholder: string, person: string): Promise<void> {
  await tx.$executeRaw`
    WITH left_behind AS (DELETE FROM team_members WHERE recipient_id = ${placeholder}::uuid RETURNING team_id, seen_at)
    INSERT INTO team_members (team_id, recipient_id, seen_at)
    SELECT team_id, ${person}::uuid, seen_at FROM left_behind ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    WITH left_behind AS (DELETE FROM chat_members WHERE recipient_id = ${placeholder}::uuid RETURNING chat_id, seen_at)
    INSERT INTO chat_members (chat_id, recipient_id, seen_at)
    SELECT chat_id, ${person}::uuid, seen_at FROM left_behind ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    WITH left_behind AS (
      DELETE FROM opt_outs WHERE recipient_id = ${placeholder}::uuid RETURNING topic_id, broadcast_id, reason, created_at
    )
    INSERT INTO opt_outs (id, recipient_id, topic_id, broadcast_id, reason, created_at)
    SELECT gen_random_uuid(), ${person}::uuid, topic_id, broadcast_id, reason, created_at FROM left_behind ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE audience_list_entries e SET recipient_id = ${person}::uuid WHERE e.recipient_id = ${placeholder}::uuid
      AND NOT EXISTS (SELECT FROM audience_list_entries o WHERE o.list_id = e.list_id AND o.recipient_id = ${person}::uuid)`;
  await tx.$executeRaw`DELETE FROM audience_list_entries WHERE recipient_id = ${placeholder}::uuid`;
  await tx.$executeRaw`
    UPDATE audiences SET definition = replace(definition::text, ${placeholder}, ${person})::jsonb
    WHERE definition::text LIKE ${`%${placeholder}%`}`;
  await tx.$executeRaw`
    UPDATE broadcasts SET audience = replace(audience::text, ${placeholder}, ${person})::jsonb
    WHERE audience::text LIKE ${`%${placeholder}%`}`;
}
