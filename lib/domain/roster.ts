// The roster of a team or a group chat: everybody who is in it, read from Teams page by page. What an answer to a page
// means is decided here; reading goes on by itself through everything that passes.
import type { Answer } from "./outcome";
import { backoffMs, throttleDelayMs } from "./retry";

export const ROSTER_STATUSES = ["WANTED", "READING", "READ", "FAILED"] as const;
export type RosterStatus = (typeof ROSTER_STATUSES)[number];

/**
 * NOT_THERE: the app is not in this team or chat (any more). GONE: Teams knows no such place. CREDENTIALS: the bot's are
 * not accepted. UNAVAILABLE: Teams could not be reached for long. REFUSED: anything else.
 */
export const ROSTER_ERRORS = ["NOT_THERE", "GONE", "CREDENTIALS", "UNAVAILABLE", "REFUSED"] as const;
export type RosterError = (typeof ROSTER_ERRORS)[number];

/** As many as Teams gives at a time. */
export const ROSTER_PAGE_SIZE = 500;
/** Failures of one reading, all its pages together. With the waits of `backoffMs` it survives six bad minutes. */
export const MAX_ROSTER_ATTEMPTS = 12;
/** Teams loses sight of a place for a moment now and then; three looks are enough to believe it. */
export const MAX_MISSING_ATTEMPTS = 3;

/** One member, as the roster tells it. */
export type RosterMember = {
  /** Entra object id. */
  objectId: string;
  /** `29:…` */
  memberId?: string;
  name?: string;
  givenName?: string;
  email?: string;
  principalName?: string;
  /** Absent: the roster does not tell. */
  guest?: boolean;
};

export type RosterDecision =
  | { next: "AGAIN"; delayMs: number; counted: boolean }
  /** Teams no longer knows where the reading had stopped: it begins anew. */
  | { next: "START_OVER" }
  | { next: "FAIL"; error: RosterError };

/** What follows from an answer that brought no page. `attempts`: those that failed before this one. */
export function decideRoster(
  { outcome, httpStatus }: Pick<Answer, "outcome" | "httpStatus">,
  { attempts, resumed }: { attempts: number; resumed: boolean },
  random: number,
): RosterDecision {
  const again = (error: RosterError, most = MAX_ROSTER_ATTEMPTS): RosterDecision =>
    attempts + 1 >= most ? { next: "FAIL", error } : { next: "AGAIN", delayMs: backoffMs(attempts + 1, random), counted: true };
  switch (outcome.kind) {
    case "THROTTLED":
      return { next: "AGAIN", delayMs: throttleDelayMs(outcome.retryAfterMs), counted: false };
    case "OUTAGE":
      return again("CREDENTIALS");
    case "REFUSED":
      if (outcome.verdict === "NEEDS_INSTALL") return { next: "FAIL", error: "NOT_THERE" };
      if (httpStatus === 404) return again("GONE", MAX_MISSING_ATTEMPTS);
      if (httpStatus === 400 && resumed && attempts + 1 < MAX_ROSTER_ATTEMPTS) return { next: "START_OVER" };
      return { next: "FAIL", error: "REFUSED" };
    case "NOT_DELIVERED":
    case "UNKNOWN":
    case "ACCEPTED":
      return again("UNAVAILABLE");
  }
}
