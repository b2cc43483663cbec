// Tables emptied between tests, while the bot or a worker may still be writing down what the last test began.
import { type DbPool, isDeadlock } from "@/lib/store/db";
import { Prisma } from "@/lib/store/generated/client";

const ATTEMPTS = 5;

/** Empties the tables and what refers to them; a deadlock with somebody who is writing is tried again. */
export async function truncate(db: DbPool, ...tables: readonly string[]): Promise<void> {
  const names = Prisma.raw(tables.map((table) => `"${table}"`).join(", "));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.$executeRaw`TRUNCATE ${names} CASCADE`;
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}
