// Searches groups at Microsoft Entra: the job GROUP_SEARCH. What it finds is kept as a look at the directory keeps it, and the
// next look takes it over; whoever waits finds it in the list then.
import { mayPass, problemOf } from "@/lib/domain/directory-words";
import { readGroupSearchKey } from "@/lib/domain/group-search";
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import { saveGroups } from "@/lib/store/entra-groups";

import type { SyncParts } from "./sync-directory";

export function createGroupSearch({ db, directoryOf }: SyncParts): JobHandler {
  return async ({ key, signal }): Promise<JobEnd> => {
    const { tenantId, words } = readGroupSearchKey(key);
    const directory = directoryOf(tenantId);
    if (!directory) return { kind: "FAILED", code: "NOT_CONFIGURED", again: false };
    const answer = await directory.searchGroups(words, signal);
    if (answer.ok) {
      await saveGroups(db, tenantId, answer.value);
      return { kind: "DONE" };
    }
    if (answer.failure.code === "STOPPED") return { kind: "STOPPED" };
    const problem = problemOf(answer.failure.code, "GROUPS");
    return { kind: "FAILED", code: problem, again: mayPass(problem) };
  };
}
