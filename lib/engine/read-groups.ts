// Reads the members of one group that somebody wants read, page by page; see lib/store/group-members.ts for how a reading
// survives its reader.
import { GROUP_PROBLEM_WORDS, problemOf } from "@/lib/domain/directory-words";
import { claimGroup, failGroup, releaseGroup, saveMembers } from "@/lib/store/group-members";

import type { SyncParts } from "./sync-directory";

/** False when no group is wanted. */
export async function readOneGroup({ db, directoryOf, log }: SyncParts, signal: AbortSignal): Promise<boolean> {
  let group = await claimGroup(db);
  if (!group) return false;
  const directory = directoryOf(group.tenantId);
  if (!directory) {
    await failGroup(db, group, GROUP_PROBLEM_WORDS.NOT_CONFIGURED);
    return true;
  }
  for (;;) {
    const answer = await directory.readMembers(group.objectId, group.cursor, signal);
    if (!answer.ok) {
      const { code } = answer.failure;
      // An expired link is not the group's fault: from the start, where it cannot expire.
      if (code === "STOPPED") await releaseGroup(db, group, "CURSOR");
      else if (code === "EXPIRED" && group.cursor !== null) await releaseGroup(db, group, "START");
      else {
        const problem = problemOf(code, "GROUPS");
        await failGroup(db, group, GROUP_PROBLEM_WORDS[problem]);
        log.warn("directory.group_failed", { tenantId: group.tenantId, code: problem });
      }
      return true;
    }
    const { items, next } = answer.value;
    const lease = await saveMembers(db, group, items, next);
    if (!lease) return true;
    group = { ...group, cursor: next, lease };
  }
}
