// How many deliveries still have something to come, and how many have ended: the two add up to the total.
import type { Counts } from "@/lib/domain/report";
import type { BroadcastView } from "@/lib/domain/views";

export function openCount({ queued, sending, retryWait }: Counts): number {
  return queued + sending + retryWait;
}

export function endedCount(counts: Counts): number {
  return counts.total - openCount(counts);
}

/** How many people are still to get it. Before the audience is frozen, the estimate is the best number there is. */
export function leftCount({ counts, estimate }: Pick<BroadcastView, "counts" | "estimate">): number {
  return counts.total > 0 ? openCount(counts) : (estimate?.net ?? 0);
}
