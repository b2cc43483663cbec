// How a search for groups at Microsoft Entra stands, for those who wait for it.
import { groupSearchKey, type GroupSearchState, mergeSearches } from "@/lib/domain/group-search";
import type { Db } from "@/lib/store/db";
import { getJob } from "@/lib/store/jobs";

import { directoryTenants } from "./directory-rules";

export async function getGroupSearch(db: Db, words: string): Promise<GroupSearchState> {
  const states: GroupSearchState[] = [];
  for (const tenantId of directoryTenants()) {
    const job = await getJob(db, { kind: "GROUP_SEARCH", key: groupSearchKey({ tenantId, words }) });
    states.push({ status: job?.status ?? "NEVER", problem: job?.status === "FAILED" ? job.error : null });
  }
  return mergeSearches(states);
}
