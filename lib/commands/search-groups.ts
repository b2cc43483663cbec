// Asks for groups to be searched at Microsoft Entra itself. What is found is kept as if a look at the directory had brought it.
import { groupSearchKey, groupSearchSchema } from "@/lib/domain/group-search";
import { forgetOldJobs, getJob, requestJob } from "@/lib/store/jobs";

import { defineCommand, WRITERS } from "./command";
import { directoryTenantsOrThrow } from "./directory-rules";
import { getGroupSearch } from "./group-search-rules";

/** An answer of just now is good enough: Graph's own index is no fresher. */
const FRESH_MS = 10_000;
const KEPT_MS = 60 * 60_000;

export const searchGroups = defineCommand({
  name: "search-groups",
  allowed: WRITERS,
  input: groupSearchSchema,
  handle: async (tx, _actor, { q }) => {
    const tenants = directoryTenantsOrThrow();
    await forgetOldJobs(tx, "GROUP_SEARCH", new Date(Date.now() - KEPT_MS));
    for (const tenantId of tenants) {
      const job = { kind: "GROUP_SEARCH", key: groupSearchKey({ tenantId, words: q }) } as const;
      const last = await getJob(tx, job);
      const isFresh = last?.status === "DONE" && last.finishedAt !== null && Date.now() - last.finishedAt.getTime() < FRESH_MS;
      if (!isFresh && last?.status !== "RUNNING") await requestJob(tx, job);
    }
    return getGroupSearch(tx, q);
  },
  // Looking changes nothing anybody would have to answer for.
  audit: () => null,
});
