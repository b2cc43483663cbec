// How the directory and the installations stand, for the console and the API: one read of the sync's row, its job, the
// accounts and the installations.
import { z } from "zod";

import { ACCOUNTS, INSTALL_CODES, INSTALL_STATUSES, type InstallCode } from "@/lib/domain/directory";
import type { DirectoryState, InstallsState, SyncState } from "@/lib/domain/directory-views";

import type { Db } from "./db";
import { type DirectorySync, getDirectorySync } from "./directory-syncs";
import { getJob, type JobRow } from "./jobs";

/** `tenants`: whose directories Herald may ask, none where it has no access. */
export async function getDirectoryState(db: Db, tenants: readonly string[]): Promise<DirectoryState> {
  const syncs = await Promise.all(tenants.map((tenantId) => getSyncState(db, tenantId)));
  const installs = await getInstallsState(db, tenants);
  return { configured: tenants.length > 0, syncs, accounts: await countAccounts(db), installs };
}

async function getSyncState(db: Db, tenantId: string): Promise<SyncState> {
  const [job, sync] = await Promise.all([getJob(db, { kind: "DIRECTORY_SYNC", key: tenantId }), getDirectorySync(db, tenantId)]);
  return {
    tenantId,
    status: job?.status ?? "NEVER",
    problem: job?.error ?? null,
    round: sync?.round ?? "FULL",
    people: sync?.people ?? 0,
    expected: sync?.expected ?? null,
    pages: sync?.pages ?? 0,
    departed: sync?.departed ?? 0,
    groups: sync?.groups ?? null,
    perSecond: job && sync ? paceOf(job, sync) : null,
    startedAt: timeOf(job?.startedAt),
    finishedAt: timeOf(job?.finishedAt),
    succeededAt: timeOf(job?.succeededAt),
  };
}

/** People a second over the whole round; a round that was interrupted is no measure. */
function paceOf({ status, startedAt }: JobRow, { roundStartedAt, people }: DirectorySync): number | null {
  if (status !== "RUNNING" || !startedAt || !roundStartedAt || roundStartedAt < startedAt) return null;
  return people / Math.max((Date.now() - roundStartedAt.getTime()) / 1000, 0.001);
}

const accountsSchema = z.array(z.object({ account: z.enum(ACCOUNTS), guest: z.boolean(), count: z.number() }));

/** Of those the directory knows, or knew. */
async function countAccounts(db: Db): Promise<DirectoryState["accounts"]> {
  const rows = accountsSchema.parse(
    await db.$queryRaw`
      SELECT account, user_type = 'GUEST' AS guest, count(*)::int AS count FROM recipients
      WHERE synced_at IS NOT NULL GROUP BY 1, 2`,
  );
  const of = (test: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(test).reduce((sum, { count }) => sum + count, 0);
  return {
    enabled: of(({ account, guest }) => !guest && (account === "ENABLED" || account === "UNKNOWN")),
    guests: of(({ account, guest }) => guest && account !== "DELETED"),
    disabled: of(({ account, guest }) => !guest && account === "DISABLED"),
    unlicensed: of(({ account, guest }) => !guest && account === "UNLICENSED"),
    departed: of(({ account }) => account === "DELETED"),
  };
}

const installsSchema = z.array(
  z.object({ status: z.enum(INSTALL_STATUSES), code: z.enum(INSTALL_CODES).nullable(), count: z.number() }),
);

async function getInstallsState(db: Db, tenants: readonly string[]): Promise<InstallsState> {
  const rows = installsSchema.parse(
    await db.$queryRaw`SELECT status, code, count(*)::int AS count FROM app_installs GROUP BY 1, 2 ORDER BY 3 DESC, 2`,
  );
  const of = (...statuses: string[]): number =>
    rows.filter(({ status }) => statuses.includes(status)).reduce((sum, { count }) => sum + count, 0);
  const failures = rows.flatMap(({ code, count }): { code: InstallCode; count: number }[] => (code ? [{ code, count }] : []));
  const stopped = await db.directorySync.findFirst({
    where: { tenantId: { in: [...tenants] }, installStop: { not: null } },
    select: { installStop: true, installStopAt: true },
  });
  const waiting = of("WANTED", "INSTALLING");
  return {
    waiting,
    installed: of("INSTALLED"),
    failed: of("FAILED"),
    failures,
    stop: stopped?.installStop && stopped.installStopAt && waiting > 0
      ? { problem: stopped.installStop, since: stopped.installStopAt.toISOString() } : null,
  };
}

function timeOf(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null;
}
