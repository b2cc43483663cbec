// No audience is frozen while somebody is erased, else a delivery to them could appear behind the erasure's back. Both take the
// lock before any row, so that they cannot wait for each other in a circle.
import type { Db } from "./db";

const NAME = "erase-recipient";

/** Until the end of the transaction nobody else erases, and nothing is frozen. */
export async function lockErasures(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${NAME}))`;
}

/** Until the end of the transaction nobody is erased; any number of audiences may be frozen. */
export async function holdOffErasures(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext(${NAME}))`;
}
