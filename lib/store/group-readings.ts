// Asking the directory's job to read who is in a group. The row is the request.
import type { Db } from "./db";

export async function wantGroupReadings(db: Db, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  await db.$executeRaw`
    UPDATE entra_groups SET reading = 'WANTED', wanted_at = now(), read_error = NULL
    WHERE id = ANY(${[...groupIds]}::uuid[]) AND reading <> 'READING'`;
}
