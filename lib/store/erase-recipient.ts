// Erases a person everywhere, in one transaction. Their own rows go (the recipient's, and with it reference, opt-outs,
// memberships, list entries, installation). What must keep counting stays under ids that name nobody: deliveries, attempts and
// interactions, each broadcast's under an id of its own. What mentions them elsewhere no longer does. Broadcasts' texts are the
// organisation's own words, and stay.
import { z } from "zod";

import type { ErasedCounts } from "@/lib/domain/erasure";
import { AppError } from "@/lib/errors";

import { anonymiseAudit } from "./anonymise-audit";
import type { Db } from "./db";
import { eraseConsolePerson } from "./erase-console-person";
import { rememberOptOuts } from "./erased-opt-outs";
import { lockErasures } from "./erasure-lock";
import { forgetInExports } from "./exports";
import { tellsOfPerson } from "./flaw-mentions";
import { Prisma } from "./generated/client";

const personSchema = z.array(
  z.object({
    id: z.string(),
    tenantId: z.string(),
    externalId: z.string(),
    name: z.string(),
    memberId: z.string().nullable(),
    addresses: z.array(z.string()),
  }),
);
type Subject = z.output<typeof personSchema>[number];

/** `standIn` is who the audit names from now on. */
export type Erased = { standIn: string; counts: ErasedCounts };

/** Throws NOT_FOUND, and CONFLICT while a message or the app is on its way to them. */
export async function eraseRecipient(tx: Db, recipientId: string): Promise<Erased> {
  await lockErasures(tx);
  const subject = await lockSubject(tx, recipientId);
  await endDeliveries(tx, subject);
  const optOuts = await rememberOptOuts(tx, recipientId, subject.tenantId, subject);
  const { deliveries, interactions } = await anonymiseHistory(tx, recipientId);
  await forgetMentions(tx, subject);
  await forgetInExports(tx, subject);
  const { standIn, auditLines } = await anonymiseAudit(tx, recipientId);
  await tx.recipient.delete({ where: { id: recipientId }, select: { id: true } });
  const console = await eraseConsolePerson(tx, { tenantId: subject.tenantId, objectId: subject.externalId });
  const found = { auditLines: auditLines + console.auditLines, console: console.standIn !== null };
  const counts = { deliveries, interactions, optOuts, ...found };
  return { standIn, counts };
}

async function lockSubject(tx: Db, recipientId: string): Promise<Subject> {
  const [subject] = personSchema.parse(await tx.$queryRaw`
    SELECT r.id, r.tenant_id AS "tenantId", r.external_id AS "externalId", r.display_name AS name, c.member_id AS "memberId",
      array_remove(ARRAY[lower(r.email), lower(r.principal_name), lower(r.external_id)], NULL) AS addresses
    FROM recipients r LEFT JOIN conversation_references c ON c.recipient_id = r.id
    WHERE r.id = ${recipientId}::uuid AND r.kind = 'PERSON' FOR UPDATE OF r`);
  if (!subject) throw new AppError("NOT_FOUND", "There is no such person.");
  return subject;
}

const movedSchema = z.tuple([z.object({ busy: z.boolean() })]);

/** What waits to be sent is skipped; one that may have arrived is UNCONFIRMED. What is on its way must end first. */
async function endDeliveries(tx: Db, { id }: Subject): Promise<void> {
  const [{ busy }] = movedSchema.parse(await tx.$queryRaw`
    WITH held AS MATERIALIZED (
      SELECT broadcast_id, recipient_id, status, possible_duplicate_at IS NOT NULL AS doubtful FROM deliveries
      WHERE recipient_id = ${id}::uuid AND status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT')
      ORDER BY 1, 2 FOR UPDATE
    ), ended AS (
      UPDATE deliveries d SET status = CASE WHEN h.doubtful THEN 'UNCONFIRMED' ELSE 'SKIPPED' END,
        reason = CASE WHEN h.doubtful THEN 'NOT_RETRIED' ELSE 'ERASED' END, settled_at = now()
      FROM held h WHERE d.broadcast_id = h.broadcast_id AND d.recipient_id = h.recipient_id
        AND h.status IN ('QUEUED', 'RETRY_WAIT')
    )
    SELECT EXISTS (SELECT FROM held WHERE status IN ('CLAIMED', 'SENDING'))
      OR EXISTS (SELECT FROM app_installs WHERE recipient_id = ${id}::uuid AND status = 'INSTALLING') AS busy`);
  if (busy) throw new AppError("CONFLICT", "A message or the app is on its way to this person right now. Try again in a minute.");
}

const historySchema = z.tuple([z.object({ deliveries: z.number(), interactions: z.number() })]);

async function anonymiseHistory(tx: Db, recipientId: string): Promise<{ deliveries: number; interactions: number }> {
  const rows: unknown = await tx.$queryRaw`
    WITH theirs AS (
      SELECT broadcast_id FROM deliveries WHERE recipient_id = ${recipientId}::uuid
      UNION SELECT broadcast_id FROM interactions WHERE recipient_id = ${recipientId}::uuid
    ), ids AS MATERIALIZED (
      SELECT broadcast_id, erased_id() AS stand_in FROM theirs
    ), delivered AS (
      UPDATE deliveries d SET recipient_id = i.stand_in, recipient_name = '', conversation_id = NULL, activity_id = NULL, context = NULL
      FROM ids i WHERE d.broadcast_id = i.broadcast_id AND d.recipient_id = ${recipientId}::uuid RETURNING 1
    ), attempted AS (
      UPDATE attempts a SET recipient_id = i.stand_in, correlation_id = NULL, activity_id = NULL
      FROM ids i WHERE a.broadcast_id = i.broadcast_id AND a.recipient_id = ${recipientId}::uuid
    ), acted AS (
      UPDATE interactions n SET recipient_id = i.stand_in
      FROM ids i WHERE n.broadcast_id IS NOT DISTINCT FROM i.broadcast_id AND n.recipient_id = ${recipientId}::uuid RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM delivered) AS deliveries, (SELECT count(*)::int FROM acted) AS interactions`;
  return historySchema.parse(rows)[0];
}

/** Whoever installed the app in a team, was named in an audience, or is in the log of a file or an event. */
async function forgetMentions(tx: Db, { id, tenantId, name, addresses }: Subject): Promise<void> {
  await tx.$executeRaw`
    UPDATE deliveries d SET context = d.context - 'installer' FROM broadcasts b, teams t
    WHERE b.id = d.broadcast_id AND b.purpose = 'STANDING' AND t.tenant_id = ${tenantId} AND t.installer_id = ${id}::uuid
      AND d.tenant_id = ${tenantId} AND d.context->>'installer' IN (t.installer_name, ${name}) AND d.context->>'installer' <> ''`;
  await tx.$executeRaw`UPDATE teams SET installer_id = NULL, installer_name = NULL WHERE installer_id = ${id}::uuid`;
  const standIn = Prisma.sql`erased_id()::text`;
  await tx.$executeRaw`
    UPDATE audiences SET definition = replace(definition::text, ${id}, ${standIn})::jsonb WHERE definition::text LIKE ${`%${id}%`}`;
  await tx.$executeRaw`
    UPDATE broadcasts SET audience = replace(audience::text, ${id}, ${standIn})::jsonb WHERE audience::text LIKE ${`%${id}%`}`;
  await tx.$executeRaw`UPDATE audience_list_flaws x SET value = '' WHERE ${tellsOfPerson(id)}`;
  await tx.$executeRaw`
    UPDATE external_events SET left_out = (
      SELECT coalesce(jsonb_agg(CASE WHEN lower(one) = ANY(${addresses}::text[]) THEN '' ELSE one END), '[]'::jsonb)
      FROM jsonb_array_elements_text(left_out) AS one)
    WHERE jsonb_typeof(left_out) = 'array'
      AND EXISTS (SELECT FROM jsonb_array_elements_text(left_out) AS one WHERE lower(one) = ANY(${addresses}::text[]))`;
  for (const address of addresses) {
    // Why an event was refused is told in sentences.
    const pattern = address.replace(/[^a-z0-9]/g, "\\$&");
    await tx.$executeRaw`
      UPDATE external_events SET refusal = regexp_replace(refusal::text, ${pattern}, '…', 'gi')::jsonb
      WHERE refusal::text ILIKE ${`%${address.replace(/[\\%_]/g, "\\$&")}%`}`;
  }
}

