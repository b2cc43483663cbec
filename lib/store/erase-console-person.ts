// Somebody who is erased and could sign in to the console: their sessions end, their name goes from what they wrote and
// decided, and what is left of them names nobody. If they sign in again, they are somebody new.
import { z } from "zod";

import { anonymiseAudit } from "./anonymise-audit";
import type { Db } from "./db";

const idsSchema = z.array(z.object({ id: z.string() }));

export async function eraseConsolePerson(
  tx: Db,
  { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<{ found: boolean; auditLines: number }> {
  const [person] = idsSchema.parse(await tx.$queryRaw`
    SELECT id FROM people WHERE tenant_id = ${tenantId} AND object_id = ${objectId} FOR UPDATE`);
  if (!person) return { found: false, auditLines: 0 };
  await tx.session.deleteMany({ where: { personId: person.id } });
  await tx.$executeRaw`
    UPDATE audience_lists l SET author_name = '' FROM people p
    WHERE p.id = ${person.id}::uuid AND l.author_name = p.display_name`;
  await tx.$executeRaw`UPDATE broadcasts SET author_name = '', author_id = NULL WHERE author_id = ${objectId}`;
  // The row stays for the approvals it made, under an id of its own.
  await tx.$executeRaw`
    UPDATE people SET id = erased_id(), object_id = erased_id()::text, display_name = '', role = NULL, assigned_role = NULL WHERE id = ${person.id}::uuid`;
  const { auditLines } = await anonymiseAudit(tx, person.id);
  return { found: true, auditLines };
}
