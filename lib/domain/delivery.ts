// The life of a Delivery: one Broadcast × one Recipient. Every recipient of the frozen audience ends in exactly one
// state; the tables below are the specification of the engine, of the check constraints and of the simulation.
export const DELIVERY_STATUSES = [
  "QUEUED",
  "CLAIMED",
  "SENDING",
  "RETRY_WAIT",
  "SENT",
  "FAILED",
  "UNCONFIRMED",
  "SKIPPED",
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const SKIP_REASONS = [
  "OPTED_OUT",
  "NOT_INSTALLED",
  "BLOCKED",
  "REMOVED",
  "GUEST",
  "DISABLED",
  "CANCELED",
  "EXPIRED",
  "CAPPED",
  "ERASED",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * Where a delivery may go. Creating the 1:1 conversation is repeatable and happens while CLAIMED, so its refusal leads
 * from CLAIMED straight to RETRY_WAIT or FAILED; a message is posted only in SENDING. One that may have arrived and waits
 * to be sent once more (possible duplicate) becomes UNCONFIRMED, not SKIPPED, when it is held back.
 */
export const DELIVERY_MOVES: Record<DeliveryStatus, readonly DeliveryStatus[]> = {
  QUEUED: ["CLAIMED", "SKIPPED"],
  CLAIMED: ["SENDING", "QUEUED", "RETRY_WAIT", "FAILED", "SKIPPED", "UNCONFIRMED"],
  SENDING: ["SENT", "RETRY_WAIT", "FAILED", "UNCONFIRMED"],
  RETRY_WAIT: ["CLAIMED", "SENT", "FAILED", "SKIPPED", "UNCONFIRMED"],
  SENT: [],
  FAILED: ["RETRY_WAIT", "SENT"],
  UNCONFIRMED: ["SENT", "RETRY_WAIT", "FAILED"],
  SKIPPED: [],
};

/** FINISHED means that no delivery of the broadcast is in one of these. */
export const OPEN_STATUSES = [
  "QUEUED",
  "CLAIMED",
  "SENDING",
  "RETRY_WAIT",
] as const satisfies readonly DeliveryStatus[];

export const MAX_ATTEMPTS = 6;

/** What a standing broadcast's delivery was caused by; shown in the message through variables. */
export type DeliveryContext = { team?: string; channel?: string; installer?: string };
