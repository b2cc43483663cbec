// `npm run migrate:dev -- --name add-topics`: writes the migration that takes the database from the migrations so far
// to schema.prisma. Works against a throw-away embedded PostgreSQL, so it needs no database and asks no questions.
// CHECK constraints and partial indexes that Prisma cannot describe are added to the file by hand.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { StartError } from "@/lib/errors";
import { eraseEmbeddedPostgres, startEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { applyMigrations, MIGRATIONS_FOLDER } from "@/lib/store/migrate";

import { report } from "./run-until-stopped";

const PRISMA = createRequire(import.meta.url).resolve("prisma/build/index.js");

try {
  await writeMigration(readName());
} catch (error) {
  report(error);
}

function readName(): string {
  const { values } = parseArgs({ options: { name: { type: "string" } }, strict: false });
  const { name } = values;
  if (typeof name === "string" && /^[a-z][a-z0-9_-]*$/.test(name)) return name.replaceAll("-", "_");
  throw new StartError("Usage: npm run migrate:dev -- --name add-something (small letters, digits and hyphens)");
}

async function writeMigration(name: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-migrate-"));
  try {
    const { databaseUrl } = await startEmbeddedPostgres(dataDir);
    await applyMigrations(databaseUrl);
    const sql = diff(databaseUrl);
    if (sql === undefined) {
      console.log("The migrations already yield schema.prisma, so there is nothing to write.");
      return;
    }
    const folder = join(MIGRATIONS_FOLDER, `${nextNumber()}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), sql);
    console.log(`Written: ${folder}/migration.sql`);
  } finally {
    await eraseEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The SQL from the database to schema.prisma; undefined when there is no difference. */
function diff(databaseUrl: string): string | undefined {
  const args = ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [PRISMA, ...args, "--script", "--exit-code"], {
    encoding: "utf8",
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PRISMA_SCHEMA_ENGINE_BINARY: resolve("scripts/prisma-schema-engine.mjs"),
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (status === 0) return undefined;
  if (status === 2) return stdout;
  throw new StartError(`Prisma could not compare the schema:\n${stderr || stdout}`);
}

// Migrations are applied in the order of their names, which are numbered: 0001_…, 0002_….
function nextNumber(): string {
  const numbers = readdirSync(MIGRATIONS_FOLDER).map((name) => Number.parseInt(name, 10)).filter(Number.isInteger);
  return String(Math.max(0, ...numbers) + 1).padStart(4, "0");
}
