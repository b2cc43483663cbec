// A real PostgreSQL for tests: one server for the whole run (see start-database.ts), and a database of its own for each
// test file, cloned in a moment from a template that has all migrations.
import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";

import { runAsAdmin, withDatabase } from "./provide-database";

export interface TestDatabase {
  databaseUrl: string;
  /** Drops the database; called by itself at the end of the file. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated, empty database, dropped after the tests of this file; close your own connections before that, in
 * an `afterAll` that is registered later (they run last to first). `{ empty: true }` gives one without migrations, and
 * `{ ctype }` such a one with the letters of another locale.
 */
export async function createTestDatabase(options: { empty?: boolean; ctype?: "C" } = {}): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const template = options.empty === true ? "template1" : inject("templateName");
  const source = options.ctype
    ? `template0 LOCALE_PROVIDER libc LC_COLLATE '${options.ctype}' LC_CTYPE '${options.ctype}' ENCODING 'UTF8'`
    : template;
  await runAsAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${source}`);
  const database = {
    databaseUrl: withDatabase(adminUrl, name),
    drop: () => runAsAdmin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
  afterAll(database.drop);
  return database;
}
