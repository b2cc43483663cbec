// Lists and reasons of before there were ids: theirs who alone have the name, and nobody's where several have it.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";

import { applyMigrations, MIGRATIONS_FOLDER } from "./migrate";

test("what was written before is given to whoever alone has the name", async () => {
  const { databaseUrl } = await createTestDatabase({ empty: true });
  const folder = mkdtempSync(join(tmpdir(), "herald-before-"));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
  for (const name of readdirSync(folder).filter((one) => one >= "0029_")) {
    if (name !== "migration_lock.toml") rmSync(join(folder, name), { recursive: true });
  }
  await applyMigrations(databaseUrl, { folder });
  rmSync(folder, { recursive: true });
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`INSERT INTO people (id, tenant_id, object_id, display_name) VALUES
    (gen_random_uuid(), 't', 'one', 'Ada'), (gen_random_uuid(), 't', 'two', 'Bea'), (gen_random_uuid(), 't', 'three', 'Bea'),
    (gen_random_uuid(), 't', 'erased', '')`);
  await client.query(`INSERT INTO audience_lists (id, name, author_name)
    SELECT gen_random_uuid(), name, name FROM unnest(ARRAY['Ada', 'Bea', '']) AS name`);
  await client.query(`INSERT INTO broadcasts (id, message, author_name, status_reason)
    SELECT gen_random_uuid(), '{}', '', reason
    FROM unnest(ARRAY['Paused by Ada.', 'Canceled by Bea.', 'It was missed.']) AS reason`);
  await applyMigrations(databaseUrl);
  const lists = await client.query("SELECT name, author_id FROM audience_lists ORDER BY name");
  expect(lists.rows.map((row: { author_id: unknown }) => row.author_id)).toEqual([null, "one", null]);
  const reasons = await client.query(
    "SELECT status_reason, status_by FROM broadcasts WHERE status_reason IS NOT NULL ORDER BY status_reason",
  );
  expect(reasons.rows.map((row: { status_by: unknown }) => row.status_by)).toEqual([null, null, "one"]);
  await client.end();
});
