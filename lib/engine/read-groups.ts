// Reads the members of one group that somebody wants read, page by page; see lib/store/group-members.ts for how a reading
// survives its reader.
import type { Directory } from "@/lib/domain/directory-port";
import { GROUP_PROBLEM_WORDS } from "@/lib/domain/directory-words";
import { decideGroupReading, type GroupReadingFailure } from "@/lib/domain/group-reading";
import { type ClaimedGroup, claimGroup, failGroup, putOffGroup, saveMembers } from "@/lib/store/group-members";

import type { SyncParts } from "./sync-directory";

/** A broadcast is being frozen with the group: a million people take less than a minute. */
const HELD_MS = 5_000;

/** False when no group is wanted, or all of them rest. */
export async function readOneGroup(parts: SyncParts, signal: AbortSignal): Promise<boolean> {
  const claimed = await claimGroup(parts.db);
  if (!claimed) return false;
  const directory = parts.directoryOf(claimed.tenantId);
  if (!directory) {
    await failGroup(parts.db, claimed, GROUP_PROBLEM_WORDS.NOT_CONFIGURED);
    return true;
  }
  let group: ClaimedGroup | undefined = claimed;
  while (group) group = await readPage(parts, directory, group, signal);
  return true;
}

/** The group as it is held now; undefined when the reading ends here, with its row saying why. */
async function readPage(
  parts: SyncParts, directory: Directory, group: ClaimedGroup, signal: AbortSignal,
): Promise<ClaimedGroup | undefined> {
  try {
    const answer = await directory.readMembers(group.objectId, group.cursor, signal);
    if (!answer.ok) {
      await stop(parts, group, answer.failure);
      return undefined;
    }
    const { items, next } = answer.value;
    const saved = await saveMembers(parts.db, group, items, next);
    if (saved !== "HELD") return saved && { ...group, cursor: next, lease: saved };
    await putOffGroup(parts.db, group, { from: "CURSOR", delayMs: HELD_MS, counted: false });
    return undefined;
  } catch (error) {
    // A page that breaks us would do so for ever, and broadcasts wait for the group.
    parts.log.error("directory.group_broken", { tenantId: group.tenantId, error });
    await stop(parts, group, { code: "ERROR" });
    return undefined;
  }
}

async function stop({ db, log }: SyncParts, group: ClaimedGroup, failure: GroupReadingFailure): Promise<void> {
  const decision = decideGroupReading(failure, { attempts: group.attempts, resumed: group.cursor !== null });
  switch (decision.next) {
    case "AGAIN":
      if (decision.counted) log.warn("directory.group_put_off", { tenantId: group.tenantId, code: failure.code });
      return putOffGroup(db, group, decision);
    case "FAIL":
      await failGroup(db, group, GROUP_PROBLEM_WORDS[decision.problem]);
      log.warn("directory.group_failed", { tenantId: group.tenantId, code: decision.problem });
  }
}
