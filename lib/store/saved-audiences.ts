// Audiences that are kept under a name. What they describe is resolved anew each time one is used.
import { z } from "zod";

import { audienceSchema } from "@/lib/domain/audience";
import type { SavedAudienceInput } from "@/lib/domain/saved-audience";

import type { Db } from "./db";
import { unlessTaken } from "./unique";

export type SavedAudience = SavedAudienceInput & { id: string; updatedAt: Date };

/** `lastUsedAt` is null while nobody has used it. */
export type ListedAudience = SavedAudience & { lastUsedAt: Date | null };

const usesSchema = z.array(z.object({ id: z.string(), at: z.date() }));

const MAX_AUDIENCES = 500;
const columns = { id: true, name: true, definition: true, updatedAt: true } as const;

/** By name, each with when the newest broadcast was made with it as it is now: broadcasts keep a copy, not its id. */
export async function listAudiences(db: Db): Promise<ListedAudience[]> {
  const rows = await db.audience.findMany({ orderBy: { name: "asc" }, take: MAX_AUDIENCES, select: columns });
  const uses = usesSchema.parse(await db.$queryRaw`
    SELECT a.id, max(b.created_at) AS at FROM audiences a JOIN broadcasts b ON b.audience = a.definition GROUP BY a.id`);
  const lastUses = new Map(uses.map(({ id, at }) => [id, at]));
  return rows.map((row) => ({ ...audienceOf(row), lastUsedAt: lastUses.get(row.id) ?? null }));
}

export async function getAudience(db: Db, id: string): Promise<SavedAudience | undefined> {
  const row = await db.audience.findUnique({ where: { id }, select: columns });
  return row ? audienceOf(row) : undefined;
}

/** Undefined when the name is taken. */
export async function createAudience(db: Db, { name, audience }: SavedAudienceInput): Promise<SavedAudience | undefined> {
  const data = { name, definition: audience };
  const row = await unlessTaken(db.audience.create({ data, select: columns }));
  return row && audienceOf(row);
}

/** Undefined when the name is taken by another one. */
export async function updateAudience(
  db: Db,
  id: string,
  { name, audience }: SavedAudienceInput,
): Promise<SavedAudience | undefined> {
  const data = { name, definition: audience };
  const row = await unlessTaken(db.audience.update({ where: { id }, data, select: columns }));
  return row && audienceOf(row);
}

/** False when there was none. */
export async function deleteAudience(db: Db, id: string): Promise<boolean> {
  const { count } = await db.audience.deleteMany({ where: { id } });
  return count === 1;
}

function audienceOf({ definition, ...row }: { id: string; name: string; definition: unknown; updatedAt: Date }): SavedAudience {
  return { ...row, audience: audienceSchema.parse(definition) };
}
