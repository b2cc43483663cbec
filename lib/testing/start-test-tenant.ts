// A simulated tenant and a database of its own, with the tenant's directory between them, for tests of the directory's jobs.
import { afterAll } from "vitest";

import type { Directory } from "@/lib/domain/directory-port";
import type { SyncParts } from "@/lib/engine/sync-directory";
import { type DbPool, openDb } from "@/lib/store/db";
import { type Simulator, type SimulatorOptions, startSimulator } from "@/simulator/simulator";

import { createTestDatabase } from "./database";
import { openTestDirectory } from "./open-test-directory";

export type TestTenant = { db: DbPool; simulator: Simulator; directory: Directory; parts: SyncParts };

/** Call at the top of a test file. */
export async function startTestTenant(options: SimulatorOptions): Promise<TestTenant> {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl, 4);
  const simulator = await startSimulator({ ...options, settings: { limits: false, ...options.settings } });
  afterAll(async () => {
    await simulator.close();
    await db.$disconnect();
  });
  const directory = openTestDirectory(simulator);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return { db, simulator, directory, parts: { db, directoryOf: () => directory, log } };
}
