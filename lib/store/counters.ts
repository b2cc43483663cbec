// The numbers of broadcasts, from the counters that every change of a delivery moves along.
import { z } from "zod";

import { DELIVERY_STATUSES, type DeliveryStatus } from "@/lib/domain/delivery";
import { type Counts, countsOf } from "@/lib/domain/report";

import type { Db } from "./db";

export type ReasonCount = { status: DeliveryStatus; reason: string; count: number };

const rowsSchema = z.array(
  z.object({ broadcast_id: z.string(), status: z.enum(DELIVERY_STATUSES), reason: z.string(), count: z.number() }),
);

/** Length of a slice of `sent_slices`, and how far back the speed looks. */
const SLICE_SECONDS = 5;
const SPEED_WINDOW_SECONDS = 10;

export type Numbers = { counts: Counts; reasons: ReasonCount[] };

/** Counts and reasons of several broadcasts in one read; a broadcast without deliveries has zeros. */
export async function getNumbers(db: Db, broadcastIds: readonly string[]): Promise<Map<string, Numbers>> {
  const rows = rowsSchema.parse(
    await db.$queryRaw`
      SELECT broadcast_id, status, reason, sum(count)::int AS count FROM delivery_counters
      WHERE broadcast_id = ANY(${[...broadcastIds]}::uuid[])
      GROUP BY 1, 2, 3 HAVING sum(count) <> 0`,
  );
  return new Map(
    broadcastIds.map((id) => {
      const own = rows.filter((row) => row.broadcast_id === id);
      const reasons = own.filter((row) => row.reason !== "").map(({ status, reason, count }) => ({ status, reason, count }));
      return [id, { counts: countsOf(own), reasons }];
    }),
  );
}

/** Accepted messages a second over the last ten seconds or so. */
export async function getSentPerSecond(db: Db, broadcastId: string): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    SELECT coalesce(sum(sent) / greatest(extract(epoch FROM now() - min(started_at)), 1), 0)::float8 AS speed
    FROM sent_slices
    WHERE broadcast_id = ${broadcastId}::uuid AND started_at > now() - ${SPEED_WINDOW_SECONDS + SLICE_SECONDS} * interval '1 second'`;
  return z.tuple([z.object({ speed: z.number() })]).parse(rows)[0].speed;
}

export function countPossibleDuplicates(db: Db, broadcastId: string): Promise<number> {
  return db.delivery.count({ where: { broadcastId, possibleDuplicateAt: { not: null } } });
}
