// How often something was injected or came out, by name: what makes a run of seeds believable.
export type Tally = {
  add(name: string, count?: number): void;
  /** Keeps the largest value seen. */
  raise(name: string, value: number): void;
  counts: Map<string, number>;
  highest: Map<string, number>;
};

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const highest = new Map<string, number>();
  return {
    counts,
    highest,
    add: (name, count = 1) => void counts.set(name, (counts.get(name) ?? 0) + count),
    raise: (name, value) => void highest.set(name, Math.max(highest.get(name) ?? -Infinity, value)),
  };
}

export function addTally(into: Tally, from: Tally): void {
  for (const [name, count] of from.counts) into.add(name, count);
  for (const [name, value] of from.highest) into.raise(name, value);
}
