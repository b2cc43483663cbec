// How long the largest broadcast's report takes to read, and its audience took to freeze.
import { z } from "zod";

import { viewBroadcastDetail } from "@/lib/store/broadcast-view";
import { getBroadcast } from "@/lib/store/broadcasts";
import type { DbPool } from "@/lib/store/db";
import { listDeliveries } from "@/lib/store/list-deliveries";

const PAGE = 50;
const LOOKS = 5;

const newestSchema = z.tuple([z.object({ id: z.string(), resolve_ms: z.number() })]);
const cursorSchema = z.tuple([z.object({ cursor: z.string() })]);

export async function measureReads(db: DbPool): Promise<string[]> {
  const [newest] = newestSchema.parse(await db.$queryRaw`
    SELECT id, (extract(epoch FROM sending_at - resolving_at) * 1000)::float8 AS resolve_ms
    FROM broadcasts WHERE sending_at IS NOT NULL ORDER BY created_at DESC LIMIT 1`);
  const broadcast = await getBroadcast(db, newest.id);
  if (!broadcast) throw new Error("There is no broadcast to read.");
  const [{ cursor }] = cursorSchema.parse(await db.$queryRaw`
    SELECT recipient_id::text AS cursor FROM deliveries WHERE broadcast_id = ${newest.id}::uuid ORDER BY recipient_id DESC
    OFFSET ${PAGE} LIMIT 1`);
  const detail = await best(() => viewBroadcastDetail(db, broadcast));
  const first = await best(() => listDeliveries(db, newest.id, { limit: PAGE }));
  const last = await best(() => listDeliveries(db, newest.id, { cursor, limit: PAGE }));
  const failed = await best(() => listDeliveries(db, newest.id, { statuses: ["FAILED"], limit: PAGE }));
  return [
    `audience frozen in ${Math.round(newest.resolve_ms)} ms (wanted ≤ 5 000)`,
    `the report's numbers ${detail} ms (wanted ≤ 50), its table's first page ${first} ms, last ${last} ms, failed only ${failed} ms (wanted ≤ 100)`,
  ];
}

/** The best of a few, in milliseconds: what the query costs, not what the neighbours did. */
async function best(read: () => Promise<unknown>): Promise<string> {
  let least = Infinity;
  for (let look = 0; look < LOOKS; look += 1) {
    const started = performance.now();
    await read();
    least = Math.min(least, performance.now() - started);
  }
  return least.toFixed(1);
}
