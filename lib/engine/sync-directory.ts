// Reads the directory of a tenant into recipients and groups: the job DIRECTORY_SYNC.
//
//   people   a round from the start (FULL), or of what changed since the last one (CHANGES), page by page; each page is
//            saved with the place to go on from, so that any interruption costs one page. A place that has expired (410)
//            means to start over.
//   lists    whom a list named before anybody knew them is put on it.
//   groups   their list, always whole: what it no longer names is forgotten. Members are read when somebody needs them
//            (read-groups.ts). Where that is not permitted, what was done with people counts all the same.
import type { Directory, DirectoryFailure } from "@/lib/domain/directory-port";
import { mayPass, problemOf } from "@/lib/domain/directory-words";
import type { JobEnd, JobHandler, JobRun } from "@/lib/domain/job";
import type { Log } from "@/lib/log";
import type { DbPool } from "@/lib/store/db";
import { beginRound, type DirectorySync, endSync, getDirectorySync, savePage } from "@/lib/store/directory-syncs";
import { beginGroupList, endGroupList, saveGroups } from "@/lib/store/entra-groups";
import { matchAllListsAgain } from "@/lib/store/list-matches";

export type SyncParts = {
  db: DbPool;
  directoryOf(tenantId: string): Directory | undefined;
  log: Pick<Log, "info" | "warn" | "error">;
};

type Tenant = { db: DbPool; tenantId: string; directory: Directory; run: JobRun };

/** A place that expires again right after starting over is not started over from for ever. */
const MAX_RESTARTS = 2;

export function createDirectorySync({ db, directoryOf, log }: SyncParts): JobHandler {
  return async (run) => {
    const directory = directoryOf(run.key);
    if (!directory) return { kind: "FAILED", code: "NOT_CONFIGURED", again: false };
    const tenant = { db, tenantId: run.key, directory, run };
    const failure = await readPeople(tenant, log);
    if (failure) {
      // People become known in other ways as well.
      if (failure.code !== "STOPPED") await matchAllListsAgain(db, run.signal);
      return endOf(failure, "PEOPLE");
    }
    const groups = await readGroups(tenant);
    const isRead = typeof groups === "number";
    if (!isRead && groups.code === "STOPPED") return { kind: "STOPPED" };
    await matchAllListsAgain(db, run.signal);
    if (run.signal.aborted) return { kind: "STOPPED" };
    await endSync(db, run.key, isRead ? groups : undefined);
    return isRead ? { kind: "DONE" } : endWithoutGroups(groups);
  };
}

/** People were read. A later try is for what may pass; a consent that nobody wants to give must not fail every sync. */
function endWithoutGroups(failure: DirectoryFailure): JobEnd {
  const end = endOf(failure, "GROUPS");
  return end.kind === "FAILED" && !end.again ? { kind: "DONE", problem: end.code } : end;
}

function endOf({ code }: DirectoryFailure, asked: "PEOPLE" | "GROUPS"): JobEnd {
  if (code === "STOPPED") return { kind: "STOPPED" };
  const problem = problemOf(code, asked);
  return { kind: "FAILED", code: problem, again: mayPass(problem) };
}

/** Undefined at the end of the round. */
async function readPeople(tenant: Tenant, log: SyncParts["log"]): Promise<DirectoryFailure | undefined> {
  const { db, tenantId, directory, run } = tenant;
  let state = await beginOrGoOn(tenant);
  for (let restarts = 0; ; ) {
    await run.report(state.people, state.expected ?? undefined);
    const link = placeOf(state);
    const answer = await directory.readPeople(link, run.signal);
    if (!answer.ok) {
      if (answer.failure.code !== "EXPIRED" || link === null || restarts >= MAX_RESTARTS) return answer.failure;
      restarts += 1;
      log.warn("directory.started_over", { tenantId, code: answer.failure.graphCode });
      state = await beginFull(tenant);
      continue;
    }
    await savePage(db, tenantId, state.round, answer.value);
    state = await stateOf(tenant);
    if (answer.value.next.kind === "ROUND") {
      await run.report(state.people, state.expected ?? undefined);
      log.info("directory.people_read", { tenantId, kind: state.round, count: state.people });
      return undefined;
    }
  }
}

/** Where the next page is; null: from the start. */
function placeOf({ round, cursor, deltaLink }: DirectorySync): string | null {
  return cursor ?? (round === "CHANGES" ? deltaLink : null);
}

async function beginOrGoOn(tenant: Tenant): Promise<DirectorySync> {
  const state = await getDirectorySync(tenant.db, tenant.tenantId);
  if (state?.cursor) return state;
  if (!state?.deltaLink) return beginFull(tenant);
  await beginRound(tenant.db, tenant.tenantId, "CHANGES", null);
  return stateOf(tenant);
}

async function beginFull(tenant: Tenant): Promise<DirectorySync> {
  const { db, tenantId, directory, run } = tenant;
  const count = await directory.countPeople(run.signal);
  // Only the bar on the page would miss it.
  await beginRound(db, tenantId, "FULL", count.ok ? count.value : null);
  return stateOf(tenant);
}

async function stateOf({ db, tenantId }: Tenant): Promise<DirectorySync> {
  const state = await getDirectorySync(db, tenantId);
  if (!state) throw new Error("A round that has begun has a row.");
  return state;
}

/** How many groups there are. */
async function readGroups({ db, tenantId, directory, run }: Tenant): Promise<number | DirectoryFailure> {
  const startedAt = await beginGroupList(db);
  let link: string | null = null;
  do {
    const answer = await directory.readGroups(link, run.signal);
    if (!answer.ok) return answer.failure;
    await saveGroups(db, tenantId, answer.value.items);
    link = answer.value.next;
  } while (link !== null);
  return endGroupList(db, tenantId, startedAt);
}
