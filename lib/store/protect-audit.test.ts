// What Herald's own role may do to the audit: add and read. Everything else is refused by PostgreSQL itself, and an erasure and
// the end of what is kept work all the same.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";
import { plantPerson } from "@/lib/testing/plant-person";
import { runAsAdmin, withDatabase } from "@/lib/testing/provide-database";

import { saveAuditEvent } from "./audit";
import { openDb } from "./db";
import { eraseRecipient } from "./erase-recipient";
import { inspectDatabase } from "./inspect-database";
import { applyMigrations } from "./migrate";
import { APP_ROLE, appUrlOf, migrateAndProtect, protectAudit } from "./protect-audit";
import { applyRetention } from "./retention";

const { databaseUrl: ownerUrl } = await createTestDatabase();
const appUrl = appUrlOf(ownerUrl);
const DENIED = "42501";
let app: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  await runAsAdmin(ownerUrl, "CREATE SCHEMA pgboss; CREATE TYPE pgboss.job_state AS ENUM ('created')");
  await runAsAdmin(ownerUrl, "CREATE TABLE pgboss.job (id int)");
  await protectAudit(ownerUrl, appUrl, { make: true });
  [app, owner] = [new pg.Client(appUrl), new pg.Client(ownerUrl)];
  await Promise.all([app.connect(), owner.connect()]);
  await saveLine("by-a-test");
});
afterAll(async () => {
  await Promise.all([app.end(), owner.end()]);
});

const erasedId = (): string => randomUUID().replace(/^(.{14})./, (_all, start: string) => `${start}8`);
const saveLine = (command: string) => app.query(
  "INSERT INTO audit_events (actor_kind, actor_name, command) VALUES ('SYSTEM', 'Herald', $1)", [command]);

describe("Herald's own role cannot", () => {
  test.each([
    ["change a line", "UPDATE audit_events SET actor_name = 'Somebody else'"],
    ["change no line", "UPDATE audit_events SET actor_name = '' WHERE false"],
    ["delete a line", "DELETE FROM audit_events"],
    ["empty the audit", "TRUNCATE audit_events"],
    ["empty it with others", "TRUNCATE recipients, audit_events CASCADE"],
    ["write over a line", "INSERT INTO audit_events (id, actor_kind, actor_name, command) VALUES (1, 'SYSTEM', 'x', 'y') "
      + "ON CONFLICT (id) DO UPDATE SET actor_name = 'x'"],
    ["merge into it", "MERGE INTO audit_events a USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE"],
    ["change the table", "ALTER TABLE audit_events ADD COLUMN x int"],
    ["switch the trigger off", "ALTER TABLE audit_events DISABLE TRIGGER ALL"],
    ["drop the trigger", "DROP TRIGGER audit_events_append_only ON audit_events"],
    ["add a trigger of its own", "CREATE TRIGGER x BEFORE INSERT ON audit_events "
      + "EXECUTE FUNCTION suppress_redundant_updates_trigger()"],
    ["add a rule", "CREATE RULE x AS ON INSERT TO audit_events DO INSTEAD NOTHING"],
    ["drop the table", "DROP TABLE audit_events"],
    ["move it away", "ALTER TABLE audit_events SET SCHEMA pgboss"],
    ["drop the schema", "DROP SCHEMA public CASCADE"],
    ["take the table", `ALTER TABLE audit_events OWNER TO ${APP_ROLE}`],
    ["write other functions in their place", "CREATE OR REPLACE FUNCTION expire_audit(before timestamptz, at_most integer) "
      + "RETURNS integer LANGUAGE sql AS 'SELECT 1'"],
    ["switch triggers off for itself", "SET session_replication_role = replica"],
    ["become the owner", "SET ROLE herald"],
    ["become a superuser", `ALTER ROLE ${APP_ROLE} SUPERUSER`],
    ["expire what is not 90 days old", "SELECT expire_audit(now(), 100)"],
  ])("%s", async (_what, sql) => {
    const before = await owner.query("SELECT * FROM audit_events ORDER BY id");
    const refused = await app.query(sql).then(() => undefined, (error: unknown) => (error as { code: string }).code);
    expect([DENIED, "P0001"]).toContain(refused);
    expect((await owner.query("SELECT * FROM audit_events ORDER BY id")).rows).toEqual(before.rows);
  });

  // The function took any id in the place of the one it looked for.
  test("make somebody else of whom a line names", async () => {
    const [eve, adam, nobody] = [randomUUID(), randomUUID(), erasedId()];
    const save =
      "INSERT INTO audit_events (actor_kind, actor_id, actor_name, command, detail) VALUES ('PERSON', $1, $2, 'x', $3)";
    await app.query(save, [eve, "Ada", { recipientId: eve }]);
    await app.query(save, [nobody, "", {}]);
    for (const standIn of [adam, nobody, eve]) {
      await expect(app.query("SELECT anonymise_audit($1, $2)", [eve, standIn])).rejects.toMatchObject({ code: DENIED });
    }
    const lines = await owner.query("SELECT detail FROM audit_events WHERE actor_id = $1 AND actor_name = 'Ada'", [eve]);
    expect(lines.rows).toEqual([{ detail: { recipientId: eve } }]);
  });

  // An overload that fits the arguments better is taken before the one that is looked through first.
  test("have the functions call something else", async () => {
    const subject = randomUUID();
    await owner.query(
      "INSERT INTO audit_events (actor_kind, actor_id, actor_name, command) VALUES ('PERSON', $1, 'Mallory', 'x')", [subject]);
    const body = "LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE public.was_owner (); RETURN '{}'; END $$";
    const types = ["text, uuid, text, integer", "text, timestamptz, text, integer"];
    for (const list of types) await app.query(`CREATE FUNCTION jsonb_build_object(${list}) RETURNS jsonb ${body}`);
    await app.query("SELECT anonymise_audit($1, $2)", [subject, erasedId()]);
    await app.query(`INSERT INTO audit_events (at, actor_kind, actor_name, command)
      VALUES (now() - interval '200 days', 'SYSTEM', 'Herald', 'x')`);
    await app.query("SELECT expire_audit(now() - interval '100 days', 10)");
    for (const list of types) await app.query(`DROP FUNCTION jsonb_build_object(${list})`);
    expect((await owner.query("SELECT to_regclass('was_owner') AS made")).rows).toEqual([{ made: null }]);
  });

  test("give itself the right to", async () => {
    // PostgreSQL only warns that nothing was granted.
    await app.query(`GRANT ALL ON audit_events TO ${APP_ROLE}`);
    await expect(app.query("DELETE FROM audit_events")).rejects.toMatchObject({ code: DENIED });
  });

  test("make the functions work on something else", async () => {
    await app.query("CREATE TEMP TABLE audit_events (LIKE public.audit_events INCLUDING ALL)");
    await app.query("CREATE SCHEMA herald; CREATE TABLE herald.audit_events (LIKE public.audit_events)");
    const subject = randomUUID();
    await owner.query(
      "INSERT INTO public.audit_events (actor_kind, actor_id, actor_name, command) VALUES ('PERSON', $1, 'Eve', 'x')", [subject]);
    await app.query("SELECT public.anonymise_audit($1, $2)", [subject, erasedId()]);
    expect((await owner.query("SELECT 1 FROM public.audit_events WHERE actor_name = 'Eve'")).rowCount).toBe(0);
    await app.query("DROP TABLE pg_temp.audit_events; DROP SCHEMA herald CASCADE");
  });
});

test("even the owner is held by the trigger, unless it takes that away", async () => {
  for (const sql of ["UPDATE audit_events SET actor_name = ''", "DELETE FROM audit_events", "TRUNCATE audit_events"]) {
    await expect(owner.query(sql)).rejects.toMatchObject({ code: DENIED, message: "The audit is only added to." });
  }
});

test("Herald's own role owns everything else, analyses it and makes more of it", async () => {
  await app.query("ANALYZE deliveries");
  await app.query("CREATE TABLE pgboss.more (id int); DROP TABLE pgboss.more; CREATE SCHEMA other; DROP SCHEMA other");
  const { rows } = await owner.query(`
    SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname IN ('public', 'pgboss') AND relkind IN ('r', 'p') AND pg_get_userbyid(relowner) <> $1 ORDER BY 1`,
  [APP_ROLE]);
  expect(rows).toEqual([{ relname: "_prisma_migrations" }, { relname: "audit_events" }]);
});

test("an erasure and the end of what is kept work, and each leaves a line of its own", async () => {
  const db = openDb(appUrl, 4);
  try {
    const { recipientId } = await plantPerson(db, "append-only");
    await db.$transaction((tx) => eraseRecipient(tx, recipientId));
    const lines = await db.auditEvent.findMany({ where: { command: "anonymise-audit" }, select: { detail: true } });
    expect(lines.length).toBeGreaterThan(0);
    await saveAuditEvent(db, { actor: { kind: "SYSTEM", name: "Herald" }, command: "new" });
    await db.$executeRaw`
      INSERT INTO audit_events (at, actor_kind, actor_name, command) VALUES (now() - interval '200 days', 'SYSTEM', 'Herald', 'old')`;
    const { id: last } = await db.auditEvent.findFirstOrThrow({ orderBy: { id: "desc" }, select: { id: true } });
    expect(await applyRetention(db, "AUDIT", 100, new AbortController().signal)).toBe(1);
    expect(await db.auditEvent.count({ where: { command: "old" } })).toBe(0);
    expect(await db.auditEvent.count({ where: { command: "expire-audit", id: { gt: last } } })).toBe(1);
  } finally {
    await db.$disconnect();
  }
});

test("the doctor's look tells the two protections apart", async () => {
  expect(await inspectDatabase(appUrl)).toMatchObject({ isAuditAppendOnly: true, hasAuditTrigger: true, isSuperuser: false });
  expect(await inspectDatabase(ownerUrl)).toMatchObject({ isAuditAppendOnly: false, hasAuditTrigger: true });
});

test("it may be done again, and by two at once; what migrations made meanwhile changes hands", async () => {
  await owner.query("CREATE TABLE made_later (id int)");
  await Promise.all([1, 2].map(() => protectAudit(ownerUrl, appUrl, { make: true })));
  await app.query("ALTER TABLE made_later ADD COLUMN x int; DROP TABLE made_later");
});

test("a role that could become the owner is refused, as it would protect nothing", async () => {
  await expect(protectAudit(ownerUrl, ownerUrl, { make: false })).rejects.toThrow("is the same");
  const name = `member_${randomUUID().slice(0, 8)}`;
  await owner.query(`CREATE ROLE ${name} LOGIN IN ROLE herald`);
  const url = new URL(ownerUrl);
  url.username = name;
  await expect(protectAudit(ownerUrl, url.href, { make: false })).rejects.toThrow("may act as the owner");
  await owner.query(`DROP ROLE ${name}`);
});

describe("a database of somebody's own, with two plain roles", () => {
  const [herald, itsOwner] = [`app_${randomUUID().slice(0, 8)}`, `owner_${randomUUID().slice(0, 8)}`];
  const urlOf = (role: string, database: string) => {
    const url = new URL(withDatabase(ownerUrl, database));
    url.username = role;
    url.password = "plain";
    return url.href;
  };

  /** As docs/set-up.md says, but for who owns the database. */
  async function makeDatabase(databaseOwner: string): Promise<{ app: string; owner: string }> {
    const name = `plain_${randomUUID().replaceAll("-", "")}`;
    await owner.query(`CREATE DATABASE ${name} OWNER ${databaseOwner}`);
    made.push(name);
    return { app: urlOf(herald, name), owner: urlOf(itsOwner, name) };
  }

  const made: string[] = [];
  beforeAll(async () => {
    await owner.query(`CREATE ROLE ${herald} LOGIN PASSWORD 'plain'`);
    await owner.query(`CREATE ROLE ${itsOwner} LOGIN PASSWORD 'plain' IN ROLE ${herald}`);
  });
  afterAll(async () => {
    for (const name of made) await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await owner.query(`DROP ROLE ${itsOwner}, ${herald}`);
  });

  test("is protected, without a superuser, and again after the next start", async () => {
    const urls = await makeDatabase(itsOwner);
    for (let start = 0; start < 2; start += 1) {
      await migrateAndProtect(urls.owner, urls.app, { make: false });
    }
    expect(await inspectDatabase(urls.app)).toMatchObject({ isAuditAppendOnly: true, hasAuditTrigger: true });
    await expect(runAsAdmin(urls.app, "DELETE FROM audit_events")).rejects.toMatchObject({ code: DENIED });
    await expect(runAsAdmin(urls.app, "DROP TABLE audit_events")).rejects.toMatchObject({ code: DENIED });
    await runAsAdmin(urls.app, "ANALYZE deliveries; SELECT expire_audit(now() - interval '1 year', 1); CREATE SCHEMA pgboss");
  });

  test("is refused when Herald's role owns the database, and could drop what is in it", async () => {
    const urls = await makeDatabase(herald);
    await applyMigrations(urls.owner);
    await expect(protectAudit(urls.owner, urls.app, { make: false })).rejects.toThrow("owns the database or its schema");
  });
});
