// When answers say that something is wrong with the whole, not with the people: then nobody is given up, everything waits,
// and a single trial message finds out whether it is over. Pure rules; the ledger keeps the states.
//
//   CLOSED ──wave, outage──> OPEN ──probe due──> HALF_OPEN ──accepted──> CLOSED
//                             ^                      └── refused again ──┘ (twice the wait)
//   A person may continue at any time: the breaker closes and is muted, because people know what machines cannot.

export const BREAKER_STATES = ["CLOSED", "OPEN", "HALF_OPEN"] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** "Permanent" answers on more than this share of a minute's posts are an incident (seen in 2023-09 and 2024-02). */
export const WAVE_SHARE = 0.01;
/** Fewer than these are people who left, however small the broadcast. */
export const WAVE_MIN_REFUSALS = 10;
export const WAVE_WINDOW_MS = 60_000;

/** The message itself is refused: so many of these among a broadcast's first answers. */
export const PAYLOAD_CODES = ["BadArgument", "BadSyntax", "HTTP_400", "MessageSizeTooBig"];
/** Says so much about the message that it says nothing about the tenant. */
export const MESSAGE_ONLY_CODES = ["MessageSizeTooBig"];
export const PAYLOAD_FIRST_ANSWERS = 20;
export const PAYLOAD_MIN_REFUSALS = 5;

export const PROBE_FIRST_MS = 30_000;
export const PROBE_MAX_MS = 900_000;
/** A trial message whose answer never came is forgotten after this. */
export const PROBE_LOST_MS = 60_000;
/** After a person said "continue", the same wave does not stop the tenant again for so long. */
export const MUTE_MS = 3_600_000;

export type MinuteOfAnswers = { posts: number; refusals: number };

export function isWave({ posts, refusals }: MinuteOfAnswers): boolean {
  return refusals >= WAVE_MIN_REFUSALS && refusals > posts * WAVE_SHARE;
}

/** `answers` of a broadcast so far, `refusals` of them about the message. */
export function isPayloadFault({ answers, refusals }: { answers: number; refusals: number }): boolean {
  return answers <= PAYLOAD_FIRST_ANSWERS && refusals >= PAYLOAD_MIN_REFUSALS && refusals * 2 > answers;
}

/** Milliseconds until trial message number `probes + 1`. */
export function probeDelayMs(probes: number): number {
  return Math.min(PROBE_FIRST_MS * 2 ** probes, PROBE_MAX_MS);
}
