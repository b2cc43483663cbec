// The database as the doctor sees it, healthy or not: it may be out of reach, refuse us, be too old or still empty. One
// connection, no pool, nothing changed.
import pg from "pg";
import { z } from "zod";

import { CLIMB_MAX_SECONDS, climbedRate } from "@/lib/domain/throttle";

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
  /** Whether its locale knows that Ä and ä are one letter; filters and searches ask in small letters. */
  knowsLetters: boolean;
  /** Whether our role can only add to the audit trail; undefined while there is no such table. */
  isAuditAppendOnly: boolean | undefined;
  /** Whether a trigger refuses changes of it, which the role that owns it could take away. */
  hasAuditTrigger: boolean;
  migrations: { applied: number; pending: string[]; problem?: string };
  zones: string[];
  /** Undefined while migrations are missing: its tables may not be there. */
  engine: { workers: number; lastBeatMs: number | null; tenants: TenantRate[] } | undefined;
  /** API keys that have an end and were not revoked; none while migrations are missing. */
  endingKeys: { name: string; expiresAt: Date }[];
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
  trigger: z.boolean(), letters: z.boolean(),
  zones: z.array(z.string()),
})]);

async function readFacts(client: pg.Client, place: string): Promise<DatabaseFacts> {
  const [server] = serverSchema.parse((await client.query(`
    SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
      current_setting('server_version_num')::int AS number, current_setting('is_superuser') = 'on' AS superuser,
      CASE WHEN to_regclass('audit_events') IS NOT NULL
        -- Two privileges in one text mean: either of them.
        THEN NOT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE')
          AND NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = to_regclass('audit_events')
              AND (pg_has_role(c.relowner, 'MEMBER') OR pg_has_role(n.nspowner, 'MEMBER'))) END AS append_only,
      (SELECT count(*) = 2 FROM pg_trigger WHERE tgrelid = to_regclass('audit_events') AND tgenabled IN ('O', 'A')
        AND tgname IN ('audit_events_append_only', 'audit_events_not_emptied')) AS trigger,
      lower('Ä') = 'ä' AS letters,
      (SELECT array_agg(name) FROM pg_timezone_names) AS zones`)).rows);
  const migrations = await readMigrations(client);
  const isComplete = migrations.pending.length === 0 && migrations.problem === undefined;
  return {
    place,
    version: server.version,
    versionNumber: server.number,
    isSuperuser: server.superuser,
    knowsLetters: server.letters,
    isAuditAppendOnly: server.append_only ?? undefined,
    hasAuditTrigger: server.trigger,
    migrations,
    zones: server.zones,
    engine: isComplete ? await readEngine(client) : undefined,
    endingKeys: isComplete ? await readEndingKeys(client) : [],
  };
}

const keysSchema = z.array(z.object({ name: z.string(), expires_at: z.date() }));

async function readEndingKeys(client: pg.Client): Promise<DatabaseFacts["endingKeys"]> {
  const rows = keysSchema.parse((await client.query(`
    SELECT name, expires_at FROM api_keys WHERE revoked_at IS NULL AND expires_at IS NOT NULL ORDER BY expires_at LIMIT 500`)).rows);
  return rows.map(({ name, expires_at: expiresAt }) => ({ name, expiresAt }));
}

const workersSchema = z.tuple([z.object({ fresh: z.number(), last_ms: z.number().nullable() })]);
const tenantsSchema = z.array(z.object({
  tenant_id: z.string(), rate: z.number(), climbing: z.number().nullable(), paused_ms: z.number(), breaker: z.string(),
  breaker_reason: z.string().nullable(), breaker_since: z.date().nullable(),
}));

async function readEngine(client: pg.Client): Promise<DatabaseFacts["engine"]> {
  const [workers] = workersSchema.parse((await client.query(
    `SELECT count(*) FILTER (WHERE beat_at > now() - $1::float8 * interval '1 ms')::int AS fresh,
      (extract(epoch FROM now() - max(beat_at)) * 1000)::float8 AS last_ms FROM workers`, [STALE_AFTER_MS])).rows);
  const tenants = tenantsSchema.parse((await client.query(
    `SELECT tenant_id, breaker, breaker_reason, breaker_since,
      rate_per_second AS rate, extract(epoch FROM now() - lowered_at)::float8 AS climbing,
      coalesce(greatest(extract(epoch FROM paused_until - now()) * 1000, 0), 0)::float8 AS paused_ms
    FROM send_slots ORDER BY tenant_id`)).rows);
  return {
    workers: workers.fresh,
    lastBeatMs: workers.last_ms,
    tenants: tenants.map((row) => ({
      tenantId: row.tenant_id,
      ratePerSecond: climbedRate(row.rate, row.climbing ?? CLIMB_MAX_SECONDS, Infinity),
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
