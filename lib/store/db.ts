// The way to the database. Store functions take `db` first, so they work inside and outside a transaction. This folder
// is the only one that knows Prisma; the rest of Herald sees the types exported here.
import { PrismaPg } from "@prisma/adapter-pg";

import { env } from "@/lib/env";

import { type Prisma, PrismaClient } from "./generated/client";

/** A connection pool. */
export type DbPool = PrismaClient;
/** A pool or a transaction: what store functions take. */
export type Db = Prisma.TransactionClient;

const DEFAULT_POOL_SIZE = 10;
const TRANSACTION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** Opens a pool; close it with `$disconnect()`. */
export function openDb(databaseUrl: string, poolSize = DEFAULT_POOL_SIZE): DbPool {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "herald",
  });
  return new PrismaClient({
    adapter,
    transactionOptions: { timeout: TRANSACTION_TIMEOUT_MS, maxWait: CONNECT_TIMEOUT_MS },
  });
}

let shared: DbPool | undefined;

/** The pool of this module instance, opened on first use. Next gives routes and instrumentation an instance each. */
export function db(): DbPool {
  shared ??= openDb(env().DATABASE_URL);
  return shared;
}

export async function closeDb(): Promise<void> {
  await shared?.$disconnect();
  shared = undefined;
}

/** Runs `work` in one transaction; inside another transaction it joins that one. */
export async function inTransaction<T>(on: Db | DbPool, work: (tx: Db) => Promise<T>): Promise<T> {
  return "$transaction" in on ? on.$transaction(work) : work(on);
}
