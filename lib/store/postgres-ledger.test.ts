// The contract of the ledger on PostgreSQL.
import { afterAll } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";
import { describeLedger } from "@/lib/testing/ledger-contract";
import { makePostgresWorld } from "@/lib/testing/postgres-world";

import { openDb } from "./db";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
afterAll(() => db.$disconnect());

describeLedger("PostgreSQL", () => makePostgresWorld(db));
