// The way to the database. Store functions take `db` first, so they work inside and outside a transaction. This folder
// is the only one that knows Prisma; the rest of Herald sees the types exported here.
import { PrismaPg } from "@prisma/adapter-pg";

import { env } from "@/lib/env";

import { Prisma, PrismaClient } from "./generated/client";

/** A connection pool. */
export type DbPool = PrismaClient;
/** A pool or a transaction: what store functions take. */
export type Db = Prisma.TransactionClient;

const DEFAULT_POOL_SIZE = 10;
const TRANSACTION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
const DEADLOCK_ATTEMPTS = 4;

/** Opens a pool; close it with `$disconnect()`. Whoever gets no connection within the time is refused (unavailable.ts). */
export function openDb(databaseUrl: string, poolSize = DEFAULT_POOL_SIZE, connectTimeoutMs = CONNECT_TIMEOUT_MS): DbPool {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "herald",
  });
  return new PrismaClient({
    adapter,
    transactionOptions: { timeout: TRANSACTION_TIMEOUT_MS, maxWait: connectTimeoutMs },
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

/**
 * Runs `work` in one transaction; inside another transaction it joins that one. What PostgreSQL ended because others waited for
 * it in a circle is run again, so `work` changes nothing but the database. `timeoutMs`: longer than others have.
 */
export async function inTransaction<T>(
  on: Db | DbPool, work: (tx: Db) => Promise<T>, timeoutMs = TRANSACTION_TIMEOUT_MS,
): Promise<T> {
  // A transaction could begin another one; what it cannot is disconnect.
  if (!("$disconnect" in on)) return work(on);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await on.$transaction(work, { timeout: timeoutMs });
    } catch (error) {
      if (attempt === DEADLOCK_ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}

/** PostgreSQL's code in the message of a raw query, or Prisma's own. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && (error.code === "P2034" || error.message.includes("40P01"));
}
