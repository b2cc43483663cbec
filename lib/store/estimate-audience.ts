// Who would get a message, before it is sent, and how long that takes: the numbers of count-audience.ts as an author reads them.
import type { Audience } from "@/lib/domain/audience";
import type { MissingPolicy } from "@/lib/domain/broadcast";
import {
  type Estimate, type EstimateSample, finishSeconds, LEFT_OUT, LEFT_OUT_PARTS, type LeftOutPart,
  queuedAhead, reachOf,
} from "@/lib/domain/estimate";

import { type AudienceCount, type AudienceTopic, countParts } from "./count-audience";
import type { Db, DbPool } from "./db";
import { getInstallSeconds } from "./install-speed";
import { getLoad } from "./tenant-load";

export type EstimateQuestion = {
  audience: Audience;
  /** Without one nobody counts as opted out. */
  topic: AudienceTopic;
  urgent?: boolean;
  /** SKIP unless said. */
  onMissing?: MissingPolicy;
  /** What the setting allows. */
  ratePerSecond: number;
};

export type CountedAudience = Estimate & { sample: EstimateSample[] };

export async function estimateAudience(db: Db | DbPool, question: EstimateQuestion): Promise<CountedAudience> {
  const { audience, topic, urgent = false, onMissing = "SKIP", ratePerSecond } = question;
  const { counts: rows, named, joined } = await countParts(db, audience, topic);
  const total = sum(rows);
  const reached = rows.filter(({ reason }) => reason === null);
  const net = sum(reached);
  const parts = LEFT_OUT_PARTS.map((part) => [part, sum(rows.filter(({ reason }) => reason === LEFT_OUT[part]))] as const);
  const leftOut = Object.fromEntries(parts) as Record<LeftOutPart, number>;
  const tenantId = largestTenant(rows);
  const [load, installSeconds] = await Promise.all([
    getLoad(db, tenantId, ratePerSecond), getInstallSeconds(db, tenantId, { audience, people: leftOut.needsInstall }),
  ]);
  const reach = reachOf({ net, needsInstall: leftOut.needsInstall }, onMissing);
  return {
    total,
    net,
    ...leftOut,
    places: sum(reached.filter(({ place }) => place)),
    // Counted one after the other: somebody may have left in between.
    duplicates: Math.max(0, named - total),
    excluded: Math.max(0, joined - total),
    // Those who have the app are written to while it is being installed for the others.
    durationSeconds: Math.max(finishSeconds(reach, urgent, load), reach > net ? installSeconds : 0),
    installSeconds,
    queuedAhead: reach > 0 ? queuedAhead(reach, urgent, load) : 0,
    ratePerSecond: Math.round(load.ratePerSecond * 10) / 10,
    estimatedAt: new Date().toISOString(),
    sample: await nameSample(db, rows),
  };
}

function sum(rows: readonly AudienceCount[]): number {
  return rows.reduce((all, { count }) => all + count, 0);
}

/** The rate belongs to a tenant; an audience across tenants is judged by where most of it is. */
function largestTenant(rows: readonly AudienceCount[]): string | null {
  const sizes = new Map<string, number>();
  for (const { tenant_id: id, count } of rows) sizes.set(id, (sizes.get(id) ?? 0) + count);
  return [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

async function nameSample(db: Db, rows: readonly AudienceCount[]): Promise<EstimateSample[]> {
  const chosen = rows.map(({ tenant_id: tenantId, first, last, reason }) => ({ tenantId, ids: [first, last], reason }));
  const found = await db.recipient.findMany({
    where: { OR: chosen.map(({ tenantId, ids }) => ({ tenantId, externalId: { in: ids } })) },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: 2 * chosen.length,
    select: { id: true, tenantId: true, externalId: true, displayName: true },
  });
  return found.map(({ id, tenantId, externalId, displayName }) => {
    const row = chosen.find((one) => one.tenantId === tenantId && one.ids.includes(externalId));
    return { id, name: displayName, reason: row?.reason ?? null };
  });
}
