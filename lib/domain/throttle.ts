// How a tenant's rate answers to 429s. What Teams allows is not told by anybody (50 a second by its staff, 30 in older
// pages), so the bucket finds out: it drops a little below where it was refused, and climbs back slowly at first, then ever
// faster. A limit of 30 is touched every twenty seconds or so; what a storm took is back in five minutes.

/** We stay this much below what is allowed: at the full rate Teams' own bucket never refills after a small jam of ours. */
export const HEADROOM = 0.99;
/** Slots missed for less than this may be caught up, so that a late reservation does not cost throughput. */
export const CREDIT_MS = 40;
/** A refused rate is left by this factor, at most once in LOWER_EVERY_MS however many requests were refused. */
export const LOWER_BY = 0.95;
export const LOWER_EVERY_MS = 1_000;
export const MIN_RATE_PER_SECOND = 1;
/** After t seconds the rate has grown by 1 + CLIMB_LINEAR·t + CLIMB_SQUARE·t² + CLIMB_CUBE·t³. */
export const CLIMB_LINEAR = 0.002;
export const CLIMB_SQUARE = 0.0001;
export const CLIMB_CUBE = 0.000_002;
export const CLIMB_MAX_SECONDS = 3_600;
/** A reservation further ahead than this would bind slots that urgent messages and replies need. */
export const MAX_WAIT_MS = 1_000;
/** How soon to ask again while a breaker is open: its trial is somebody else's business. */
export const BREAKER_LOOK_MS = 1_000;

/** The effective rate `seconds` after it was lowered to `lowered`; `allowed` is what the setting says. */
export function climbedRate(lowered: number, seconds: number, allowed: number): number {
  const t = Math.min(Math.max(seconds, 0), CLIMB_MAX_SECONDS);
  return Math.min(allowed * HEADROOM, lowered * (1 + t * (CLIMB_LINEAR + t * (CLIMB_SQUARE + t * CLIMB_CUBE))));
}
