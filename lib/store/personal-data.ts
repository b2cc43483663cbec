// Where a person's data are kept: the one list that the export is read from. Rows come out as they are stored, every column of
// them, so that a column added tomorrow is in tomorrow's export. A test plants a person in each of these tables and looks for
// tables with recipients that are not listed.
import { z } from "zod";

import type { Db } from "./db";
import { tellsOfPerson } from "./flaw-mentions";
import { Prisma } from "./generated/client";

/** The person as a recipient, and by tenant and object id as one who may sign in to the console. */
type Subject = { id: string; tenantId: string; externalId: string };
type Place = { table: string; where: (subject: Subject) => Prisma.Sql; without?: readonly string[] };

const byRecipient = ({ id }: Subject) => Prisma.sql`x.recipient_id = ${id}::uuid`;
const inConsole = ({ tenantId, externalId }: Subject) => Prisma.sql`
  (SELECT p.id FROM people p WHERE p.tenant_id = ${tenantId} AND p.object_id = ${externalId})`;

export const PERSONAL_PLACES: readonly Place[] = [
  { table: "recipients", where: ({ id }) => Prisma.sql`x.id = ${id}::uuid`, without: ["words"] },
  { table: "conversation_references", where: byRecipient },
  { table: "app_installs", where: byRecipient },
  { table: "opt_outs", where: byRecipient },
  { table: "deliveries", where: byRecipient, without: ["lease_worker", "lease_until", "epoch"] },
  { table: "attempts", where: byRecipient },
  { table: "interactions", where: byRecipient },
  { table: "team_members", where: byRecipient },
  { table: "chat_members", where: byRecipient },
  { table: "entra_group_members", where: byRecipient },
  { table: "audience_list_entries", where: byRecipient },
  { table: "audience_lists", where: ({ externalId }) => Prisma.sql`x.author_id = ${externalId}` },
  { table: "teams", where: ({ id }) => Prisma.sql`x.installer_id = ${id}::uuid` },
  { table: "audiences", where: ({ id }) => Prisma.sql`x.definition::text LIKE ${`%${id}%`}` },
  {
    table: "broadcasts",
    where: ({ id, externalId }) => Prisma.sql`
      (${externalId} IN (x.author_id, x.editor_id, x.requested_by, x.status_by) OR x.audience::text LIKE ${`%${id}%`})`,
  },
  { table: "people", where: (subject) => Prisma.sql`x.id = ${inConsole(subject)}` },
  { table: "sessions", where: (subject) => Prisma.sql`x.person_id = ${inConsole(subject)}`, without: ["token_hash"] },
  {
    table: "api_keys", where: (subject) => Prisma.sql`${inConsole(subject)} IN (x.made_by_id, x.previous_made_by_id)`,
    without: ["key_hash", "previous_hash"],
  },
  { table: "exports", where: (subject) => Prisma.sql`x.owner = 'PERSON:' || ${inConsole(subject)}::text` },
  { table: "approval_notices", where: byRecipient },
  { table: "approval_rule", where: (subject) => Prisma.sql`${inConsole(subject)} = ANY(x.approver_ids)` },
  { table: "approvals", where: (subject) => Prisma.sql`x.person_id = ${inConsole(subject)}` },
  {
    table: "audit_events",
    where: (subject) => Prisma.sql`(x.target_id IN (${subject.id}, ${inConsole(subject)}::text)
      OR x.actor_id IN (${subject.id}, ${inConsole(subject)}::text) OR x.detail::text LIKE ${`%${subject.id}%`})`,
  },
  {
    table: "external_events",
    where: ({ id }) => Prisma.sql`EXISTS (
      SELECT FROM recipients r, unnest(ARRAY[r.email, r.principal_name, r.external_id]) AS address
      WHERE r.id = ${id}::uuid AND address <> ''
        AND strpos(lower(coalesce(x.left_out::text, '') || coalesce(x.refusal::text, '')), lower(address)) > 0)`,
    without: ["body_hash", "idempotency_hash"],
  },
  {
    table: "audience_list_flaws",
    where: ({ id }) => tellsOfPerson(id),
  },
];

const rowsSchema = z.array(z.object({ row: z.record(z.string(), z.unknown()) }));

export type PersonalData = Record<string, Record<string, unknown>[]>;

/** Every row about the person by the name of its table; tables without one are left out. */
export async function readPersonalData(db: Db, subject: Subject): Promise<PersonalData> {
  const data: PersonalData = {};
  for (const { table, where, without = [] } of PERSONAL_PLACES) {
    const rows: unknown = await db.$queryRaw`
      SELECT to_jsonb(x) - ${[...without]}::text[] AS row FROM ${Prisma.raw(table)} x WHERE ${where(subject)}`;
    const found = rowsSchema.parse(rows).map(({ row }) => row);
    if (found.length > 0) data[table] = found;
  }
  return data;
}
