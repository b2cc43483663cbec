// Somebody who is erased and could sign in to the console: their sessions end, their name goes from what they wrote and
// decided, and what is left of them names nobody. If they sign in again, they are somebody new.
import { z } from "zod";

import { anonymiseAudit } from "./anonymise-audit";
import type { Db } from "./db";
import { deleteExportsOf } from "./exports";

const idsSchema = z.array(z.object({ id: z.string() }));

/** `standIn` is who the audit names from now on; null when there is no such person. */
export async function eraseConsolePerson(
  tx: Db,
  { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<{ standIn: string | null; auditLines: number }> {
  const [person] = idsSchema.parse(await tx.$queryRaw`
    SELECT id FROM people WHERE tenant_id = ${tenantId} AND object_id = ${objectId} FOR UPDATE`);
  if (!person) return { standIn: null, auditLines: 0 };
  await tx.session.deleteMany({ where: { personId: person.id } });
  await deleteExportsOf(tx, `PERSON:${person.id}`);
  await tx.$executeRaw`UPDATE broadcasts SET author_name = '', author_id = NULL WHERE author_id = ${objectId}`;
  await tx.$executeRaw`UPDATE broadcasts SET editor_id = NULL WHERE editor_id = ${objectId}`;
  await tx.$executeRaw`UPDATE broadcasts SET requested_name = '', requested_by = NULL WHERE requested_by = ${objectId}`;
  await forgetNames(tx, { id: person.id, objectId });
  await tx.$executeRaw`UPDATE approvals SET comment = '' WHERE person_id = ${person.id}::uuid`;
  await tx.$executeRaw`UPDATE approval_rule SET approver_ids = array_remove(approver_ids, ${person.id}::uuid)`;
  // The row stays for the approvals it made, under an id of its own.
  await tx.$executeRaw`
    UPDATE people SET id = erased_id(), object_id = erased_id()::text, display_name = '', role = NULL, assigned_role = NULL WHERE id = ${person.id}::uuid`;
  return anonymiseAudit(tx, person.id);
}

/** By id, whatever they were called then. What has none was written by a key, or before there were ids: by the name of today. */
async function forgetNames(tx: Db, { id, objectId }: { id: string; objectId: string }): Promise<void> {
  await tx.$executeRaw`
    UPDATE audience_lists l SET author_name = '', author_id = NULL FROM people p
    WHERE p.id = ${id}::uuid AND (l.author_id = ${objectId} OR l.author_id IS NULL AND l.author_name = p.display_name)`;
  // "Paused by …." and its like, which a command writes.
  await tx.$executeRaw`
    UPDATE broadcasts SET status_reason = regexp_replace(status_reason, ' by .*$', '.'), status_by = NULL
    WHERE status_by = ${objectId}`;
  await tx.$executeRaw`
    UPDATE broadcasts b SET status_reason = replace(b.status_reason, ' by ' || p.display_name || '.', '.') FROM people p
    WHERE p.id = ${id}::uuid AND b.status_by IS NULL AND p.display_name <> ''
      AND strpos(b.status_reason, ' by ' || p.display_name || '.') > 0`;
}
