// What one seed injects, and when. Everything is drawn before the run begins; the moment `faultsUntilMs` is when the world
// turns kind again, so that liveness can be judged from there.
import type { UnknownPolicy } from "@/lib/domain/broadcast";
import { leaseMsOf } from "@/lib/engine/engine";

import type { Random } from "./random";

export type StormKind = "THROTTLE" | "UNREACHABLE" | "UNAUTHORIZED" | "WAVE" | "SLOW" | "DATABASE";
export type Storm = { kind: StormKind; fromMs: number; untilMs: number };

export type BroadcastPlan = {
  atMs: number;
  /** Share of the people; 1 is everybody. */
  share: number;
  onUnknown: UnknownPolicy;
  urgent: boolean;
  mandatory: boolean;
  expiresAfterMs: number | null;
  /** Teams refuses the message itself while there are faults. */
  malformed: boolean;
};

export type Plan = {
  people: number;
  tenants: number;
  workers: number;
  ratePerSecond: number;
  connections: number;
  requestTimeoutMs: number;
  leaseMs: number;
  faultsUntilMs: number;
  broadcasts: BroadcastPlan[];
  storms: Storm[];
  /** Probability that a worker dies at one step: a ledger call begun or committed, a request sent or taken in. */
  killPerStep: number;
  kills: number[];
  freezes: number[];
  gracefulStops: number[];
  /** Probability of an error thrown before, or after, a ledger call has taken effect. */
  ledgerErrors: number;
  /** What can go wrong with one request, baseline. */
  requestFaults: number;
  /** Ledger calls now and then take this long. */
  ledgerSpikeMs: number;
  deeds: { pauses: number; cancels: number; optOuts: number; proofs: number; decisions: number };
  /** Nothing but pauses, cancels and opt-outs disturbs: then what they promise about time is asserted too. */
  calm: boolean;
};

export type Mode = "faults" | "respect";

export function drawPlan(random: Random, people: number, mode: Mode): Plan {
  return mode === "respect" ? drawCalm(random, people) : drawFaulty(random, people);
}

function drawFaulty(random: Random, people: number): Plan {
  const ratePerSecond = random.whole(20, 250);
  const requestTimeoutMs = random.pick([2_000, 5_000, 15_000]);
  const faultsUntilMs = 5_000 + (people / ratePerSecond) * 1_000 * random.between(0.4, 1.3);
  const moments = (count: number): number[] => Array.from({ length: count }, () => random.between(500, faultsUntilMs));
  return {
    people, ratePerSecond, requestTimeoutMs, faultsUntilMs,
    tenants: random.chance(0.25) ? 2 : 1,
    workers: random.whole(1, 4),
    connections: random.pick([4, 16, 64]),
    leaseMs: leaseMsOf({ ratePerSecond, requestTimeoutMs, connections: 1 }),
    broadcasts: drawBroadcasts(random, faultsUntilMs),
    storms: moments(random.whole(0, 4)).map((fromMs) => drawStorm(random, fromMs, faultsUntilMs)),
    killPerStep: random.chance(0.6) ? random.between(0, 0.004) : 0,
    kills: moments(random.whole(0, 4)),
    freezes: moments(random.chance(0.4) ? random.whole(1, 3) : 0),
    gracefulStops: moments(random.whole(0, 2)),
    ledgerErrors: random.chance(0.6) ? random.between(0, 0.02) : 0,
    requestFaults: 1,
    ledgerSpikeMs: random.chance(0.3) ? random.between(100, 3_000) : 0,
    deeds: {
      pauses: random.whole(0, 3),
      cancels: random.chance(0.25) ? 1 : 0,
      optOuts: random.whole(0, Math.ceil(people * 0.03)),
      proofs: random.between(0, 0.2),
      decisions: random.whole(0, 3),
    },
    calm: false,
  };
}

function drawBroadcasts(random: Random, faultsUntilMs: number): BroadcastPlan[] {
  return Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => ({
    atMs: index === 0 ? 0 : random.between(0, faultsUntilMs),
    share: index === 0 ? 1 : random.between(0.01, 0.3),
    onUnknown: random.pick(["HOLD", "RETRY"] as const),
    urgent: random.chance(0.2),
    mandatory: random.chance(0.1),
    expiresAfterMs: random.chance(0.1) ? random.between(2_000, faultsUntilMs) : null,
    malformed: random.chance(0.03),
  }));
}

function drawStorm(random: Random, fromMs: number, faultsUntilMs: number): Storm {
  const kind = random.pick(["THROTTLE", "THROTTLE", "UNREACHABLE", "UNAUTHORIZED", "WAVE", "SLOW", "DATABASE"] as const);
  return { kind, fromMs, untilMs: Math.min(fromMs + random.between(500, 20_000), faultsUntilMs) };
}

/** Pauses, cancels and opt-outs at random moments of a run in which nothing else goes wrong. */
function drawCalm(random: Random, people: number): Plan {
  const plan = drawFaulty(random, people);
  const ratePerSecond = random.whole(20, 100);
  const faultsUntilMs = 1_000 + (people / ratePerSecond) * 1_000;
  return {
    ...plan,
    ratePerSecond, faultsUntilMs,
    connections: 64,
    broadcasts: drawBroadcasts(random, faultsUntilMs).map((broadcast) => ({ ...broadcast, malformed: false })),
    storms: [], kills: [], freezes: [], gracefulStops: [],
    killPerStep: 0, ledgerErrors: 0, requestFaults: 0, ledgerSpikeMs: 0,
    deeds: {
      pauses: random.whole(1, 4),
      cancels: random.chance(0.5) ? 1 : 0,
      optOuts: random.whole(1, Math.ceil(people * 0.2)),
      proofs: 0,
      decisions: 0,
    },
    calm: true,
  };
}
