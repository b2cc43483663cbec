// The people of the console for an admin: who has which role and from where, when they last came, how many sessions live.
import { z } from "zod";

import type { Role } from "@/lib/domain/role";
import { roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";
import { SESSION_IDLE_MINUTES } from "./sessions";

export type PersonRow = {
  id: string;
  objectId: string;
  displayName: string;
  role: Role | null;
  appRole: Role | null;
  assignedRole: Role | null;
  signedInAt: Date | null;
  sessions: number;
};

const rowsSchema = z.array(z.object({
  id: z.string(),
  objectId: z.string(),
  displayName: z.string(),
  role: roleSchema.nullable(),
  appRole: roleSchema.nullable(),
  assignedRole: roleSchema.nullable(),
  signedInAt: z.date().nullable(),
  sessions: z.int(),
}));

/** In the order in which they became known; whoever was erased is not among them. `cursor` is the id of the last one before. */
export async function listPeople(
  db: Db, { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: PersonRow[]; next: string | null }> {
  const rows = rowsSchema.parse(await db.$queryRaw`
    SELECT p.id, p.object_id AS "objectId", p.display_name AS "displayName", coalesce(p.assigned_role, p.role) AS role,
      p.role AS "appRole", p.assigned_role AS "assignedRole", p.signed_in_at AS "signedInAt",
      (SELECT count(*)::int FROM sessions s WHERE s.person_id = p.id AND s.expires_at > now()
        AND s.last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute') AS sessions
    FROM people p
    WHERE p.display_name <> '' AND (${cursor ?? null}::uuid IS NULL OR p.id > ${cursor ?? null}::uuid)
    ORDER BY p.id LIMIT ${limit + 1}`);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
