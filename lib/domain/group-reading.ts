// What follows from a page of a group's members that could not be read. Whatever passes by itself is waited for, longer each
// time; a broadcast to the group waits with it.
import type { GroupReading } from "./directory";
import type { DirectoryFailure } from "./directory-port";
import { type DirectoryProblem, mayPass, problemOf } from "./directory-words";

/** Failures of one reading, all its pages together. With the rests between them it survives eight bad minutes. */
export const MAX_GROUP_ATTEMPTS = 12;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;

/** A reading that waits for the directory to come back, and goes on by itself: as try `attempt` of `of`. */
export type GroupRest = { until: string; attempt: number; of: number };

/** What is known of a reading: `rest` while it waits. */
export function restOf(
  { reading, attempts, dueAt }: { reading: GroupReading; attempts: number; dueAt: Date }, now: Date,
): GroupRest | null {
  if (reading !== "WANTED" || attempts === 0 || dueAt <= now) return null;
  return { until: dueAt.toISOString(), attempt: attempts + 1, of: MAX_GROUP_ATTEMPTS };
}

/** `from` START: the link to go on from has expired; from the start it cannot. `counted`: as a failure. */
export type GroupReadingDecision =
  | { next: "AGAIN"; from: "CURSOR" | "START"; delayMs: number; counted: boolean }
  | { next: "FAIL"; problem: DirectoryProblem };

/** ERROR: one of ours. */
export type GroupReadingFailure = Pick<DirectoryFailure, "retryAfterMs"> & { code: DirectoryFailure["code"] | "ERROR" };

/** `attempts`: those that failed before this one. */
export function decideGroupReading(
  failure: GroupReadingFailure,
  { attempts, resumed }: { attempts: number; resumed: boolean },
): GroupReadingDecision {
  const { code, retryAfterMs } = failure;
  if (code === "STOPPED") return { next: "AGAIN", from: "CURSOR", delayMs: 0, counted: false };
  const isLast = attempts + 1 >= MAX_GROUP_ATTEMPTS;
  if (code === "EXPIRED" && resumed && !isLast) return { next: "AGAIN", from: "START", delayMs: 0, counted: true };
  const problem = code === "ERROR" ? "ERROR" : problemOf(code, "GROUPS");
  if (isLast || code === "EXPIRED" || !mayPass(problem)) return { next: "FAIL", problem };
  const delayMs = retryAfterMs ?? Math.min(FIRST_REST_MS * 2 ** attempts, LONGEST_REST_MS);
  return { next: "AGAIN", from: "CURSOR", delayMs, counted: true };
}
