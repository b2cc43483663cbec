// Sessions of signed-in browsers, by the hash of their token. Idle for half an hour or eight hours old, they are over; and
// so they are once their person has no role, or the directory says that the account is disabled or gone.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";
import { SESSION_SOURCES, type SessionSource } from "@/lib/domain/sign-in";

import type { Db } from "./db";
import type { Person } from "./people";
import { ACCOUNT_STANDS, SESSION_MAX_HOURS } from "./person-conditions";

export const SESSION_IDLE_MINUTES = 30;
/** As many devices as anybody has; the one used longest ago gives way, so that a stolen way in cannot pile them up. */
export const MAX_SESSIONS_EACH = 20;
const MAX_BROWSER = 300;
const MAX_LISTED = 200;

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    tenant_id: z.string(),
    object_id: z.string(),
    display_name: z.string(),
    role: roleSchema,
  }),
);

export type NewSession = { tokenHash: string; personId: string; source: SessionSource; browser: string };

export async function saveSession(db: Db, { tokenHash, personId, source, browser }: NewSession): Promise<void> {
  await db.$executeRaw`
    INSERT INTO sessions (token_hash, person_id, source, browser, expires_at)
    VALUES (${tokenHash}, ${personId}::uuid, ${source}, ${browser.slice(0, MAX_BROWSER)},
      now() + ${SESSION_MAX_HOURS} * interval '1 hour')`;
}

/**
 * The person of a living session. Being used is noted once a minute at most, and not when it is `unattended`: a page asks by
 * itself. A session of the practice sign-in opens nothing once practising is over.
 */
export async function findSessionPerson(
  db: Db, tokenHash: string, { practice, unattended = false }: { practice: boolean; unattended?: boolean },
): Promise<Person | undefined> {
  const rows: unknown = await db.$queryRaw`
    WITH seen AS (
      UPDATE sessions SET last_seen_at = now()
      WHERE NOT ${unattended}::boolean AND token_hash = ${tokenHash} AND last_seen_at < now() - interval '1 minute'
        AND expires_at > now() AND last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'
    )
    SELECT p.id, p.tenant_id, p.object_id, p.display_name, coalesce(p.assigned_role, p.role) AS role
    FROM sessions s JOIN people p ON p.id = s.person_id
    WHERE s.token_hash = ${tokenHash} AND s.expires_at > now()
      AND s.last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'
      AND (${practice} OR s.source <> 'PRACTICE')
      AND coalesce(p.assigned_role, p.role) IS NOT NULL
      AND ${ACCOUNT_STANDS}`;
  const [row] = rowsSchema.parse(rows);
  return row && {
    id: row.id,
    tenantId: row.tenant_id,
    objectId: row.object_id,
    displayName: row.display_name,
    role: row.role,
  };
}

export type SessionRow = {
  id: string;
  source: SessionSource;
  browser: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  isCurrent: boolean;
};

const listedSchema = z.array(z.object({
  id: z.string(),
  source: z.enum(SESSION_SOURCES),
  browser: z.string(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
  isCurrent: z.boolean(),
}));

/** The living sessions of a person, the one used last first; `currentHash` is the token of whoever asks, if it has one. */
export async function listSessions(db: Db, personId: string, currentHash: string | undefined): Promise<SessionRow[]> {
  return listedSchema.parse(await db.$queryRaw`
    SELECT id, source, browser, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt",
      token_hash = ${currentHash ?? ""} AS "isCurrent"
    FROM sessions
    WHERE person_id = ${personId}::uuid AND expires_at > now()
      AND last_seen_at > now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'
    ORDER BY last_seen_at DESC, id LIMIT ${MAX_LISTED}`);
}

/** Through which sign-in the session came, so that its end can be told there too; undefined when there was none. */
export async function deleteSession(db: Db, tokenHash: string): Promise<SessionSource | undefined> {
  const rows = await db.$queryRaw`DELETE FROM sessions WHERE token_hash = ${tokenHash} RETURNING source`;
  return z.array(z.object({ source: z.enum(SESSION_SOURCES) })).parse(rows)[0]?.source;
}

/** Ends one session by its id, of `personId` alone if one is given. The person whose it was; undefined when there is none. */
export async function endSession(db: Db, id: string, personId: string | undefined): Promise<string | undefined> {
  const rows = await db.$queryRaw`
    DELETE FROM sessions WHERE id = ${id}::uuid AND (${personId ?? null}::uuid IS NULL OR person_id = ${personId ?? null}::uuid)
    RETURNING person_id`;
  return z.array(z.object({ person_id: z.string() })).parse(rows)[0]?.person_id;
}

/** How many were ended; `exceptHash` stays. */
export async function endSessions(db: Db, personId: string, exceptHash?: string): Promise<number> {
  const except = exceptHash === undefined ? {} : { NOT: { tokenHash: exceptHash } };
  const { count } = await db.session.deleteMany({ where: { personId, ...except } });
  return count;
}

/** Keeps the sessions used last, and `tokenHash`, which has just begun. */
export async function endSurplusSessions(db: Db, personId: string, tokenHash: string): Promise<void> {
  await db.$executeRaw`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE person_id = ${personId}::uuid
      ORDER BY token_hash = ${tokenHash} DESC, last_seen_at DESC, id DESC OFFSET ${MAX_SESSIONS_EACH})`;
}

/** Sessions that are over; called at sign-in, so the table does not grow. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM sessions WHERE expires_at < now() OR last_seen_at < now() - ${SESSION_IDLE_MINUTES} * interval '1 minute'`;
}
