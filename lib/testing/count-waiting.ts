// For tests of two who want the same row: whether one of them has come to where it waits for the other.
import type { Db } from "@/lib/store/db";

/** How many connections to this database wait for a lock. */
export async function countWaiting(db: Db): Promise<number> {
  const rows: { waiting: number }[] = await db.$queryRaw`
    SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows[0]?.waiting ?? 0;
}
