// Virtual time. Nothing waits: when every promise that can go on has gone on, time jumps to the next moment somebody has
// asked for. Two things asked for the same moment happen in the order they were asked for, so a run replays exactly.
export type Timeline = {
  nowMs(): number;
  /** Runs `action` at a moment; one that has passed is now. */
  at(moment: number, action: () => void): Alarm;
  after(ms: number, action: () => void): Alarm;
  /** Runs until there is nothing left to do, `until` has come, or `stop` says so. */
  run(until: number, stop: () => boolean): Promise<void>;
};

export type Alarm = { cancel(): void };

type Entry = { moment: number; order: number; action: (() => void) | undefined };

export function createTimeline(): Timeline {
  const heap: Entry[] = [];
  let now = 0;
  let asked = 0;

  function at(moment: number, action: () => void): Alarm {
    const entry: Entry = { moment: Math.max(moment, now), order: asked, action };
    asked += 1;
    push(heap, entry);
    return { cancel: () => (entry.action = undefined) };
  }

  async function run(until: number, stop: () => boolean): Promise<void> {
    await settled();
    for (let entry = heap[0]; entry && entry.moment <= until && !stop(); entry = heap[0]) {
      pop(heap);
      if (!entry.action) continue;
      now = entry.moment;
      entry.action();
      await settled();
    }
    if (!stop()) now = Math.max(now, Math.min(until, heap[0]?.moment ?? until));
  }

  return { nowMs: () => now, at, after: (ms, action) => at(now + ms, action), run };
}

/** Resolves when no promise can go on by itself: microtasks all run before the next turn of the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.moment < b.moment || (a.moment === b.moment && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (!parent || isBefore(parent, entry)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const child = right && left && isBefore(right, left) ? right : left;
    if (!child || !isBefore(child, last)) break;
    heap[index] = child;
    index = child === left ? 2 * index + 1 : 2 * index + 2;
  }
  heap[index] = last;
}
