// Asking the directory's job to read who is in a group. The row is the request.
import { z } from "zod";

import { GROUP_READINGS } from "@/lib/domain/directory";
import type { EstimateGroup } from "@/lib/domain/estimate";

import type { Db } from "./db";

/** One that rests after a failure goes on resting: whoever asks again has not mended it. */
export async function wantGroupReadings(db: Db, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  await db.$executeRaw`
    UPDATE entra_groups SET reading = 'WANTED', wanted_at = now(), read_error = NULL,
      reading_attempts = CASE WHEN reading = 'WANTED' THEN reading_attempts ELSE 0 END,
      reading_due_at = CASE WHEN reading = 'WANTED' THEN reading_due_at ELSE now() END
    WHERE id = ANY(${[...groupIds]}::uuid[]) AND reading <> 'READING'`;
}

/** An estimate that rests on an older reading asks for a new one. */
const STALE_MINUTES = 15;

const groupsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    members: z.number().nullable(),
    read_at: z.date().nullable(),
    reading: z.enum(GROUP_READINGS),
    stale: z.boolean(),
  }),
);

/** As of when the groups were read; those that were not read lately are asked for anew. In the order of their names. */
export async function freshenGroups(db: Db, groupIds: readonly string[]): Promise<EstimateGroup[]> {
  if (groupIds.length === 0) return [];
  const rows = groupsSchema.parse(
    await db.$queryRaw`
      SELECT id, name, member_count AS members, read_at, reading,
        reading IN ('NEVER', 'READ', 'FAILED')
          AND coalesce(greatest(read_at, wanted_at), '-infinity') < now() - ${STALE_MINUTES} * interval '1 minute' AS stale
      FROM entra_groups WHERE id = ANY(${[...groupIds]}::uuid[]) ORDER BY name, id`,
  );
  await wantGroupReadings(db, rows.filter(({ stale }) => stale).map(({ id }) => id));
  return rows.map(({ read_at: readAt, stale, reading, ...row }) => ({
    ...row, readAt: readAt?.toISOString() ?? null, reading: stale ? "WANTED" : reading,
  }));
}
