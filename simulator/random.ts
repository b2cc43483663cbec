// Chance that can be repeated: everything in the simulator that varies (names, memberships, faults) draws from a
// generator like this one, so that a seed tells the whole story of a run.
import { hash } from "node:crypto";

export type Random = () => number;

/** Mulberry32: small, fast and good enough for test data. Returns numbers in [0, 1). */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error("pick() needs a list with elements");
  return chosen;
}

/** An opaque identifier that is the same for the same parts, in every run and on every machine. */
export function fingerprint(...parts: readonly string[]): string {
  return hash("sha256", parts.join("\u0000"), "base64url");
}
