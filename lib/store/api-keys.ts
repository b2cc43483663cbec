// API keys, by the hashes of their secrets: the one in use and, for a while after a rotation, the one before it.
import { z } from "zod";

import { type KeyScope, scopesSchema } from "@/lib/domain/api-key";
import { type Role, roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";

export type ApiKey = { id: string; name: string; role: Role; scopes: KeyScope[] };
/** A key as it was found by a secret; the caller decides whether it still opens anything. */
export type FoundApiKey = ApiKey & {
  expiresAt: Date | null;
  /** Until when the secret goes on that was given: null for the one in use. */
  secretUntil: Date | null;
};
export type KeyLimits = { eventsPerMinute: number; peoplePerEvent: number };
export type ApiKeyRow = ApiKey & KeyLimits & {
  hint: string;
  createdAt: Date;
  /** Or who is behind the key that made it. Null: it was made on the server. */
  madeBy: string | null;
  expiresAt: Date | null;
  /** Until when the secret before the last rotation goes on. */
  previousUntil: Date | null;
  lastUsedAt: Date | null;
};
export type NewApiKey = KeyLimits & {
  name: string; role: Role; scopes: KeyScope[]; keyHash: string; hint: string; expiresAt: Date | null; madeById: string | null;
};
export type ApiKeyChange = Partial<KeyLimits & { expiresAt: Date | null }>;

const MAX_KEYS = 500;
/** Last use is written at most this often: a busy key must not turn every read into a write. */
const USE_EVERY_SECONDS = 60;

const SELECT = {
  id: true, name: true, role: true, scopes: true, hint: true, eventsPerMinute: true, peoplePerEvent: true, createdAt: true,
  expiresAt: true, previousUntil: true, lastUsedAt: true, madeBy: { select: { displayName: true } },
} as const;

export async function saveApiKey(db: Db, data: NewApiKey): Promise<string> {
  const { id } = await db.apiKey.create({ data, select: { id: true } });
  return id;
}

const foundSchema = z.array(z.object({
  id: z.string(), name: z.string(), role: roleSchema, scopes: scopesSchema, expiresAt: z.date().nullable(),
  secretUntil: z.date().nullable(),
}));

/** The key with this secret that was not revoked; it may have expired. That it was used is noted apart. */
export async function findApiKey(db: Db, keyHash: string): Promise<FoundApiKey | undefined> {
  const [row] = foundSchema.parse(await db.$queryRaw`
    SELECT id, name, role, scopes, expires_at AS "expiresAt",
      CASE WHEN key_hash <> ${keyHash} THEN previous_until END AS "secretUntil"
    FROM api_keys WHERE (key_hash = ${keyHash} OR previous_hash = ${keyHash}) AND revoked_at IS NULL`);
  return row;
}

export async function noteKeyUse(db: Db, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE api_keys SET last_used_at = now() WHERE id = ${id}::uuid
      AND (last_used_at IS NULL OR last_used_at < now() - ${USE_EVERY_SECONDS} * interval '1 second')`;
}

export async function listApiKeys(db: Db): Promise<ApiKeyRow[]> {
  const rows = await db.apiKey.findMany({
    where: { revokedAt: null }, orderBy: { createdAt: "asc" }, take: MAX_KEYS, select: SELECT,
  });
  return rows.map(toRow);
}

/** The key with this id, unless it was revoked. */
export async function getApiKey(db: Db, id: string): Promise<ApiKeyRow | undefined> {
  const row = await db.apiKey.findFirst({ where: { id, revokedAt: null }, select: SELECT });
  return row ? toRow(row) : undefined;
}

/** False when there is no such living key. */
export async function changeApiKey(db: Db, id: string, data: ApiKeyChange): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data });
  return count === 1;
}

/**
 * Puts another secret in the place of the one in use, which goes on for `graceDays`. Where nobody is known who made it, who was
 * behind the key still is. False when there is no such key.
 */
export async function replaceSecret(
  db: Db, id: string, secret: { keyHash: string; hint: string; madeById: string | null }, graceDays: number,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE api_keys SET key_hash = ${secret.keyHash}, hint = ${secret.hint},
      made_by_id = coalesce(${secret.madeById}::uuid, made_by_id),
      previous_made_by_id = CASE WHEN ${graceDays}::int > 0 THEN made_by_id END,
      previous_hash = CASE WHEN ${graceDays}::int > 0 THEN key_hash END,
      previous_until = CASE WHEN ${graceDays}::int > 0 THEN now() + ${graceDays}::int * interval '1 day' END
    WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return changed === 1;
}

/** False when there is no such living key. */
export async function revokeApiKey(db: Db, id: string): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  return count === 1;
}

type Stored = Omit<ApiKeyRow, "role" | "scopes" | "madeBy"> & {
  role: string; scopes: string[]; madeBy: { displayName: string } | null;
};

function toRow({ madeBy, ...row }: Stored): ApiKeyRow {
  const name = madeBy?.displayName ?? null;
  return { ...row, role: roleSchema.parse(row.role), scopes: scopesSchema.parse(row.scopes), madeBy: name };
}

/** The person behind a key, or behind the secret before its last rotation; null when nobody is known. */
export async function findKeyMaker(
  db: Db, id: string, secret: "NOW" | "BEFORE",
): Promise<{ id: string; objectId: string } | null> {
  const maker = { select: { id: true, objectId: true } } as const;
  const row = await db.apiKey.findUnique({ where: { id }, select: { madeBy: maker, previousMadeBy: maker } });
  return (secret === "NOW" ? row?.madeBy : row?.previousMadeBy) ?? null;
}
