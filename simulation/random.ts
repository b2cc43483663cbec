// Chance that can be told again: the same seed gives the same run, to the last draw. Each part of a run draws from a
// stream of its own, so that one more draw in one part does not change all the others.
export type Random = {
  /** From 0, below 1. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** An independent stream that is decided by this one's seed and the name alone. */
  stream(name: string): Random;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  // mulberry32: 32 bits of state are plenty for a few hundred thousand draws a run.
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
    stream: (name) => createRandom(hash(name, seed)),
  };
}

/** FNV-1a over the name, begun with the seed. */
function hash(name: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (const letter of name) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return Math.imul(value ^ (value >>> 16), 0x7feb352d) >>> 0;
}
