// Applies prisma/migrations at the start of a server. Prisma's own tools are not needed there, yet agree with what is
// recorded: the table `_prisma_migrations` and its checksums are theirs. Any number of processes may start at once.
// A migration is applied whole or not at all; one that was changed or lost after it was applied stops the start.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";

import { StartError } from "@/lib/errors";

export const MIGRATIONS_FOLDER = "prisma/migrations";

// Any number nobody else uses in this database; every Herald must use the same.
const ADVISORY_LOCK = 7_283_401_552;

// The table as Prisma creates it.
const MIGRATIONS_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

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

/**
 * Brings the database up to date and returns the names of the migrations it applied.
 * Throws StartError when one fails, was changed or is missing.
 */
export async function applyMigrations(databaseUrl: string, options: { folder?: string } = {}): Promise<string[]> {
  const migrations = readMigrationFiles(options.folder ?? MIGRATIONS_FOLDER);
  const client = new pg.Client({ connectionString: databaseUrl });
  await connect(client);
  try {
    // The lock belongs to the connection, so a process that dies gives it back.
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query("SET client_min_messages = warning");
    await client.query(MIGRATIONS_TABLE);
    const pending = findPending(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** What applyMigrations would meet; a StartError of it is the `problem`. Changes nothing. */
export async function readMigrations(client: pg.Client): Promise<{ applied: number; pending: string[]; problem?: string }> {
  const here = readMigrationFiles(MIGRATIONS_FOLDER);
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  const isEmpty = z.tuple([z.object({ found: z.string().nullable() })]).parse(rows)[0].found === null;
  const applied = isEmpty ? [] : await readApplied(client);
  try {
    return { applied: applied.length, pending: findPending(here, applied).map(({ name }) => name) };
  } catch (error) {
    if (error instanceof StartError) return { applied: applied.length, pending: [], problem: error.message };
    throw error;
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const code = (error as { code?: string }).code ?? "no answer";
    const place = `${client.host}:${client.port}`;
    throw new StartError(`The database at ${place} cannot be reached (${code}): check DATABASE_URL.`, { cause: error });
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

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query(`
    SELECT migration_name, checksum, finished_at
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name, started_at`);
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

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
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
