// From an Outcome to what happens to its Delivery. Pure, so that the table of docs can be printed from it.
//
// Waits before the next try after a definite non-delivery: 1, 2, 4, 8, 16 s, each with up to a quarter of jitter.
// Throttled and unreachable tenants do not use up attempts: they are nobody's fault.
import type { UnknownPolicy } from "./broadcast";
import { MAX_ATTEMPTS } from "./delivery";
import type { Decision } from "./ledger";
import type { Outcome, Remedy } from "./outcome";

export const FIRST_DELAY_MS = 1_000;
export const MAX_DELAY_MS = 60_000;
/** A possible duplicate is sent once more after this, by policy RETRY. */
export const UNKNOWN_DELAY_MS = 30_000;
/** When a 429 names no time. */
export const THROTTLE_DEFAULT_MS = 2_000;
/** However long a Retry-After asks for, we look again after this. */
export const THROTTLE_MAX_MS = 300_000;
/** How long a tenant rests when nothing can be reached at all. */
export const UNREACHABLE_DELAY_MS = 5_000;
/** After an outage the tenant's breaker decides when the next one leaves, not the delivery. */
export const OUTAGE_DELAY_MS = 1_000;

export type DeliveryFacts = {
  /** Attempts begun, this one included. */
  attempts: number;
  /** The remedy that was tried before this attempt. */
  remedy: Remedy | null;
  possibleDuplicate: boolean;
  onUnknown: UnknownPolicy;
  /** Something was accepted for this tenant lately: then a connection that fails is this recipient's host, not the network. */
  tenantReachable: boolean;
};

type GivenUp = Extract<Decision, { status: "FAILED" | "UNCONFIRMED" }>;

/** `random` is between 0 and 1. */
export function decide(outcome: Outcome, facts: DeliveryFacts, random: number): Decision {
  switch (outcome.kind) {
    case "ACCEPTED":
      return { status: "SENT", ...(outcome.activityId ? { activityId: outcome.activityId } : {}) };
    case "THROTTLED":
      return { status: "RETRY_WAIT", delayMs: throttleDelayMs(outcome.retryAfterMs), uncounted: true };
    case "OUTAGE":
      return {
        status: "RETRY_WAIT",
        delayMs: outcome.remedy && outcome.remedy !== facts.remedy ? 0 : OUTAGE_DELAY_MS,
        uncounted: true,
        ...(outcome.remedy ? { remedy: outcome.remedy } : {}),
      };
    case "NOT_DELIVERED":
      if (outcome.scope === "TENANT" && !facts.tenantReachable) {
        return { status: "RETRY_WAIT", delayMs: UNREACHABLE_DELAY_MS, uncounted: true };
      }
      return outcome.remedy && outcome.remedy !== facts.remedy
        ? { status: "RETRY_WAIT", delayMs: 0, remedy: outcome.remedy }
        : retry(facts, random);
    case "REFUSED":
      return refuse(outcome, facts);
    case "UNKNOWN":
      return facts.onUnknown === "RETRY" && !facts.possibleDuplicate
        ? { status: "RETRY_WAIT", delayMs: UNKNOWN_DELAY_MS, possibleDuplicate: true }
        : { status: "UNCONFIRMED", reason: outcome.reason };
  }
}

/** Milliseconds before try number `attempts + 1`. */
export function backoffMs(attempts: number, random: number): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1), MAX_DELAY_MS);
  return Math.round(base * (1 + random / 4));
}

export function throttleDelayMs(retryAfterMs: number | undefined): number {
  return Math.min(Math.max(retryAfterMs ?? THROTTLE_DEFAULT_MS, 0), THROTTLE_MAX_MS);
}

function retry(facts: DeliveryFacts, random: number): Decision {
  return facts.attempts >= MAX_ATTEMPTS
    ? giveUp("MAX_ATTEMPTS", facts)
    : { status: "RETRY_WAIT", delayMs: backoffMs(facts.attempts, random) };
}

/** What may have arrived with an earlier request has not failed, whatever became of the later ones. */
function giveUp(reason: string, { possibleDuplicate }: DeliveryFacts): GivenUp {
  return possibleDuplicate ? { status: "UNCONFIRMED", reason: "SECOND_FAILED" } : { status: "FAILED", reason };
}

function refuse(outcome: Extract<Outcome, { kind: "REFUSED" }>, facts: DeliveryFacts): Decision {
  if (outcome.remedy && outcome.remedy !== facts.remedy && facts.attempts < MAX_ATTEMPTS) {
    return { status: "RETRY_WAIT", delayMs: 0, remedy: outcome.remedy };
  }
  return { ...giveUp(outcome.code, facts), ...(outcome.verdict ? { verdict: outcome.verdict } : {}) };
}
