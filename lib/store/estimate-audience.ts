// Who would get a message, before it is sent: the same fragments as the resolve, counted instead of frozen. One pass over
// the audience gives the numbers and people to name as a sample; another one counts how often its parts name somebody again.
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";
import { SKIP_REASONS } from "@/lib/domain/delivery";
import {
  type Estimate, type EstimateSample, finishSeconds, LEFT_OUT, LEFT_OUT_PARTS, type LeftOutPart, queuedAhead,
} from "@/lib/domain/estimate";

import { audienceIdsSql, audienceSql, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { getInstallsPerSecond, getLoad } from "./tenant-load";

export type EstimateQuestion = {
  audience: Audience;
  /** Without one nobody counts as opted out. */
  topic: { id: string; mandatory: boolean } | null;
  urgent?: boolean;
  /** What the setting allows. */
  ratePerSecond: number;
};

export type CountedAudience = Estimate & { sample: EstimateSample[] };

const countsSchema = z.array(
  z.object({
    tenant_id: z.string(),
    reason: z.enum(SKIP_REASONS).nullable(),
    place: z.boolean(),
    count: z.number(),
    /** How often its people are named. */
    times: z.number(),
    first: z.string(),
    last: z.string(),
  }),
);
type CountRow = z.infer<typeof countsSchema>[number];

export async function estimateAudience(db: Db, question: EstimateQuestion): Promise<CountedAudience> {
  const { audience, topic, urgent = false, ratePerSecond } = question;
  const [counted, joined] = await Promise.all([
    db.$queryRaw(countsSql(audience, topic)),
    audience.kind === "EXCEPT" ? countMembers(db, audience.of) : null,
  ]);
  const rows = countsSchema.parse(counted);
  const total = sum(rows);
  const reached = rows.filter(({ reason }) => reason === null);
  const net = sum(reached);
  const parts = LEFT_OUT_PARTS.map((part) => [part, sum(rows.filter(({ reason }) => reason === LEFT_OUT[part]))] as const);
  const leftOut = Object.fromEntries(parts) as Record<LeftOutPart, number>;
  const load = await getLoad(db, largestTenant(rows), ratePerSecond);
  return {
    total,
    net,
    ...leftOut,
    places: sum(reached.filter(({ place }) => place)),
    duplicates: rows.reduce((all, { count, times }) => all + times - count, 0),
    excluded: (joined ?? total) - total,
    durationSeconds: finishSeconds(net, urgent, load),
    installSeconds: leftOut.needsInstall > 0 ? Math.ceil(leftOut.needsInstall / (await getInstallsPerSecond(db))) : 0,
    queuedAhead: net > 0 ? queuedAhead(net, urgent, load) : 0,
    ratePerSecond: Math.round(load.ratePerSecond * 10) / 10,
    estimatedAt: new Date().toISOString(),
    sample: await nameSample(db, rows),
  };
}

function sum(rows: readonly CountRow[]): number {
  return rows.reduce((all, { count }) => all + count, 0);
}

/**
 * Exported for `npm run bench -- estimate`, which shows how it is run. OFFSET 0 hides from the planner what the reason is
 * made of: else it expects as many reasons as people and sorts them on disk.
 */
export function countsSql(audience: Audience, topic: EstimateQuestion["topic"]): Prisma.Sql {
  const overlaps = canOverlap(audience);
  const named = Prisma.sql`JOIN (SELECT id, count(*) AS times FROM (${audienceIdsSql(audience)}) part GROUP BY id) named ON named.id = r.id`;
  return Prisma.sql`
    SELECT tenant_id, reason, place, count(*)::int AS count, sum(times)::int AS times, min(id::text) AS first, max(id::text) AS last
    FROM (
      SELECT r.id, r.tenant_id, r.kind <> 'PERSON' AS place, ${SKIP_REASON_SQL} AS reason,
        ${overlaps ? Prisma.sql`named.times` : Prisma.sql`1`} AS times
      FROM ${recipientsSql(topic)} ${overlaps ? named : Prisma.sql`WHERE ${audienceSql(audience)}`} OFFSET 0
    ) people
    GROUP BY 1, 2, 3`;
}

/** Whether the parts of an audience may name somebody twice. */
function canOverlap(audience: Audience): boolean {
  switch (audience.kind) {
    case "UNION":
      return audience.of.length > 1 || audience.of.some(canOverlap);
    case "EXCEPT":
      return canOverlap(audience.of);
    case "TEAM_MEMBERS":
      return audience.teamIds.length > 1;
    case "ENTRA_GROUP":
      return audience.groupIds.length > 1;
    default:
      return false;
  }
}

const numberSchema = z.tuple([z.object({ count: z.number() })]);

async function countMembers(db: Db, audience: Audience): Promise<number> {
  const rows = await db.$queryRaw(Prisma.sql`SELECT count(*)::int AS count FROM recipients r WHERE ${audienceSql(audience)}`);
  return numberSchema.parse(rows)[0].count;
}

/** The rate belongs to a tenant; an audience across tenants is judged by where most of it is. */
function largestTenant(rows: readonly CountRow[]): string | null {
  const sizes = new Map<string, number>();
  for (const { tenant_id: id, count } of rows) sizes.set(id, (sizes.get(id) ?? 0) + count);
  return [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

async function nameSample(db: Db, rows: readonly CountRow[]): Promise<EstimateSample[]> {
  const chosen = new Map(rows.flatMap(({ first, last, reason }) => [[first, reason], [last, reason]] as const));
  const found = await db.recipient.findMany({
    where: { id: { in: [...chosen.keys()] } },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: chosen.size,
    select: { id: true, displayName: true },
  });
  return found.map(({ id, displayName }) => ({ id, name: displayName, reason: chosen.get(id) ?? null }));
}
