// API keys, by their hash.
import { z } from "zod";

import { type Role, roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";

export type ApiKey = { id: string; name: string; role: Role };
export type ApiKeyRow = ApiKey & {
  hint: string;
  eventsPerMinute: number;
  peoplePerEvent: number;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const MAX_KEYS = 500;
/** Last use is written at most this often: a busy key must not turn every read into a write. */
const USE_EVERY_SECONDS = 60;

export async function saveApiKey(
  db: Db,
  data: { name: string; role: Role; keyHash: string; hint: string; eventsPerMinute: number; peoplePerEvent: number },
): Promise<string> {
  const { id } = await db.apiKey.create({ data, select: { id: true } });
  return id;
}

/** The living key with this hash, and notes that it was used. */
export async function findApiKey(db: Db, keyHash: string): Promise<ApiKey | undefined> {
  const row = await db.apiKey.findFirst({ where: { keyHash, revokedAt: null }, select: { id: true, name: true, role: true } });
  if (!row) return undefined;
  await db.$executeRaw`
    UPDATE api_keys SET last_used_at = now() WHERE id = ${row.id}::uuid
      AND (last_used_at IS NULL OR last_used_at < now() - ${USE_EVERY_SECONDS} * interval '1 second')`;
  return { ...row, role: roleSchema.parse(row.role) };
}

export async function listApiKeys(db: Db): Promise<ApiKeyRow[]> {
  const rows = await db.apiKey.findMany({
    where: { revokedAt: null },
    orderBy: { createdAt: "asc" },
    take: MAX_KEYS,
    select: {
      id: true, name: true, role: true, hint: true, eventsPerMinute: true, peoplePerEvent: true, createdAt: true,
      lastUsedAt: true,
    },
  });
  return rows.map((row) => ({ ...row, role: z.enum(roleSchema.options).parse(row.role) }));
}

/** False when there is no such living key. */
export async function revokeApiKey(db: Db, id: string): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  return count === 1;
}
