// What somebody with the rights of Herald's role leaves behind for the owner to run at the next start: nothing of it may be run
// with more rights than its maker has.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { applyMigrations, MIGRATIONS_FOLDER } from "./migrate";
import { migrateAndProtect } from "./protect-audit";

/** Of this file alone: roles belong to all databases of a server, and other tests make theirs at the same time. */
const APP_ROLE = "herald_later";

let folder: string;
let ownerUrl: string;
let appUrl: string;
let app: pg.Client;
let owner: pg.Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "herald-later-"));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
  ({ databaseUrl: ownerUrl } = await createTestDatabase({ empty: true }));
  appUrl = Object.assign(new URL(ownerUrl), { username: APP_ROLE, password: "later" }).href;
  await start();
  [app, owner] = [new pg.Client(appUrl), new pg.Client(ownerUrl)];
  await Promise.all([app.connect(), owner.connect()]);
  // Notes who runs it, and is noted whoever does.
  await app.query("CREATE TABLE ran (who text)");
  await app.query("CREATE FUNCTION note_who() RETURNS void LANGUAGE sql AS $$ INSERT INTO public.ran VALUES (session_user) $$");
});

afterEach(async () => {
  await Promise.all([app.end(), owner.end()]);
  rmSync(folder, { recursive: true, force: true });
});

const start = () => migrateAndProtect(ownerUrl, appUrl, { make: true, folder });

function addMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

async function whoRan(): Promise<string[]> {
  const { rows } = await owner.query<{ who: string }>("SELECT DISTINCT who FROM public.ran");
  return rows.map(({ who }) => who);
}

test("the list of migrations is the owner's: nothing can be put in its place", async () => {
  await expect(app.query("ALTER TABLE _prisma_migrations RENAME TO other")).rejects.toMatchObject({ code: "42501" });
  const trap = "EXECUTE FUNCTION suppress_redundant_updates_trigger()";
  await expect(app.query(`CREATE TRIGGER x BEFORE INSERT ON _prisma_migrations ${trap}`)).rejects.toMatchObject({ code: "42501" });
  await expect(app.query("UPDATE _prisma_migrations SET checksum = ''")).rejects.toMatchObject({ code: "42501" });
  expect(await start()).toEqual([]);
});

test("a migration about the audit cannot be noted as applied by Herald's role, and another can", async () => {
  const add = (name: string) => app.query(`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name)
    VALUES (gen_random_uuid(), 'x', now(), $1)`, [name]);
  await expect(add("9998_audit_more")).rejects.toMatchObject({ code: "42501" });
  await add("9999_other");
});

test("a migration meets the triggers of Herald's tables in Herald's name", async () => {
  await app.query(`CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN PERFORM public.note_who(); RETURN NEW; END $$`);
  await app.query("CREATE TABLE hall (id int)");
  await app.query("CREATE TRIGGER trap BEFORE INSERT ON hall FOR EACH ROW EXECUTE FUNCTION trap()");
  addMigration("9000_more", "INSERT INTO hall VALUES (1); CREATE TABLE more (id int)");
  addMigration("9001_audit_more", "ALTER TABLE audit_events ADD COLUMN more int");
  addMigration("9002_most", "ALTER TABLE more ADD COLUMN x int");
  expect(await start()).toEqual(["9000_more", "9001_audit_more", "9002_most"]);
  expect(await whoRan()).toEqual([APP_ROLE]);
  expect(await start()).toEqual([]);
});

test("functions that would fit better than PostgreSQL's own are not called", async () => {
  const traps = [
    ["format(text, name, name)", "text"], ["format(text, text, name, name)", "text"], ["format(text, name)", "text"],
    ["format(text, regprocedure)", "text"], ["pg_advisory_lock(text)", "void"], ["pg_advisory_xact_lock(text)", "void"],
    ["hashtextextended(text, integer)", "bigint"], ["to_regclass(name)", "regclass"], ["pg_get_userbyid(text)", "name"],
    ["pg_has_role(text, text, text)", "boolean"], ["set_config(text, text, integer)", "text"],
  ];
  for (const [signature, result] of traps) {
    const body = `BEGIN PERFORM public.note_who(); RETURN${result === "void" ? "" : " NULL"}; END`;
    await app.query(`CREATE FUNCTION ${signature} RETURNS ${result} LANGUAGE plpgsql AS $$ ${body} $$`);
  }
  await owner.query("CREATE TABLE made_by_owner (id int)");
  await start();
  expect(await whoRan()).toEqual([]);
});

test("a schema in front of the owner's is refused, and nothing in it is read", async () => {
  await app.query(`CREATE SCHEMA herald CREATE VIEW _prisma_migrations AS
    SELECT NULL::text AS migration_name, NULL::text AS checksum, now() AS finished_at FROM (SELECT public.note_who()) x`);
  await expect(start()).rejects.toThrow("owns the database or its schema, or a schema of the owner's name");
  expect(await whoRan()).toEqual([]);
});

// Whatever had not been made when the first start was killed was then made by a role that owned nothing, and never could be.
test("a first start that was killed is gone on with by the owner", async () => {
  const names = readdirSync(MIGRATIONS_FOLDER).filter((name) => /^0/.test(name)).sort();
  const database = await createTestDatabase({ empty: true });
  for (const name of names.slice(3)) rmSync(join(folder, name), { recursive: true });
  await applyMigrations(database.databaseUrl, { folder });
  const laterUrl = Object.assign(new URL(database.databaseUrl), { username: APP_ROLE, password: "later" }).href;
  expect(await migrateAndProtect(database.databaseUrl, laterUrl, { make: true })).toEqual(names.slice(3));
});
