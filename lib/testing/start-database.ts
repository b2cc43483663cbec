// Runs once around all tests of the project `real`: starts a PostgreSQL in a temporary folder, makes the migrated
// template that createTestDatabase clones, and removes everything afterwards.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

import { eraseEmbeddedPostgres, startEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { applyMigrations } from "@/lib/store/migrate";

import { runAsAdmin, withDatabase } from "./provide-database";

const TEMPLATE = "herald_template";

export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "herald-test-"));
  // Nothing here has to survive a power cut, and tests are many small transactions.
  const { databaseUrl } = await startEmbeddedPostgres(folder, { fsync: "off", full_page_writes: "off" });
  await runAsAdmin(databaseUrl, `CREATE DATABASE ${TEMPLATE}`);
  await applyMigrations(withDatabase(databaseUrl, TEMPLATE));
  project.provide("adminUrl", databaseUrl);
  project.provide("templateName", TEMPLATE);
  return async () => {
    await eraseEmbeddedPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
