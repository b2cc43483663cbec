// Two roles of the database: the owner, and Herald's own, which owns everything but the audit and the list of migrations, to
// which it can only add (docs/decisions/020). Done at each start after the migrations, so that what they made changes hands too.
import { createHmac } from "node:crypto";
import pg from "pg";
import { z } from "zod";

import { StartError } from "@/lib/errors";

import { applyMigrations, MIGRATIONS_TABLE } from "./migrate";
import { openOwnerSession, type OwnerSession } from "./owner-session";

/** The role of Herald in the embedded database. */
export const APP_ROLE = "herald_app";

const AUDIT_FUNCTIONS = [
  "anonymise_audit(uuid, uuid)", "expire_audit(timestamptz, integer)", "refuse_audit_change()",
] as const;

/** The embedded database as Herald uses it. The password follows from the owner's, and does not tell it. */
export function appUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const password = createHmac("sha256", decodeURIComponent(url.password)).update("the role of Herald").digest("base64url");
  url.username = APP_ROLE;
  url.password = password;
  return url.href;
}

type How = {
  /** Makes the role when there is none. */
  make: boolean;
  folder?: string;
};

/** Brings the database up to date, each migration in the name of whom it is about. Throws as the two functions it calls do. */
export async function migrateAndProtect(ownerUrl: string, appUrl: string, { make, ...options }: How): Promise<string[]> {
  // Before anything is asked of what Herald's role may have made.
  await asOwner(ownerUrl, appUrl, (session, app) => keepApart(session, app, make));
  const applied = await applyMigrations(ownerUrl, { appUrl, ...options });
  await protectAudit(ownerUrl, appUrl, { make: false });
  return applied;
}

/**
 * Gives the role of `appUrl` everything in the owner's schema but the audit.
 * Throws StartError when the two cannot be kept apart.
 */
export async function protectAudit(ownerUrl: string, appUrl: string, { make }: { make: boolean }): Promise<void> {
  await asOwner(ownerUrl, appUrl, async (session, app) => {
    await keepApart(session, app, make);
    const role = pg.escapeIdentifier(app.role);
    await handOver(session, role);
    await keepAudit(session, role);
    await keepMigrations(session, role);
  });
}

type App = { role: string; password: string };

type Work = (session: OwnerSession, app: App) => Promise<void>;

async function asOwner(ownerUrl: string, appUrl: string, work: Work): Promise<void> {
  const { username, password } = new URL(appUrl);
  const session = await openOwnerSession(ownerUrl);
  const { client } = session;
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL client_min_messages = error");
    // Two starts at once would wait for each other's tables in another order.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('herald protects the audit', 0))");
    await work(session, { role: decodeURIComponent(username), password: decodeURIComponent(password) });
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The audit could not be protected by a role of its own: ${reason}.`, { cause: error });
  } finally {
    await client.end();
  }
}

async function keepApart(session: OwnerSession, app: App, make: boolean): Promise<void> {
  if (make) await makeRole(session.client, app);
  await assertApart(session, app.role);
}

async function makeRole(client: pg.Client, { role, password }: App): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${name}`);
  await client.query(`ALTER ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD ${pg.escapeLiteral(password)}`);
}

const apartSchema = z.array(z.object({
  same: z.boolean(), superuser: z.boolean(), member: z.boolean(), schema: z.boolean(),
}));

async function assertApart({ client, place }: OwnerSession, role: string): Promise<void> {
  const [facts] = apartSchema.parse((await client.query(`
    SELECT rolname = current_user AS same, rolsuper AS superuser, pg_has_role(rolname, current_user, 'MEMBER') AS member,
      -- Whoever owns a schema may drop any table in it.
      pg_has_role(rolname, (SELECT nspowner FROM pg_namespace WHERE oid = $2::regnamespace), 'MEMBER') AS schema
    FROM pg_roles WHERE rolname = $1`, [role, place])).rows);
  if (!facts) throw new StartError(`DATABASE_URL names the role ${role}, which the database of DATABASE_OWNER_URL does not have.`);
  const why = whyTogether(facts);
  if (why === undefined) return;
  throw new StartError(`DATABASE_OWNER_URL protects nothing: the role of DATABASE_URL ${why}. See docs/set-up.md for the two roles.`);
}

function whyTogether({ same, superuser, member, schema }: z.infer<typeof apartSchema>[number]): string | undefined {
  if (same) return "is the same";
  if (superuser) return "is a superuser";
  if (member) return "may act as the owner";
  return schema ? "owns the database or its schema, or a schema of the owner's name" : undefined;
}

const statementsSchema = z.array(z.object({ statement: z.string() }));

/** Whatever the owner's migrations made, and the schema of the job queue, belongs to Herald. */
async function handOver({ client, place }: OwnerSession, app: string): Promise<void> {
  const { rows: [database] } = await client.query<{ name: string }>("SELECT current_database() AS name");
  await client.query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${pg.escapeIdentifier(database?.name ?? "")} TO ${app}`);
  await client.query(`GRANT USAGE, CREATE ON SCHEMA ${place} TO ${app}`);
  const kept = AUDIT_FUNCTIONS.map((name) => `${place}.${name}`);
  const rows = statementsSchema.parse((await client.query(OWNED_BY_US, [place, kept])).rows);
  for (const { statement } of rows) await client.query(`${statement} OWNER TO ${app}`);
}

// Sequences of a column and the types of tables go with their tables. What belongs to the audit is the owner's.
const OWNED_BY_US = `
  WITH place AS (SELECT oid, nspname FROM pg_namespace WHERE oid = $1::regnamespace OR nspname = 'pgboss')
  SELECT format('ALTER SCHEMA %I', nspname) AS statement FROM pg_namespace
  WHERE nspname = 'pgboss' AND pg_get_userbyid(nspowner) = current_user
  UNION ALL
  SELECT format('ALTER %s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
    ELSE 'TABLE' END, place.nspname, c.relname)
  FROM pg_class c JOIN place ON place.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_get_userbyid(c.relowner) = current_user
    AND c.relname NOT IN ('audit_events', '${MIGRATIONS_TABLE}')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
      AND (d.deptype = 'e' OR (c.relkind = 'S' AND d.deptype IN ('a', 'i'))))
  UNION ALL
  SELECT format('ALTER ROUTINE %s', p.oid::regprocedure)
  FROM pg_proc p JOIN place ON place.oid = p.pronamespace
  WHERE pg_get_userbyid(p.proowner) = current_user AND p.oid <> ALL ($2::text[]::regprocedure[]::oid[])
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('ALTER TYPE %I.%I', place.nspname, y.typname)
  FROM pg_type y JOIN place ON place.oid = y.typnamespace
  WHERE y.typtype IN ('e', 'd') AND pg_get_userbyid(y.typowner) = current_user`;

async function keepAudit(session: OwnerSession, app: string): Promise<void> {
  const { client, place } = session;
  const ours = await takeBack(session, "audit_events");
  await client.query(`REVOKE ALL ON ${place}.audit_events FROM PUBLIC, ${app}`);
  await client.query(`GRANT SELECT, INSERT ON ${place}.audit_events TO ${app}`);
  await client.query(`GRANT USAGE ON SEQUENCE ${place}.audit_events_id_seq TO ${app}`);
  for (const name of AUDIT_FUNCTIONS.map((one) => `${place}.${one}`)) {
    if (!ours) await client.query(`ALTER FUNCTION ${name} OWNER TO CURRENT_USER`);
    await client.query(`REVOKE ALL ON FUNCTION ${name} FROM PUBLIC`);
    await client.query(`GRANT EXECUTE ON FUNCTION ${name} TO ${app}`);
  }
}

/** What has been applied is read with the owner's rights, and that one about the audit is applied only its owner may note. */
async function keepMigrations(session: OwnerSession, app: string): Promise<void> {
  const { client, place } = session;
  const table = `${place}.${MIGRATIONS_TABLE}`;
  await takeBack(session, MIGRATIONS_TABLE);
  await client.query(`REVOKE ALL ON ${table} FROM PUBLIC, ${app}`);
  await client.query(`GRANT SELECT, INSERT ON ${table} TO ${app}`);
  await client.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await client.query(`DROP POLICY IF EXISTS read_all ON ${table}; CREATE POLICY read_all ON ${table} FOR SELECT USING (true)`);
  await client.query(`DROP POLICY IF EXISTS add_other ON ${table};
    CREATE POLICY add_other ON ${table} FOR INSERT WITH CHECK (migration_name NOT LIKE '%audit%')`);
}

/** Answers whether it was the owner's already. */
async function takeBack({ client, place }: OwnerSession, table: string): Promise<boolean> {
  const name = `${place}.${table}`;
  const owned = z.tuple([z.object({ ours: z.boolean() })]);
  const [{ ours }] = owned.parse((await client.query(
    "SELECT pg_get_userbyid(relowner) = current_user AS ours FROM pg_class WHERE oid = $1::regclass", [name])).rows);
  if (!ours) await client.query(`ALTER TABLE ${name} OWNER TO CURRENT_USER`);
  return ours;
}
