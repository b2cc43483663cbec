// Installs the app for people who are wanted to have it (app_installs), a batch of twenty at a time:
//
//   find the app in the catalog · claim twenty · install · find the chats · settle each, with the deliveries that wait
//
// A refusal that would meet everybody (no consent, not in the catalog, no credentials) stops the stage of the tenant with
// its reason: the rows stay WANTED and the stage is tried once a minute, or as soon as an admin has the reason cleared.
// Graph's 429 lets those people rest, and the tenant for all workers, and is no attempt. Whoever is settled first, by us or by
// the bot's own event, wins.
import type { InstallCode } from "@/lib/domain/directory";
import {
  type Directory, type DirectoryAnswer, type DirectoryFailure, type FoundChats, type InstallOutcomes, MAX_INSTALL_BATCH,
} from "@/lib/domain/directory-port";
import { type DirectoryProblem, mayPass, problemOf } from "@/lib/domain/directory-words";
import type { Clock } from "@/lib/domain/ports";
import {
  type ClaimedInstall, claimInstalls, listReached, listTenantsWithInstalls, releaseInstalls, saveInstalled, settleNotInstalled,
} from "@/lib/store/app-installs";
import { getDirectorySync, saveInstallStop } from "@/lib/store/directory-syncs";
import { restInstalls, takeInstallTurn } from "@/lib/store/install-turns";
import { settleArrived } from "@/lib/store/waiting-deliveries";

import type { SyncParts } from "./sync-directory";

export type InstallParts = SyncParts & {
  clock: Clock;
  /** Where the bot is met by people it has not met yet. */
  bot: { id: string; serviceUrl: string };
};

/** Twenty people a second: Graph's limit is higher; a batch is followed by two that look for chats. */
const TURN_MS = 1_000;
/** Another process has the turn. */
const NO_TURN_REST_MS = 250;
const STOPPED_REST_MS = 60_000;
const UNREACHABLE_REST_MS = 10_000;
const REST_MS = 5_000;
/** A chat appears a moment after the installation. */
const CHAT_REST_MS = 2_000;
const CHAT_TRIES = 3;
const MAX_TRIES = 5;

type Rest = { until: number; stopped: boolean };

export function createInstaller(parts: InstallParts): (signal: AbortSignal) => Promise<boolean> {
  const rests = new Map<string, Rest>();
  /** False when there was nothing to do, or all tenants rest. */
  return async (signal) => {
    let busy = false;
    for (const tenantId of await listTenantsWithInstalls(parts.db)) {
      if (signal.aborted) return false;
      const stop = (await getDirectorySync(parts.db, tenantId))?.installStop ?? null;
      const rest = rests.get(tenantId);
      // A reason that somebody has cleared is not waited for.
      if (rest && parts.clock.now() < rest.until && !(rest.stopped && stop === null)) continue;
      const { restMs, stopped } = await installSome(parts, tenantId, stop, signal);
      rests.set(tenantId, { until: parts.clock.now() + restMs, stopped });
      busy ||= restMs === 0;
    }
    return busy;
  };
}

type Next = { restMs: number; stopped: boolean };
const GO_ON: Next = { restMs: 0, stopped: false };

/** One batch. Says how long the tenant rests before the next one. */
async function installSome(parts: InstallParts, tenantId: string, stop: string | null, signal: AbortSignal): Promise<Next> {
  const directory = parts.directoryOf(tenantId);
  if (!directory) return stopStage(parts, tenantId, "NOT_CONFIGURED");
  const app = await directory.findApp(signal);
  if (!app.ok) {
    if (app.failure.code === "STOPPED") return GO_ON;
    const problem = problemOf(app.failure.code, "CATALOG");
    return mayPass(problem) ? restTenant(parts, tenantId, app.failure) : stopStage(parts, tenantId, problem);
  }
  if (app.value === null) return stopStage(parts, tenantId, "NOT_IN_CATALOG");

  if (!(await takeInstallTurn(parts.db, tenantId, TURN_MS))) return { restMs: NO_TURN_REST_MS, stopped: false };
  const claimed = await claimInstalls(parts.db, tenantId, MAX_INSTALL_BATCH);
  // Another process has just taken them.
  if (claimed.length === 0) return { restMs: REST_MS, stopped: false };
  const answer = await directory.install(app.value, claimed.map(({ objectId }) => objectId), signal);
  if (!answer.ok) {
    await releaseInstalls(parts.db, claimed, { restMs: 0, counts: false });
    if (answer.failure.code === "STOPPED") return GO_ON;
    const problem = problemOf(answer.failure.code, "INSTALL");
    return mayPass(problem) ? restTenant(parts, tenantId, answer.failure) : stopStage(parts, tenantId, problem);
  }
  const next = await settleBatch({ parts, tenantId, directory, appId: app.value, signal }, claimed, answer.value);
  if (!next.stopped && stop !== null) await saveInstallStop(parts.db, tenantId, null);
  return next;
}

/** Graph asks for it, or is out of reach: whichever worker it told, all of them wait. */
async function restTenant({ db }: InstallParts, tenantId: string, { retryAfterMs }: DirectoryFailure): Promise<Next> {
  const restMs = retryAfterMs ?? UNREACHABLE_REST_MS;
  await restInstalls(db, tenantId, restMs);
  return { restMs, stopped: false };
}

async function stopStage({ db, log }: InstallParts, tenantId: string, problem: DirectoryProblem): Promise<Next> {
  await saveInstallStop(db, tenantId, problem);
  log.warn("installs.stopped", { tenantId, code: problem });
  return { restMs: STOPPED_REST_MS, stopped: true };
}

type Batch = { parts: InstallParts; tenantId: string; directory: Directory; appId: string; signal: AbortSignal };

async function settleBatch(batch: Batch, claimed: ClaimedInstall[], outcomes: InstallOutcomes): Promise<Next> {
  const { parts: { db }, tenantId } = batch;
  const of = (test: (outcome: ReturnType<InstallOutcomes["get"]>) => boolean): ClaimedInstall[] =>
    claimed.filter(({ objectId }) => test(outcomes.get(objectId)));
  const failedWith = (code: InstallCode): ClaimedInstall[] => of((one) => one?.kind === "FAILED" && one.code === code);

  const chatRestMs = await settleChats(batch, of((one) => one?.kind === "INSTALLED"));
  for (const code of ["POLICY", "LICENSE", "UNKNOWN_USER", "OTHER"] as const) {
    await settleNotInstalled(db, failedWith(code), code);
  }
  await tryAgain(batch, of((one) => one === undefined || one.kind === "AGAIN"), REST_MS);
  const resting = of((one) => one?.kind === "REST");
  const waits = [...outcomes.values()].flatMap((one) => (one.kind === "REST" ? [one.retryAfterMs ?? REST_MS] : []));
  const restMs = Math.max(chatRestMs, ...waits);
  await releaseInstalls(db, resting, { restMs, counts: false });
  if (restMs > 0) await restInstalls(db, tenantId, restMs);

  const unconsented = failedWith("CONSENT");
  const uncatalogued = failedWith("NOT_IN_CATALOG");
  await releaseInstalls(db, [...unconsented, ...uncatalogued], { restMs: 0, counts: false });
  if (unconsented.length > 0) return stopStage(batch.parts, tenantId, "CONSENT_INSTALL");
  if (uncatalogued.length > 0) return stopStage(batch.parts, tenantId, "NOT_IN_CATALOG");
  return { restMs, stopped: false };
}

/**
 * The app is there. The bot may have heard of it already; for the others their chat is asked for. Returns for how many
 * milliseconds Graph is to be left alone.
 */
async function settleChats({ parts, tenantId, directory, appId, signal }: Batch, installed: ClaimedInstall[]): Promise<number> {
  if (installed.length === 0) return 0;
  const { db, bot } = parts;
  const reached = new Set(await listReached(db, idsOf(installed)));
  const unknown = installed.filter(({ recipientId }) => !reached.has(recipientId));
  const objectIds = unknown.map(({ objectId }) => objectId);
  const found = objectIds.length > 0 ? await directory.findChats(appId, objectIds, signal) : undefined;
  const restMs = chatRestOf(found);
  const isAnswered = found?.ok === true && restMs === 0;
  const chatOf = ({ objectId }: ClaimedInstall): string | undefined => (found?.ok ? found.value.chats.get(objectId) : undefined);
  // Without a chat after several tries, the first send creates it: the app is there.
  const isReady = (one: ClaimedInstall): boolean =>
    chatOf(one) !== undefined || (isAnswered && one.attempts >= CHAT_TRIES);
  const ready = unknown.filter(isReady).map((one) => ({ recipientId: one.recipientId, conversationId: chatOf(one) ?? null }));
  await saveInstalled(db, tenantId, bot, ready);
  await settleArrived(db, [...reached]);
  const waiting = unknown.filter((one) => !isReady(one));
  await releaseInstalls(db, waiting, { restMs: Math.max(restMs, CHAT_REST_MS), counts: isAnswered });
  return restMs;
}

function chatRestOf(answer: DirectoryAnswer<FoundChats> | undefined): number {
  if (answer?.ok) return answer.value.rest ? (answer.value.rest.retryAfterMs ?? REST_MS) : 0;
  return answer?.failure.code === "THROTTLED" ? (answer.failure.retryAfterMs ?? REST_MS) : 0;
}

async function tryAgain({ parts: { db } }: Batch, people: ClaimedInstall[], restMs: number): Promise<void> {
  const isSpent = ({ attempts }: ClaimedInstall): boolean => attempts >= MAX_TRIES;
  await settleNotInstalled(db, people.filter(isSpent), "OTHER");
  await releaseInstalls(db, people.filter((one) => !isSpent(one)), { restMs, counts: true });
}

function idsOf(people: readonly ClaimedInstall[]): string[] {
  return people.map(({ recipientId }) => recipientId);
}
