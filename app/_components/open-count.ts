// How many deliveries still have something to come, and how many have ended: the two add up to the total.
import type { Counts } from "@/lib/domain/report";

export function openCount({ queued, sending, retryWait }: Counts): number {
  return queued + sending + retryWait;
}

export function endedCount(counts: Counts): number {
  return counts.total - openCount(counts);
}
