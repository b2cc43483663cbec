// Teams' limits for one conversation (lib/domain/conversation-limits.ts) where many broadcasts and several processes may meet:
// in channels and group chats. Counted on the database's clock, one after the other.
import { z } from "zod";

import { CONVERSATION_WINDOWS, LONGEST_WINDOW_MS } from "@/lib/domain/conversation-limits";

import { type Db, type DbPool, inTransaction } from "./db";

const waitSchema = z.tuple([z.object({ wait_ms: z.number() })]);
const REQUESTS = CONVERSATION_WINDOWS.map(({ requests }) => requests);
const WINDOWS_MS = CONVERSATION_WINDOWS.map(({ windowMs }) => windowMs);

/** Counts a request and returns 0, or the milliseconds to wait before it may be made, uncounted. */
export function takePlace(db: Db | DbPool, conversationId: string): Promise<number> {
  return inTransaction(db, async (tx) => {
    // A statement of its own: the next one must see what whoever held the lock has counted.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('place-requests'), hashtext(${conversationId}))`;
    const rows: unknown = await tx.$queryRaw`
      WITH wait AS (
        SELECT coalesce(max(extract(epoch FROM r.started_at - clock_timestamp()) * 1000 + w.window_ms), 0)::float8 AS ms
        FROM unnest(${REQUESTS}::int[], ${WINDOWS_MS}::float8[]) AS w(requests, window_ms)
        CROSS JOIN LATERAL (
          SELECT started_at FROM place_requests WHERE conversation_id = ${conversationId}
          ORDER BY started_at DESC OFFSET w.requests - 1 LIMIT 1) r
      ), counted AS (
        INSERT INTO place_requests (conversation_id, started_at) SELECT ${conversationId}, clock_timestamp() FROM wait WHERE ms <= 0
      ), forgotten AS (
        DELETE FROM place_requests WHERE conversation_id = ${conversationId}
          AND started_at < clock_timestamp() - ${LONGEST_WINDOW_MS}::float8 * interval '1 ms'
      )
      SELECT greatest(ms, 0)::float8 AS wait_ms FROM wait`;
    return waitSchema.parse(rows)[0].wait_ms;
  });
}
