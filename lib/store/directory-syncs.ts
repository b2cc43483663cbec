// How far the directory of a tenant has been read. The cursor moves in the transaction that saves its page, so a process
// may die anywhere: the next one goes on behind the last page saved.
import { z } from "zod";

import { SYNC_ROUNDS, type SyncRound } from "@/lib/domain/directory";
import type { PeoplePage } from "@/lib/domain/directory-port";

import { type Db, type DbPool, inTransaction } from "./db";
import { saveDeparted, savePeople, saveUnmet } from "./directory-people";
import { getJob, requestJob } from "./jobs";

export type DirectorySync = {
  round: SyncRound;
  cursor: string | null;
  deltaLink: string | null;
  roundStartedAt: Date | null;
  pages: number;
  people: number;
  departed: number;
  expected: number | null;
  groups: number | null;
  groupsReadAt: Date | null;
  installStop: string | null;
  installStopAt: Date | null;
};

const columns = {
  round: true, cursor: true, deltaLink: true, roundStartedAt: true, pages: true, people: true, departed: true,
  expected: true, groups: true, groupsReadAt: true, installStop: true, installStopAt: true,
} as const;

const roundSchema = z.enum(SYNC_ROUNDS);
/** Bulk writes mislead the planner until the statistics are renewed. */
const ANALYZE_FROM = 5_000;

export async function getDirectorySync(db: Db, tenantId: string): Promise<DirectorySync | undefined> {
  const row = await db.directorySync.findUnique({ where: { tenantId }, select: columns });
  return row ? { ...row, round: roundSchema.parse(row.round) } : undefined;
}

/** A round begins: `FULL` forgets where an earlier one was. */
export async function beginRound(db: Db, tenantId: string, round: SyncRound, expected: number | null): Promise<void> {
  const data = { round, cursor: null, pages: 0, people: 0, departed: 0, expected };
  const forgotten = round === "FULL" ? { deltaLink: null } : {};
  await db.directorySync.upsert({
    where: { tenantId },
    create: { tenantId, ...data },
    update: { ...data, ...forgotten },
    select: { tenantId: true },
  });
  // The database's clock: compared with synced_at at the end of the round.
  await db.$executeRaw`UPDATE directory_syncs SET round_started_at = now() WHERE tenant_id = ${tenantId}`;
}

/** Saves a page and where to go on, or ends the round with it. */
export async function savePage(db: DbPool, tenantId: string, round: SyncRound, page: PeoplePage): Promise<void> {
  await inTransaction(db, async (tx) => {
    await savePeople(tx, tenantId, round, page.people);
    const departed = await saveDeparted(tx, tenantId, page.departed);
    const { kind, link } = page.next;
    const moved = kind === "PAGE" ? { cursor: link } : { cursor: null, deltaLink: link };
    const { roundStartedAt } = await tx.directorySync.update({
      where: { tenantId },
      data: { ...moved, pages: { increment: 1 }, people: { increment: page.people.length }, departed: { increment: departed } },
      select: { roundStartedAt: true },
    });
    if (kind !== "ROUND" || round !== "FULL" || roundStartedAt === null) return;
    const unmet = await saveUnmet(tx, tenantId, roundStartedAt);
    await tx.directorySync.update({ where: { tenantId }, data: { departed: { increment: unmet } }, select: { tenantId: true } });
  });
}

/** `groups` is how many there are; undefined when they could not be read: what was known of them stays. */
export async function endSync(db: DbPool, tenantId: string, groups: number | undefined): Promise<void> {
  const { people } = await db.directorySync.update({
    where: { tenantId },
    data: groups === undefined ? {} : { groups, groupsReadAt: new Date() },
    select: { people: true },
  });
  if (people >= ANALYZE_FROM) await db.$executeRaw`ANALYZE recipients`;
}

/** Nobody's installation would work, for this reason; null when it does again. */
export async function saveInstallStop(db: Db, tenantId: string, reason: string | null): Promise<void> {
  await db.$executeRaw`
    INSERT INTO directory_syncs AS s (tenant_id, install_stop, install_stop_at)
    VALUES (${tenantId}, ${reason}, CASE WHEN ${reason}::text IS NULL THEN NULL ELSE now() END)
    ON CONFLICT (tenant_id) DO UPDATE SET install_stop = excluded.install_stop,
      install_stop_at = CASE WHEN s.install_stop = excluded.install_stop THEN s.install_stop_at ELSE excluded.install_stop_at END`;
}

/** At a start: asks for a tenant's first sync, or for the rest of one that was interrupted. */
export async function requestDueSync(db: Db, tenantId: string): Promise<void> {
  const job = { kind: "DIRECTORY_SYNC", key: tenantId } as const;
  const [last, state] = await Promise.all([getJob(db, job), getDirectorySync(db, tenantId)]);
  if (!last?.succeededAt || state?.cursor) await requestJob(db, job);
}
