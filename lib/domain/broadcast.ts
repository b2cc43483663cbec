// The life of a Broadcast: one Message to one Audience on one Topic. The table below is the specification; the store
// changes a status only by `update … where id = … and status = from`, and 0 rows changed is a conflict.
import { z } from "zod";

import { audienceSchema } from "./audience";
import { messageSchema } from "./message";
import { topicKeySchema } from "./topic";

export const BROADCAST_STATUSES = [
  "DRAFT",
  "IN_REVIEW",
  "SCHEDULED",
  "RESOLVING",
  "SENDING",
  "PAUSED",
  "FINISHED",
  "FAILED",
  "CANCELED",
  "ACTIVE",
] as const;
export type BroadcastStatus = (typeof BROADCAST_STATUSES)[number];

export const BROADCAST_PURPOSES = ["NORMAL", "TEST", "STANDING", "RECURRING"] as const;
export type BroadcastPurpose = (typeof BROADCAST_PURPOSES)[number];
/** A person gets the app, or joins a team that has it; a team gets the app. */
export const STANDING_EVENTS = ["PERSONAL_INSTALL", "TEAM_INSTALL"] as const;
export type StandingEvent = (typeof STANDING_EVENTS)[number];
export const UNKNOWN_POLICIES = ["HOLD", "RETRY"] as const;
export type UnknownPolicy = (typeof UNKNOWN_POLICIES)[number];
/** What happens with people who do not have the app when the audience is frozen: INSTALL adds it for them first. */
export const MISSING_POLICIES = ["SKIP", "INSTALL"] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];
/** Who or what paused it: a person, a breaker, a schedule that was missed, or an audience larger than its API key may reach. */
export const PAUSERS = ["PERSON", "BREAKER", "MISSED", "TOO_MANY"] as const;
export type Pauser = (typeof PAUSERS)[number];
export const PRIORITIES = ["NORMAL", "URGENT"] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * From each status of a NORMAL broadcast, where people and the engine may take it. A breaker alone also takes one back
 * from FINISHED to PAUSED, when what had ended was a wave (lib/store/breakers.ts).
 */
export const BROADCAST_MOVES: Record<BroadcastStatus, readonly BroadcastStatus[]> = {
  DRAFT: ["IN_REVIEW", "SCHEDULED", "CANCELED"],
  IN_REVIEW: ["DRAFT", "SCHEDULED", "CANCELED"],
  SCHEDULED: ["DRAFT", "RESOLVING", "PAUSED", "CANCELED"],
  RESOLVING: ["SENDING", "PAUSED", "FAILED", "CANCELED"],
  SENDING: ["FINISHED", "PAUSED", "CANCELED"],
  PAUSED: ["SCHEDULED", "RESOLVING", "SENDING", "CANCELED"],
  FAILED: ["DRAFT", "IN_REVIEW", "SCHEDULED", "CANCELED"],
  FINISHED: ["SENDING"],
  CANCELED: [],
  ACTIVE: [],
};

/**
 * A test begins on its way, to its author alone. It is urgent, asks about no opt-out and is on no list: as a draft it could be
 * made to reach everybody so.
 */
export const TEST_MOVES: Partial<Record<BroadcastStatus, readonly BroadcastStatus[]>> = {
  SCHEDULED: ["RESOLVING", "PAUSED", "CANCELED"],
  RESOLVING: BROADCAST_MOVES.RESOLVING,
  SENDING: BROADCAST_MOVES.SENDING,
  PAUSED: BROADCAST_MOVES.PAUSED,
  FAILED: ["CANCELED"],
  FINISHED: BROADCAST_MOVES.FINISHED,
  CANCELED: [],
};

/** A standing broadcast (a welcome on install) lives differently: it has no audience and no end, for nothing makes another. */
export const STANDING_MOVES: Partial<Record<BroadcastStatus, readonly BroadcastStatus[]>> = {
  ACTIVE: ["PAUSED"],
  PAUSED: ["ACTIVE"],
};

/**
 * A recurring broadcast begins as a draft, sends nothing itself, and ends with its last run. When what it sends, or when,
 * needs approval anew, it runs no further until it is approved.
 */
export const RECURRING_MOVES: Partial<Record<BroadcastStatus, readonly BroadcastStatus[]>> = {
  ACTIVE: ["PAUSED", "IN_REVIEW", "FINISHED", "CANCELED"],
  PAUSED: ["ACTIVE", "IN_REVIEW", "CANCELED"],
  IN_REVIEW: ["ACTIVE", "PAUSED", "CANCELED"],
  FINISHED: [],
  CANCELED: [],
};

export function canMove(purpose: BroadcastPurpose, from: BroadcastStatus, to: BroadcastStatus): boolean {
  return movesOf(purpose)[from]?.includes(to) ?? false;
}

function movesOf(purpose: BroadcastPurpose): Partial<Record<BroadcastStatus, readonly BroadcastStatus[]>> {
  switch (purpose) {
    case "STANDING":
      return STANDING_MOVES;
    case "RECURRING":
      return RECURRING_MOVES;
    case "TEST":
      return TEST_MOVES;
    case "NORMAL":
      return BROADCAST_MOVES;
  }
}

/** Whose text may be changed while it is live: it is used again and again. */
export function staysEditable(purpose: BroadcastPurpose): boolean {
  return purpose === "STANDING" || purpose === "RECURRING";
}

/** Statuses in which the engine still has something to do. */
export const LIVE_STATUSES = ["RESOLVING", "SENDING", "ACTIVE"] as const satisfies readonly BroadcastStatus[];

export const broadcastInputSchema = z.strictObject({
  topic: topicKeySchema.nullable().optional(),
  message: messageSchema,
  audience: audienceSchema.nullable().optional(),
  onUnknown: z.enum(UNKNOWN_POLICIES).optional(),
  onMissing: z.enum(MISSING_POLICIES).optional(),
  priority: z.enum(PRIORITIES).optional(),
});
export const broadcastPatchSchema = broadcastInputSchema.partial();
export type BroadcastInput = z.infer<typeof broadcastInputSchema>;
export type BroadcastPatch = z.infer<typeof broadcastPatchSchema>;
