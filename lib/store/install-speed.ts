// How long it takes to install the app for some more people. Graph takes twenty in one request and rations them, by rules
// that Microsoft does not publish, so a tenant's own last hour says best how fast it goes.
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";

import { audienceSql } from "./audience-sql";
import type { Db } from "./db";
import { STILL_WANTED_SQL } from "./waiting-deliveries";

/** People a second, until this tenant has shown its own speed. */
const USUAL_PER_SECOND = 5;
/** Fewer than this say nothing about the speed. */
const ENOUGH = 20;
/** A longer pause was no work, but a stop, without consent say; a shorter one is a rest that Graph has asked for. */
const MAX_GAP_SECONDS = 600;
const SAMPLE = 1_000;

const speedSchema = z.tuple([z.object({ count: z.number(), seconds: z.number().nullable() })]);
const openSchema = z.tuple([z.object({ open: z.number(), shared: z.number() })]);

/** Seconds until `people` of the audience have it, who lack it; 0 when nobody does. */
export async function getInstallSeconds(
  db: Db, tenantId: string | null, { audience, people }: { audience: Audience; people: number },
): Promise<number> {
  if (people === 0) return 0;
  const [[{ open, shared }], perSecond] = await Promise.all([
    readOpen(db, tenantId, audience), getInstallsPerSecond(db, tenantId),
  ]);
  return Math.ceil(Math.max(people, open + people - shared) / perSecond);
}

/** For how many it is wanted already, and not done; and how many of them are those in the audience who lack it. */
async function readOpen(db: Db, tenantId: string | null, audience: Audience): Promise<z.infer<typeof openSchema>> {
  return openSchema.parse(await db.$queryRaw`
    SELECT count(*)::int AS open,
      (count(*) FILTER (WHERE coalesce(ref.state = 'NEEDS_INSTALL', true) AND ${audienceSql(audience)}))::int AS shared
    FROM app_installs i JOIN recipients r ON r.id = i.recipient_id
    LEFT JOIN conversation_references ref ON ref.recipient_id = i.recipient_id
    WHERE i.tenant_id = ${tenantId} AND i.status IN ('WANTED', 'INSTALLING') AND ${STILL_WANTED_SQL}`);
}

/** Counts only those who were waiting already when the ones before them were done: between two single ones nobody was slow. */
async function getInstallsPerSecond(db: Db, tenantId: string | null): Promise<number> {
  const [{ count, seconds }] = speedSchema.parse(
    await db.$queryRaw`
      WITH batches AS (
        SELECT settled_at, count(*) AS people, max(wanted_at) AS wanted_at FROM (
          SELECT settled_at, wanted_at FROM app_installs
          WHERE tenant_id = ${tenantId} AND settled_at > now() - interval '1 hour' ORDER BY settled_at DESC LIMIT ${SAMPLE}
        ) settled GROUP BY settled_at
      ), gaps AS (
        SELECT people, wanted_at, lag(settled_at) OVER before AS previous,
          extract(epoch FROM settled_at - lag(settled_at) OVER before)::float8 AS seconds
        FROM batches WINDOW before AS (ORDER BY settled_at)
      )
      SELECT coalesce(sum(people), 0)::int AS count, sum(seconds)::float8 AS seconds
      FROM gaps WHERE wanted_at <= previous AND seconds <= ${MAX_GAP_SECONDS}`,
  );
  return count >= ENOUGH && seconds !== null && seconds > 0 ? count / seconds : USUAL_PER_SECOND;
}
