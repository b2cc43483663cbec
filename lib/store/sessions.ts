// Sessions of signed-in browsers, by the hash of their token. Idle for half an hour or eight hours old, they are over.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";
import type { Person } from "./people";

export const SESSION_IDLE_MINUTES = 30;
export const SESSION_MAX_HOURS = 8;

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    tenant_id: z.string(),
    object_id: z.string(),
    display_name: z.string(),
    role: roleSchema,
  }),
);

export async function saveSession(db: Db, tokenHash: string, personId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO sessions (token_hash, person_id, expires_at)
    VALUES (${tokenHash}, ${personId}::uuid, now() + ${SESSION_MAX_HOURS} * interval '1 hour')`;
}

/** The person of a living session. Being used is noted once a minute at most. */
export async function findSessionPerson(db: Db, tokenHash: string): Promise<Person | undefined> {
  const rows: unknown = await db.$queryRaw`
    WITH seen AS (
      UPDATE sessions SET last_seen_at = now()
      WHERE token_hash = ${tokenHash} AND last_seen_at < now() - interval '1 minute'
        AND expires_at > now() AND last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'
    )
    SELECT p.id, p.tenant_id, p.object_id, p.display_name, p.role FROM sessions s JOIN people p ON p.id = s.person_id
    WHERE s.token_hash = ${tokenHash} AND s.expires_at > now()
      AND s.last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'`;
  const [row] = rowsSchema.parse(rows);
  return row && {
    id: row.id,
    tenantId: row.tenant_id,
    objectId: row.object_id,
    displayName: row.display_name,
    role: row.role,
  };
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash } });
}

/** Sessions that are over; called at sign-in, so the table does not grow. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM sessions WHERE expires_at < now() OR last_seen_at < now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'`;
}
