// What becomes of one request: the weather at the moment, then what is wrong with the person for good, then bad luck, of
// which 5 % are 5xx and 2 % broken connections, half of them with the message delivered.
import type { Outcome } from "@/lib/domain/outcome";
import type { ClaimedDelivery } from "@/lib/domain/ports";

import type { World } from "./mortal-worker";
import type { StormKind } from "./plan";
import type { Random } from "./random";

export type Fate = {
  name: string;
  accepted: boolean;
  arrivesInMs: number;
  answersInMs: number;
  outcome: Outcome;
  /** What the sender reports when the answer is later than its timeout. */
  onTimeout: Outcome;
};

export type Fates = {
  ofPost(delivery: ClaimedDelivery): Fate;
  ofCreate(delivery: ClaimedDelivery): Fate;
  /** The conversation was created again. */
  heal(recipientId: string): void;
};

type Trouble = "BLOCKED" | "DISABLED" | "LOST_CONVERSATION" | "OTHER_HOST" | "UNKNOWN_CODE" | "PAIRWISE" | "DELETED" | "NONE";
/** How many of a thousand people have it. The first three alone are near the share that opens a breaker. */
const TROUBLES: [trouble: Trouble, perMille: number][] = [
  ["BLOCKED", 4], ["DISABLED", 2], ["UNKNOWN_CODE", 1], ["PAIRWISE", 1], ["DELETED", 2],
  ["LOST_CONVERSATION", 10], ["OTHER_HOST", 3],
];

const TIMEOUT: Outcome = { kind: "UNKNOWN", reason: "TIMEOUT" };
const CREATE_TIMEOUT: Outcome = { kind: "NOT_DELIVERED", reason: "TIMEOUT", scope: "RECIPIENT" };
const ACCEPTED: Outcome = { kind: "ACCEPTED" };
const UNREACHABLE: Outcome = { kind: "NOT_DELIVERED", reason: "DNS", scope: "TENANT" };
const UNAUTHORIZED: Outcome = { kind: "OUTAGE", reason: "UNAUTHORIZED", remedy: "REFRESH_TOKEN" };
const ABSURD_RETRY_AFTER_MS = 86_400_000;

export function createFates({ timeline, plan, random: root }: Omit<World, "connector" | "ledger">): Fates {
  const random = root.stream("fates");
  const troubles = new Map<string, Trouble>();
  const isFaulty = (): boolean => timeline.nowMs() < plan.faultsUntilMs;
  const isStormy = (kind: StormKind): boolean => {
    const now = timeline.nowMs();
    return plan.storms.some((storm) => storm.kind === kind && now >= storm.fromMs && now < storm.untilMs);
  };

  function troubleOf(recipientId: string): Trouble {
    const known = troubles.get(recipientId);
    if (known) return known;
    const trouble = plan.requestFaults > 0 ? drawTrouble(random) : "NONE";
    troubles.set(recipientId, trouble);
    return trouble;
  }

  function weather(delivery: ClaimedDelivery, onTimeout: Outcome): Fate | undefined {
    const at = { random, onTimeout };
    if (isStormy("UNREACHABLE")) return refuse(at, "cannot be reached", UNREACHABLE);
    if (isStormy("UNAUTHORIZED")) return refuse(at, "401", UNAUTHORIZED);
    if (isStormy("THROTTLE") && random.chance(0.7)) return refuse(at, "429", throttle(random));
    if (isStormy("SLOW") && random.chance(0.5)) return late(at, plan.requestTimeoutMs);
    if (isStormy("WAVE") && onTimeout === TIMEOUT) {
      const code = "BotNotInConversationRoster";
      return refuse(at, "refusal of a wave", { kind: "REFUSED", code, scope: "RECIPIENT", verdict: "NEEDS_INSTALL" });
    }
    const malformed = plan.broadcasts[Number(delivery.broadcastId.slice(1))]?.malformed && isFaulty() && onTimeout === TIMEOUT;
    if (malformed) return refuse(at, "400 about the message", { kind: "REFUSED", code: "BadSyntax", scope: "RECIPIENT" });
    return undefined;
  }

  return {
    heal: (recipientId) => {
      if (troubles.get(recipientId) === "LOST_CONVERSATION") troubles.set(recipientId, "NONE");
    },
    ofPost: (delivery) => {
      const at = { random, onTimeout: TIMEOUT };
      const lasting = (): Fate | undefined => lastingFate(at, troubleOf(delivery.recipientId), delivery);
      const luck = (): Fate => (isFaulty() ? badLuck(at, plan.requestFaults, plan.requestTimeoutMs) : accept(at));
      return weather(delivery, TIMEOUT) ?? lasting() ?? luck();
    },
    ofCreate: (delivery) => {
      const at = { random, onTimeout: CREATE_TIMEOUT };
      const stormy = weather(delivery, CREATE_TIMEOUT);
      if (stormy) return stormy;
      if (troubleOf(delivery.recipientId) === "DELETED") {
        return refuse(at, "404 on a create", { kind: "REFUSED", code: "UserNotFound", scope: "RECIPIENT" });
      }
      const fails = isFaulty() && random.chance(0.05 * plan.requestFaults);
      if (!fails) return accept(at);
      return refuse(at, "create that failed", { kind: "NOT_DELIVERED", reason: "HTTP_502", scope: "RECIPIENT" });
    },
  };
}

type At = { random: Random; onTimeout: Outcome };

function drawTrouble(random: Random): Trouble {
  let place = random.next() * 1_000;
  for (const [trouble, perMille] of TROUBLES) {
    place -= perMille;
    if (place < 0) return trouble;
  }
  return "NONE";
}

/** What is wrong with this person until its remedy is found, if it has one. */
function lastingFate(at: At, trouble: Trouble, { remedy }: ClaimedDelivery): Fate | undefined {
  const refused = (name: string, more: Partial<Extract<Outcome, { kind: "REFUSED" }>>): Fate =>
    refuse(at, name, { kind: "REFUSED", code: name, scope: "RECIPIENT", ...more });
  switch (trouble) {
    case "BLOCKED":
      return refused("ConversationBlockedByUser", { verdict: "BLOCKED" });
    case "DISABLED":
      return refused("BotDisabledByAdmin", {});
    case "UNKNOWN_CODE":
      return refused("SomethingNobodyHasListed", {});
    case "PAIRWISE":
      return refused("PairwiseId", { remedy: "RECREATE_CONVERSATION" });
    case "LOST_CONVERSATION":
      return refused("ConversationNotFound", { remedy: "RECREATE_CONVERSATION" });
    case "OTHER_HOST":
      return remedy === "SWITCH_HOST" ? undefined : refused("InvalidBotApiHost", { remedy: "SWITCH_HOST" });
    case "DELETED":
    case "NONE":
      return undefined;
  }
}

function badLuck(at: At, share: number, timeoutMs: number): Fate {
  const { random } = at;
  const luck = random.next() / Math.max(share, Number.MIN_VALUE);
  if (luck < 0.05) return unclear(at, `HTTP_${random.pick([408, 500, 502, 503, 504])}`);
  if (luck < 0.07) return unclear(at, "RESET");
  if (luck < 0.075) return late(at, timeoutMs);
  if (luck < 0.085) return refuse(at, "412", { kind: "NOT_DELIVERED", reason: "PreconditionFailed", scope: "RECIPIENT" });
  if (luck < 0.09) return refuse(at, "connection refused", { kind: "NOT_DELIVERED", reason: "REFUSED", scope: "TENANT" });
  if (luck < 0.091) return refuse(at, "429", throttle(random));
  if (luck < 0.092) return refuse(at, "401", UNAUTHORIZED);
  return accept(at);
}

function accept({ random, onTimeout }: At): Fate {
  const arrivesInMs = random.between(5, 80);
  return { name: "accepted", accepted: true, arrivesInMs, answersInMs: arrivesInMs * 2, outcome: ACCEPTED, onTimeout };
}

function refuse({ random, onTimeout }: At, name: string, outcome: Outcome): Fate {
  const arrivesInMs = random.between(5, 80);
  return { name, accepted: false, arrivesInMs, answersInMs: arrivesInMs * 2, outcome, onTimeout };
}

/** An error after which nobody can tell; half of these messages were delivered. */
function unclear({ random, onTimeout }: At, reason: string): Fate {
  const accepted = random.chance(0.5);
  const arrivesInMs = random.between(5, 400);
  const outcome: Outcome = { kind: "UNKNOWN", reason };
  const name = `${reason}, ${accepted ? "delivered" : "not delivered"}`;
  return { name, accepted, arrivesInMs, answersInMs: arrivesInMs + random.between(0, 400), outcome, onTimeout };
}

/** The answer comes after the timeout; the message arrives before it, after it, or never. */
function late({ random, onTimeout }: At, timeoutMs: number): Fate {
  const accepted = random.chance(0.5);
  const arrivesInMs = timeoutMs * random.between(0.1, 1.8);
  const answersInMs = timeoutMs * 2;
  const name = `later than the timeout, ${accepted ? "delivered" : "not delivered"}`;
  return { name, accepted, arrivesInMs, answersInMs, outcome: ACCEPTED, onTimeout };
}

function throttle(random: Random): Outcome {
  if (random.chance(0.5)) return { kind: "THROTTLED" };
  const retryAfterMs = random.chance(0.002) ? ABSURD_RETRY_AFTER_MS : random.whole(0, 4) * 1_000;
  return { kind: "THROTTLED", retryAfterMs };
}
