// Who would get a message, before it is sent: the same fragments as the resolve, counted instead of frozen.
import { z } from "zod";

import type { Audience, Estimate } from "@/lib/domain/audience";

import { audienceSql, skipReasonSql } from "./audience-sql";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

const rowsSchema = z.array(z.object({ reason: z.string().nullable(), count: z.number() }));

/** Counts an audience; without a topic nobody counts as opted out. `ratePerSecond` turns the net into a duration. */
export async function estimateAudience(
  db: Db,
  audience: Audience,
  topic: { id: string; mandatory: boolean } | null,
  ratePerSecond: number,
): Promise<Estimate> {
  const rows = rowsSchema.parse(
    await db.$queryRaw(Prisma.sql`
      SELECT ${skipReasonSql(topic, true)} AS reason, count(*)::int AS count
      FROM recipients r LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
      WHERE ${audienceSql(audience)}
      GROUP BY 1`),
  );
  const countOf = (reason: string | null): number => rows.find((row) => row.reason === reason)?.count ?? 0;
  const net = countOf(null);
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    net,
    optedOut: countOf("OPTED_OUT"),
    needsInstall: countOf("NOT_INSTALLED"),
    blocked: countOf("BLOCKED"),
    removed: countOf("REMOVED"),
    guests: countOf("GUEST"),
    durationSeconds: Math.ceil(net / ratePerSecond),
    estimatedAt: new Date().toISOString(),
  };
}
