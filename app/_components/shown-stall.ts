// Which stall is worth a bar on the page. The first seconds of sending look like a standstill to whoever counts
// answers, and a bar that flashes by would only frighten.
import type { BroadcastDetail, Stall } from "@/lib/domain/views";

/** The rate is an average of ten seconds; before they are over it says nothing about waiting. */
const SETTLING_MS = 10_000;

type Seen = Pick<BroadcastDetail, "status" | "stalled" | "sendingAt" | "updatedAt">;

/** Null, too, for what is paused: that has a bar of its own. */
export function findShownStall({ status, stalled, sendingAt, updatedAt }: Seen, now: Date): Stall | null {
  if (stalled === null || status === "PAUSED") return null;
  if (stalled.cause !== "TURN" && stalled.cause !== "RETRIES") return stalled;
  const movedAt = Math.max(Date.parse(sendingAt ?? updatedAt), Date.parse(updatedAt));
  return now.getTime() - movedAt < SETTLING_MS ? null : stalled;
}
