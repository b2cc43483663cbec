// Reads one roster: of a team first its name, its size and its channels, then its members page by page, each in a slot of
// the tenant's bucket and each written with its place in one transaction. Whatever stops it, a pause, a failure or the end
// of this process, leaves a row that says where to go on.
import type { Answer } from "@/lib/domain/outcome";
import type { Clock } from "@/lib/domain/ports";
import { decideRoster } from "@/lib/domain/roster";
import type { Log } from "@/lib/log";
import { saveChannelList, saveChannelRecipients } from "@/lib/store/channels";
import { type DbPool, inTransaction } from "@/lib/store/db";
import { nameGroupChat } from "@/lib/store/group-chats";
import { saveRosterPage } from "@/lib/store/roster-page";
import { type ClaimedRosterRead, claimRosterRead } from "@/lib/store/rosters";
import { failRosterRead, finishRosterRead, moveRosterCursor, putOffRosterRead, saveMemberCount } from "@/lib/store/rosters";
import { pauseSlots, reserveSlots } from "@/lib/store/send-slots";
import { saveTeamFacts } from "@/lib/store/teams";

import type { Connector } from "./connector";
import { readChannels, type Reading, readMembers, readTeam, type RosterPage } from "./roster-calls";

export type RosterParts = {
  db: DbPool;
  connector: Connector;
  clock: Clock;
  random: () => number;
  log: Pick<Log, "info" | "warn" | "error">;
  workerId: string;
  /** What the setting allows the tenant, all calls together. */
  ratePerSecond: number;
  /** Ends the reading after the page that is being read. */
  stopping?: AbortSignal;
};

/** Longer than a page may take: the wait for a slot, the request, and writing it. Renewed with every page. */
const LEASE_MS = 60_000;
/** Sends come before reading: a roster waits this long for a slot, and then lets others try. */
const MAX_SLOT_WAIT_MS = 10_000;
/** Teams calls a chat nobody has named after its first members. */
const NAMES_IN_A_NAME = 3;

/** Reads the roster that has waited longest, as far as it goes. False when none is due. */
export async function readNextRoster(parts: RosterParts): Promise<boolean> {
  const read = await claimRosterRead(parts.db, parts.workerId, LEASE_MS);
  if (!read) return false;
  if (read.cursor === null && read.teamId !== null && !(await readTeamAndChannels(parts, read, read.teamId))) return true;
  for (let cursor = read.cursor; ; ) {
    const page = await ask(parts, { ...read, cursor }, () => readMembers(parts.connector, { ...read, cursor }));
    if (!page || !(await savePage(parts, read, page)) || page.cursor === null) return true;
    cursor = page.cursor;
  }
}

/** False when the reading has stopped. */
async function readTeamAndChannels(parts: RosterParts, read: ClaimedRosterRead, teamId: string): Promise<boolean> {
  const of = { serviceUrl: read.serviceUrl, teamsId: read.conversationId };
  const facts = await ask(parts, read, () => readTeam(parts.connector, of));
  const channels = facts && (await ask(parts, read, () => readChannels(parts.connector, of)));
  if (!channels) return false;
  await inTransaction(parts.db, async (tx) => {
    await saveTeamFacts(tx, teamId, facts);
    await saveChannelList(tx, teamId, channels);
    await saveChannelRecipients(tx, teamId);
    if (facts.memberCount !== undefined) await saveMemberCount(tx, read, facts.memberCount);
  });
  return true;
}

/** False when the reading is somebody else's by now, or the app was removed from the team. */
async function savePage({ db, log }: RosterParts, read: ClaimedRosterRead, { members, cursor }: RosterPage): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if (!(await moveRosterCursor(tx, read, { cursor, members: members.length, leaseMs: LEASE_MS }))) return false;
    await saveRosterPage(tx, read, members);
    if (read.chatId) await nameGroupChat(tx, read.chatId, nameOf(members));
    if (cursor === null) {
      await finishRosterRead(tx, read);
      log.info("roster.read", { tenantId: read.tenantId });
    }
    return true;
  });
}

function nameOf(members: RosterPage["members"]): string {
  const names = members.flatMap(({ name }) => name ?? []);
  const more = members.length - NAMES_IN_A_NAME;
  return names.slice(0, NAMES_IN_A_NAME).join(", ") + (more > 0 ? ` +${more}` : "");
}

/** The value of one call, in a slot of its own; undefined when the reading stops here, with its row saying why. */
async function ask<T>(parts: RosterParts, read: ClaimedRosterRead, call: () => Promise<Reading<T>>): Promise<T | undefined> {
  const { db, clock, ratePerSecond, stopping } = parts;
  // A breaker that is open is about messages, and its trial is one: reading goes on, in the same bucket.
  const wanted = { count: 1, ratePerSecond, maxWaitMs: MAX_SLOT_WAIT_MS, ignoreBreaker: true };
  const slot = await reserveSlots(db, read.tenantId, wanted);
  if ("pausedForMs" in slot) {
    await putOffRosterRead(db, read, { delayMs: slot.pausedForMs, counted: false });
    return undefined;
  }
  await clock.sleep(slot.firstInMs, stopping);
  if (stopping?.aborted) {
    await putOffRosterRead(db, read, { delayMs: 0, counted: false });
    return undefined;
  }
  const { answer, value } = await call();
  if (value !== undefined) return value;
  await stop(parts, read, answer);
  return undefined;
}

async function stop({ db, log, random, ratePerSecond }: RosterParts, read: ClaimedRosterRead, answer: Answer): Promise<void> {
  const { tenantId, attempts, cursor } = read;
  const decision = decideRoster(answer, { attempts, resumed: cursor !== null }, random());
  log.warn("roster.stopped", { tenantId, outcome: answer.outcome.kind, status: answer.httpStatus, cause: decision.next });
  switch (decision.next) {
    case "AGAIN":
      if (!decision.counted) await pauseSlots(db, tenantId, decision.delayMs, ratePerSecond);
      return putOffRosterRead(db, read, decision);
    case "START_OVER":
      return putOffRosterRead(db, read, { delayMs: 0, counted: true, startOver: true });
    case "FAIL":
      return failRosterRead(db, read, decision.error);
  }
}
