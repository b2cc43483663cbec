// Applies prisma/migrations at the start of a server. Prisma's own tools are not needed there, yet agree with what is
// recorded: the table `_prisma_migrations` and its checksums are theirs. Any number of processes may start at once.
// A migration is applied whole or not at all; one that was changed or lost after it was applied stops the start. Where the audit
// has an owner of its own, only what is about the audit runs with the owner's rights (docs/decisions/020).
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { z } from "zod";

import { StartError } from "@/lib/errors";

import { openOwnerSession, type OwnerSession } from "./owner-session";

export const MIGRATIONS_FOLDER = "prisma/migrations";

// Any number nobody else uses in this database; every Herald must use the same.
const ADVISORY_LOCK = 7_283_401_552;

export const MIGRATIONS_TABLE = "_prisma_migrations";

// As Prisma creates it.
const COLUMNS = `
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const appliedSchema = z.array(z.object({
  migration_name: z.string(),
  checksum: z.string(),
  finished_at: z.date().nullable(),
}));
type Applied = z.infer<typeof appliedSchema>[number];

type Options = {
  folder?: string;
  /** Herald's own role, which runs what is not about the audit: its tables may have triggers that nobody else should run. */
  appUrl?: string;
};

/**
 * Brings the database up to date and returns the names of the migrations it applied.
 * Throws StartError when one fails, was changed or is missing.
 */
export async function applyMigrations(databaseUrl: string, { folder, appUrl }: Options = {}): Promise<string[]> {
  const migrations = readMigrationFiles(folder ?? MIGRATIONS_FOLDER);
  const owner = await openOwnerSession(databaseUrl);
  const { client, place } = owner;
  let app: OwnerSession | undefined;
  try {
    // The lock belongs to the connection, so a process that dies gives it back.
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query("SET client_min_messages = warning");
    await assertPlain(owner, MIGRATIONS_TABLE);
    const isApart = appUrl !== undefined && (await ownsSomething(owner, decodeURIComponent(new URL(appUrl).username)));
    await client.query(`CREATE TABLE IF NOT EXISTS ${place}.${MIGRATIONS_TABLE} (${COLUMNS})`);
    const pending = findPending(migrations, await readApplied(client, `${place}.${MIGRATIONS_TABLE}`));
    for (const migration of pending) {
      const isApps = isApart && !isOwners(migration.name);
      if (isApps) app ??= await openOwnerSession(appUrl);
      await apply(isApps && app ? app : owner, migration);
    }
    return pending.map(({ name }) => name);
  } finally {
    await app?.client.end();
    await client.end();
  }
}

/** Whether it is about the audit, which only its owner may change. */
function isOwners(name: string): boolean {
  return name.includes("audit") || name === "0022_stand_in";
}

const kindSchema = z.array(z.object({ relkind: z.string() }));

/** Throws StartError when there is something else in its place, which would be run instead of read. */
async function assertPlain({ client, place }: OwnerSession, table: string): Promise<void> {
  const [found] = kindSchema.parse((await client.query(
    "SELECT relkind::text FROM pg_class WHERE oid = to_regclass($1)", [`${place}.${table}`])).rows);
  if (found && found.relkind !== "r") throw new StartError(`${table} is no table: something else was put in its place.`);
}

/**
 * Herald's role has been given its tables. Before, as when a first start was killed, there is nothing of it that could be run
 * with the owner's rights, and nothing that it could change.
 */
async function ownsSomething({ client, place }: OwnerSession, role: string): Promise<boolean> {
  const { rowCount } = await client.query(`
    SELECT FROM pg_class WHERE relnamespace = $1::regnamespace AND pg_get_userbyid(relowner) = $2
    UNION ALL SELECT FROM pg_proc WHERE pronamespace = $1::regnamespace AND pg_get_userbyid(proowner) = $2 LIMIT 1`, [place, role]);
  return (rowCount ?? 0) > 0;
}

/** What applyMigrations would meet; a StartError of it is the `problem`. Changes nothing. */
export async function readMigrations(client: pg.Client): Promise<{ applied: number; pending: string[]; problem?: string }> {
  const here = readMigrationFiles(MIGRATIONS_FOLDER);
  const { rows } = await client.query(`SELECT to_regclass('${MIGRATIONS_TABLE}') AS found`);
  const isEmpty = z.tuple([z.object({ found: z.string().nullable() })]).parse(rows)[0].found === null;
  const applied = isEmpty ? [] : await readApplied(client, MIGRATIONS_TABLE);
  try {
    return { applied: applied.length, pending: findPending(here, applied).map(({ name }) => name) };
  } catch (error) {
    if (error instanceof StartError) return { applied: applied.length, pending: [], problem: error.message };
    throw error;
  }
}

function readMigrationFiles(folder: string): Migration[] {
  if (!existsSync(folder)) throw new StartError(`The folder ${folder} is missing: start Herald from its own folder.`);
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => name).sort().map((name) => {
    const bytes = readFileSync(join(folder, name, "migration.sql"));
    return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
  });
}

async function readApplied(client: pg.Client, table: string): Promise<Applied[]> {
  const { rows } = await client.query(`
    SELECT migration_name, checksum, finished_at
    FROM ONLY ${table} WHERE rolled_back_at IS NULL ORDER BY migration_name, started_at`);
  return appliedSchema.parse(rows);
}

function findPending(migrations: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    if (row.finished_at === null) {
      throw new StartError(`The migration ${name} was begun by another tool and did not finish: resolve it first.`);
    }
    const migration = known.get(name);
    if (migration === undefined) {
      throw new StartError(
        `The migration ${name} was applied to this database but is missing here: start the version that brought it.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new StartError(`The migration ${name} was changed after it was applied: restore it and add a new one.`);
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply({ client, place, searchPath }: OwnerSession, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("SELECT set_config('search_path', $1, true)", [searchPath]);
    await client.query(sql);
    await client.query("SET LOCAL search_path = pg_catalog");
    await client.query(
      `INSERT INTO ${place}.${MIGRATIONS_TABLE} (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The migration ${name} failed and changed nothing: ${reason}.`, { cause: error });
  }
}
