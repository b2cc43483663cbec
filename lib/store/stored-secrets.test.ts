// No secret lies in the database that would open anything: what could be one by its name is listed here, with what it is. A
// column that is not fails the test, so that whoever adds one says how it is protected.
import { afterAll, expect, test } from "vitest";
import { z } from "zod";

import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 1);
afterAll(() => db.$disconnect());

const SUSPICIOUS = [
  "secret", "token", "password", "credential", "hash", "key", "code", "cookie", "assertion", "signature", "verifier", "nonce",
  "sealed", "bearer", "certificate",
].join("|");

const KNOWN: Record<string, "HASH" | "KEYED_HASH" | "NO_SECRET"> = {
  // Of 256 random bits each, so that a plain hash is as good as a slow one.
  "admin_codes.code_hash": "HASH",
  "api_keys.key_hash": "HASH",
  "api_keys.previous_hash": "HASH",
  "sessions.token_hash": "HASH",
  "used_sign_ins.state_hash": "HASH",
  "external_events.body_hash": "HASH",
  "external_events.idempotency_hash": "HASH",
  // Under SECRET_KEY, since an object id is no secret and could be tried out.
  "erased_opt_outs.person_hash": "KEYED_HASH",
  // Names and outcomes.
  "answer_slices.code": "NO_SECRET",
  "app_installs.code": "NO_SECRET",
  "attempts.code": "NO_SECRET",
  "external_events.api_key_id": "NO_SECRET",
  "external_events.key_name": "NO_SECRET",
  "jobs.key": "NO_SECRET",
  "topics.key": "NO_SECRET",
};

test("every column that could hold a secret is known, and holds none", async () => {
  const rows: unknown = await db.$queryRaw`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations' AND column_name ~ ${SUSPICIOUS}`;
  const names = z.array(z.object({ name: z.string() })).parse(rows).map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(KNOWN).toSorted());
});
