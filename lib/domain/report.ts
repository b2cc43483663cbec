// The numbers of a broadcast. They always add up: every part is a sum of delivery states, and the parts sum to total.
import type { DeliveryStatus } from "./delivery";

export type Counts = {
  total: number;
  /** Includes claimed. */
  queued: number;
  sending: number;
  retryWait: number;
  sent: number;
  failed: number;
  unconfirmed: number;
  skipped: number;
};

export const COUNT_PARTS = ["sent", "sending", "queued", "retryWait", "unconfirmed", "failed", "skipped"] as const;
export type CountPart = (typeof COUNT_PARTS)[number];

const PART_OF: Record<DeliveryStatus, CountPart> = {
  QUEUED: "queued",
  CLAIMED: "queued",
  SENDING: "sending",
  RETRY_WAIT: "retryWait",
  SENT: "sent",
  FAILED: "failed",
  UNCONFIRMED: "unconfirmed",
  SKIPPED: "skipped",
};

export function countsOf(rows: Iterable<{ status: DeliveryStatus; count: number }>): Counts {
  const parts = { sent: 0, sending: 0, queued: 0, retryWait: 0, unconfirmed: 0, failed: 0, skipped: 0 };
  const counts: Counts = { total: 0, ...parts };
  for (const { status, count } of rows) {
    counts[PART_OF[status]] += count;
    counts.total += count;
  }
  return counts;
}

/** Which delivery statuses a part of the report stands for; the filter of its table. */
export function statusesOf(part: CountPart): DeliveryStatus[] {
  return (Object.keys(PART_OF) as DeliveryStatus[]).filter((status) => PART_OF[status] === part);
}

export type Progress = {
  /** Accepted messages a second over the last ten seconds. */
  sentPerSecond: number;
  /** Seconds until the last one, at that rate; null when nothing is left or nothing moves. */
  etaSeconds: number | null;
  throttledUntil: string | null;
};
