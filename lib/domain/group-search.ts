// A search for groups at Microsoft Entra itself, for those that the last look at the directory did not find. Its words are
// the key of a job beside the tenant, so that the same question is asked once, whoever asks it.
import { z } from "zod";

import type { JobStatus } from "./job";
import { isStorable } from "./storable-text";

export const MIN_SEARCH_LETTERS = 2;
const MAX_SEARCH_LETTERS = 100;

export const groupSearchSchema = z.strictObject({
  q: z.string().trim().min(MIN_SEARCH_LETTERS, `At least ${MIN_SEARCH_LETTERS} characters.`)
    .max(MAX_SEARCH_LETTERS, `At most ${MAX_SEARCH_LETTERS} characters.`)
    .refine(isStorable, "Some characters cannot be stored."),
});

/** How a search stands; `problem`: a DirectoryProblem. */
export type GroupSearchState = { status: JobStatus | "NEVER"; problem: string | null };

type Search = { tenantId: string; words: string };

export function groupSearchKey({ tenantId, words }: Search): string {
  return `${tenantId} ${wordsOf(words).join(" ").toLowerCase()}`;
}

export function readGroupSearchKey(key: string): Search {
  const [tenantId = "", ...words] = key.split(" ");
  return { tenantId, words: words.join(" ") };
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Of several tenants: under way while one is, and failed when one has. */
export function mergeSearches(states: readonly GroupSearchState[]): GroupSearchState {
  const isUnderWay = ({ status }: GroupSearchState): boolean => status !== "DONE" && status !== "FAILED" && status !== "NEVER";
  const told = states.find(isUnderWay) ?? states.find(({ status }) => status === "FAILED") ?? states[0];
  return told ?? { status: "NEVER", problem: null };
}
