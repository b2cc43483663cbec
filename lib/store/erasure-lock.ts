// No audience is frozen, and no list written, while somebody is erased, else a delivery to them, or a line that tells of them,
// could appear behind the erasure's back. Both take the lock before any row, so that they cannot wait for each other in a circle.
import { z } from "zod";

import type { Db } from "./db";

const NAME = "erase-recipient";
const lockedSchema = z.tuple([z.object({ locked: z.boolean() })]);

/** Until the end of the transaction nobody else erases, and nothing is frozen. */
export async function lockErasures(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${NAME}))`;
}

/** The same for whoever holds rows already and must not wait: false while somebody freezes or erases. */
export async function tryLockErasures(tx: Db): Promise<boolean> {
  const rows: unknown = await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(hashtext(${NAME})) AS locked`;
  return lockedSchema.parse(rows)[0].locked;
}

/** Until the end of the transaction nobody is erased; any number of audiences may be frozen. */
export async function holdOffErasures(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext(${NAME}))`;
}
