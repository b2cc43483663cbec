// The database as the doctor sees it, healthy or not: it may be out of reach, refuse us, be too old or still empty. One
// connection, no pool, nothing changed.
import pg from "pg";
import { z } from "zod";

import { CLIMB_LINEAR, CLIMB_MAX_SECONDS, CLIMB_SQUARE } from "@/lib/domain/throttle";

import { readMigrations } from "./migrate";
import { STALE_AFTER_MS } from "./workers";

const CONNECT_TIMEOUT_MS = 5_000;

export type TenantRate = {
  tenantId: string;
  /** What a 429 left of the rate, after its climb since; not yet cut to what the setting allows. */
  ratePerSecond: number;
  pausedMs: number;
  breaker: string;
  breakerReason: string;
  breakerSince: Date | null;
};

export type DatabaseFacts = {
  place: string;
  version: string;
  /** Such as 160004. */
  versionNumber: number;
  isSuperuser: boolean;
  /** Whether our role can only add to the audit trail; undefined while there is no such table. */
  isAuditAppendOnly: boolean | undefined;
  migrations: { applied: number; pending: string[]; problem?: string };
  zones: string[];
  /** Undefined while migrations are missing: its tables may not be there. */
  engine: { workers: number; lastBeatMs: number | null; tenants: TenantRate[] } | undefined;
};

/** `code` is PostgreSQL's SQLSTATE when the server refused us, else the network's. */
export type DatabaseFailure = { place: string; code: string; isRefusal: boolean };

export async function inspectDatabase(databaseUrl: string): Promise<DatabaseFacts | DatabaseFailure> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  const place = `${client.host}:${client.port}`;
  try {
    await client.connect();
  } catch (error) {
    return { place, ...failureOf(error) };
  }
  // A server that stops while it is looked at is the next query's failure; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    return await readFacts(client, place);
  } catch (error) {
    return { place, ...failureOf(error) };
  } finally {
    await client.end();
  }
}

const serverSchema = z.tuple([z.object({
  version: z.string(), number: z.number(), superuser: z.boolean(), append_only: z.boolean().nullable(),
  zones: z.array(z.string()),
})]);

async function readFacts(client: pg.Client, place: string): Promise<DatabaseFacts> {
  const [server] = serverSchema.parse((await client.query(`
    SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
      current_setting('server_version_num')::int AS number, current_setting('is_superuser') = 'on' AS superuser,
      CASE WHEN to_regclass('audit_events') IS NOT NULL
        -- Two privileges in one text mean: either of them.
        THEN NOT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE') END AS append_only,
      (SELECT array_agg(name) FROM pg_timezone_names) AS zones`)).rows);
  const migrations = await readMigrations(client);
  const isComplete = migrations.pending.length === 0 && migrations.problem === undefined;
  return {
    place,
    version: server.version,
    versionNumber: server.number,
    isSuperuser: server.superuser,
    isAuditAppendOnly: server.append_only ?? undefined,
    migrations,
    zones: server.zones,
    engine: isComplete ? await readEngine(client) : undefined,
  };
}

const workersSchema = z.tuple([z.object({ fresh: z.number(), last_ms: z.number().nullable() })]);
const tenantsSchema = z.array(z.object({
  tenant_id: z.string(), rate: z.number(), paused_ms: z.number(), breaker: z.string(),
  breaker_reason: z.string().nullable(), breaker_since: z.date().nullable(),
}));

async function readEngine(client: pg.Client): Promise<DatabaseFacts["engine"]> {
  const [workers] = workersSchema.parse((await client.query(
    `SELECT count(*) FILTER (WHERE beat_at > now() - $1::float8 * interval '1 ms')::int AS fresh,
      (extract(epoch FROM now() - max(beat_at)) * 1000)::float8 AS last_ms FROM workers`, [STALE_AFTER_MS])).rows);
  const tenants = tenantsSchema.parse((await client.query(
    `SELECT tenant_id, breaker, breaker_reason, breaker_since,
      rate_per_second * (1 + $1::float8 * age + $2::float8 * age * age) AS rate,
      coalesce(greatest(extract(epoch FROM paused_until - now()) * 1000, 0), 0)::float8 AS paused_ms
    FROM send_slots, LATERAL (SELECT least(coalesce(extract(epoch FROM now() - lowered_at), $3::float8), $3::float8)::float8 AS age) since
    ORDER BY tenant_id`, [CLIMB_LINEAR, CLIMB_SQUARE, CLIMB_MAX_SECONDS])).rows);
  return {
    workers: workers.fresh,
    lastBeatMs: workers.last_ms,
    tenants: tenants.map((row) => ({
      tenantId: row.tenant_id,
      ratePerSecond: row.rate,
      pausedMs: row.paused_ms,
      breaker: row.breaker,
      breakerReason: row.breaker_reason ?? "",
      breakerSince: row.breaker_since,
    })),
  };
}

// An SQLSTATE has five characters, of which the first two are the class; the network's codes begin with E and are longer.
function failureOf(error: unknown): { code: string; isRefusal: boolean } {
  const first = error instanceof AggregateError ? error.errors[0] as unknown : error;
  const code = first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : "no answer";
  return { code, isRefusal: /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E") };
}
