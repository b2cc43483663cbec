// The one change of the audit: the lines about an erased person stay, with what was done and when; whom they name is replaced by
// an id that names nobody. The database's function runs with its owner's rights, since nobody else may change the audit.
import { z } from "zod";

import type { Db } from "./db";

const changedSchema = z.tuple([z.object({ stand_in: z.string(), lines: z.number() })]);

export async function anonymiseAudit(tx: Db, subjectId: string): Promise<{ standIn: string; auditLines: number }> {
  const rows: unknown = await tx.$queryRaw`
    SELECT s.id AS stand_in, anonymise_audit(${subjectId}::uuid, s.id) AS lines
    FROM (SELECT erased_id() AS id OFFSET 0) AS s`;
  const [{ stand_in: standIn, lines: auditLines }] = changedSchema.parse(rows);
  return { standIn, auditLines };
}
