// Migrations are applied once and in order, as a whole or not at all, and a changed or unknown one is refused.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { applyMigrations } from "./migrate";

const FIRST = "20260101000000_first";
const SECOND = "20260102000000_second";

let folder: string;
let databaseUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "herald-migrations-"));
  ({ databaseUrl } = await createTestDatabase({ empty: true }));
  writeMigration(FIRST, "CREATE TABLE fruit (name text PRIMARY KEY);");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("applyMigrations", () => {
  it("applies what is pending in order, once, and says what it did", async () => {
    writeMigration(SECOND, "INSERT INTO fruit VALUES ('quince');");
    expect(await applyMigrations(databaseUrl, { folder })).toEqual([FIRST, SECOND]);
    expect(await applyMigrations(databaseUrl, { folder })).toEqual([]);
    expect(await query("SELECT name FROM fruit")).toEqual([{ name: "quince" }]);
  });

  it("records the checksum that Prisma's tools compute", async () => {
    await applyMigrations(databaseUrl, { folder });
    expect(await query(`SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished,
      checksum = encode(sha256('CREATE TABLE fruit (name text PRIMARY KEY);'), 'hex') AS same FROM _prisma_migrations`))
      .toEqual([{ migration_name: FIRST, applied_steps_count: 1, finished: true, same: true }]);
  });

  it("lets one of several simultaneous starts do the work and the others wait for it", async () => {
    writeMigration(SECOND, "SELECT pg_sleep(0.2); INSERT INTO fruit VALUES ('medlar');");
    const done = await Promise.all([1, 2, 3, 4].map(() => applyMigrations(databaseUrl, { folder })));
    expect(done.flat()).toEqual([FIRST, SECOND]);
    expect(await query("SELECT count(*)::int AS count FROM fruit")).toEqual([{ count: 1 }]);
  });

  it("leaves nothing behind of a migration that fails, and names it", async () => {
    writeMigration(SECOND, "CREATE TABLE half (id int); SELECT nonsense;");
    await expect(applyMigrations(databaseUrl, { folder })).rejects.toThrow(`${SECOND} failed and changed nothing`);
    expect(await query("SELECT to_regclass('half') AS half, to_regclass('fruit') IS NOT NULL AS fruit"))
      .toEqual([{ half: null, fruit: true }]);
    writeMigration(SECOND, "CREATE TABLE half (id int);");
    expect(await applyMigrations(databaseUrl, { folder })).toEqual([SECOND]);
  });

  it("refuses a migration that was changed after it was applied, and names it", async () => {
    await applyMigrations(databaseUrl, { folder });
    writeMigration(FIRST, "CREATE TABLE fruit (name text);");
    await expect(applyMigrations(databaseUrl, { folder })).rejects.toThrow(`${FIRST} was changed`);
  });

  it("refuses a database that knows a migration we do not have, and names it", async () => {
    writeMigration(SECOND, "SELECT 1;");
    await applyMigrations(databaseUrl, { folder });
    rmSync(join(folder, SECOND), { recursive: true });
    await expect(applyMigrations(databaseUrl, { folder })).rejects.toThrow(`${SECOND} was applied to this database but`);
  });

  it("says which database cannot be reached without telling its password", async () => {
    const failure = applyMigrations("postgresql://herald:hunter2@127.0.0.1:1/herald", { folder });
    await expect(failure).rejects.toThrow("The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED)");
    await expect(failure).rejects.not.toThrow("hunter2");
  });
});
