// A wish for the app that a broadcast had ends when nobody waits any more; and the other way round, whoever waits without a
// wish would do so until the end of time. Who waits is asked after the wish is locked, in a statement of its own: a row that
// another transaction has only locked is not looked at again by a DELETE that waited for it, nor would that see the deliveries
// written meanwhile.
import { z } from "zod";

import { INSTALL_CODES } from "@/lib/domain/directory";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";
import { releaseAllReachable, releaseWaiting, skipWaiting, WAITS_SQL } from "./waiting-deliveries";

/** More at once hold the rows longer than a broadcast should wait for them. */
const HEAL_SIZE = 10_000;

const IS_WAITED_FOR_SQL = Prisma.sql`EXISTS (SELECT FROM deliveries d WHERE d.recipient_id = i.recipient_id AND ${WAITS_SQL})`;

const lockedSchema = z.array(z.object({ recipient_id: z.string() }));

/**
 * Run it in a transaction. Of these people's wishes, forgets those that only a broadcast had, and none has now. One that
 * somebody else holds at this moment is left: they know, or healLostWaits finds it.
 */
export async function forgetUnwanted(tx: Db, recipientIds: readonly string[]): Promise<void> {
  if (recipientIds.length === 0) return;
  const rows = await tx.$queryRaw`
    SELECT recipient_id FROM app_installs
    WHERE recipient_id = ANY(${[...recipientIds]}::uuid[]) AND status = 'WANTED' AND wanted_by = 'BROADCAST'
    ORDER BY recipient_id FOR UPDATE SKIP LOCKED`;
  const locked = lockedSchema.parse(rows).map((row) => row.recipient_id);
  if (locked.length === 0) return;
  await tx.$executeRaw`DELETE FROM app_installs i WHERE i.recipient_id = ANY(${locked}::uuid[]) AND NOT ${IS_WAITED_FOR_SQL}`;
}

/** Forgets what only an admin wanted and has not begun; what a broadcast waits for too is the broadcast's alone from now on. */
export async function withdrawInstalls(db: Db | DbPool): Promise<number> {
  return inTransaction(db, async (tx) => {
    // There may be too many to name those that were locked; whoever wants or installs waits for a moment.
    await tx.$executeRaw`LOCK TABLE app_installs IN SHARE ROW EXCLUSIVE MODE`;
    await tx.$executeRaw`
      UPDATE app_installs i SET wanted_by = 'BROADCAST'
      WHERE i.status IN ('WANTED', 'INSTALLING') AND i.wanted_by = 'ADMIN' AND ${IS_WAITED_FOR_SQL}`;
    return tx.$executeRaw`DELETE FROM app_installs i WHERE i.status = 'WANTED' AND i.wanted_by = 'ADMIN'`;
  });
}

/** A condition on `deliveries d` that waits: nobody installs the app for them. */
export const IS_LOST_SQL = Prisma.sql`NOT EXISTS (
  SELECT FROM app_installs i WHERE i.recipient_id = d.recipient_id AND i.status IN ('WANTED', 'INSTALLING'))`;

const lostSchema = z.array(z.object({
  recipient_id: z.string(), status: z.enum(["INSTALLED", "FAILED"]).nullable(), code: z.enum(INSTALL_CODES).nullable(),
}));

/**
 * Who waits and has lost the wish is wished for again, or gets what became of the installation, and who can be written to by now
 * gets the message. Wishes that nobody has are forgotten. Returns how many people had lost the wish, and how many could be
 * written to.
 */
export async function healLostWaits(db: Db | DbPool): Promise<{ lost: number; reachable: number }> {
  return inTransaction(db, async (tx) => {
    const reachable = await releaseAllReachable(tx, HEAL_SIZE);
    const rows = lostSchema.parse(await tx.$queryRaw`
      SELECT DISTINCT d.recipient_id, i.status, i.code
      FROM deliveries d LEFT JOIN app_installs i ON i.recipient_id = d.recipient_id
      WHERE ${WAITS_SQL} AND ${IS_LOST_SQL} ORDER BY 1 LIMIT ${HEAL_SIZE}`);
    const of = (test: (row: (typeof rows)[number]) => boolean): string[] => rows.filter(test).map((row) => row.recipient_id);
    await tx.$executeRaw`
      INSERT INTO app_installs (recipient_id, tenant_id, wanted_by)
      SELECT r.id, r.tenant_id, 'BROADCAST' FROM recipients r
      WHERE r.id = ANY(${of(({ status }) => status === null)}::uuid[]) ORDER BY r.id ON CONFLICT DO NOTHING`;
    const installed = of(({ status }) => status === "INSTALLED");
    if (installed.length > 0) await releaseWaiting(tx, installed);
    for (const code of INSTALL_CODES) {
      const failed = of((row) => row.status === "FAILED" && (row.code ?? "OTHER") === code);
      if (failed.length > 0) await skipWaiting(tx, failed, code);
    }
    const unwanted = lockedSchema.parse(await tx.$queryRaw`
      SELECT recipient_id FROM app_installs i
      WHERE i.status = 'WANTED' AND i.wanted_by = 'BROADCAST' AND NOT ${IS_WAITED_FOR_SQL} LIMIT ${HEAL_SIZE}`);
    await forgetUnwanted(tx, unwanted.map((row) => row.recipient_id));
    return { lost: rows.length, reachable };
  });
}
