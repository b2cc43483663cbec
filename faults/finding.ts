// One line a fault: what was injected, what became of it, and whether the requirements hold.
import type { UnknownPolicy } from "@/lib/domain/broadcast";

import type { Truth } from "./truth";

/** What the injected faults can explain, as the harness counted them. */
export type Injection = {
  /** In words, for the line: "20 kills". */
  what: string;
  /** How many deliveries the faults caught in SENDING, or left without an answer. */
  explained: number;
  /** The most that any single fault may have caught, where there is a promise about it (P3). */
  worstCaught?: { count: number; bound: number };
  /** From the end of each fault until sending went on and nothing hung on it any more. */
  resumedMs: number[];
};

export type Finding = Injection & {
  name: string;
  policy: UnknownPolicy;
  truth: Truth;
  leaseMs: number;
  seconds: number;
  /** What the workers wrote. */
  logDir: string;
};

const RESUME_MARGIN_MS = 5_000;

/** Every requirement that is missed, in words; empty when all hold. */
export function missed({ truth, policy, explained, worstCaught, resumedMs, leaseMs }: Finding): string[] {
  const slowest = Math.max(0, ...resumedMs);
  const checks: [boolean, string][] = [
    [truth.lost === 0, `${truth.lost} lost`],
    [truth.denied === 0, `${truth.denied} called undelivered although accepted`],
    [policy !== "HOLD" || truth.duplicated === 0, `${truth.duplicated} duplicated in HOLD`],
    [truth.unrecorded === 0, `${truth.unrecorded} duplicates not recorded`],
    [truth.unintended === 0, `${truth.unintended} accepted without a committed intent`],
    [truth.miscounted === 0, `${truth.miscounted} counters differ from a recount`],
    [truth.unconfirmed <= explained, `${truth.unconfirmed - explained} unconfirmed that no fault explains`],
    [!worstCaught || worstCaught.count <= worstCaught.bound, `one fault caught ${worstCaught?.count} deliveries`],
    [slowest <= leaseMs + RESUME_MARGIN_MS, `resumed only after ${seconds(slowest)}`],
  ];
  return checks.filter(([holds]) => !holds).map(([, words]) => words);
}

export function lineOf(finding: Finding): string {
  const { name, policy, truth, what, explained, worstCaught, resumedMs, leaseMs } = finding;
  const faults = missed(finding);
  return [
    `${name} (${policy}, ${truth.people} people; ${what}): lost ${truth.lost + truth.denied}`,
    `duplicated ${truth.duplicated}, of them not recorded ${truth.unrecorded}; recorded as possible ${truth.recorded}`,
    `unconfirmed ${truth.unconfirmed} of ${explained} explained, ${truth.arrived} had arrived`,
    ...(worstCaught ? [`most caught at once ${worstCaught.count} (bound ${worstCaught.bound})`] : []),
    `resumed in ${seconds(Math.max(0, ...resumedMs))} (bound ${seconds(leaseMs + RESUME_MARGIN_MS)})`,
    `took ${finding.seconds.toFixed(0)} s`,
    faults.length === 0 ? "HOLDS" : `MISSED: ${faults.join(", ")}`,
  ].join(" · ");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
