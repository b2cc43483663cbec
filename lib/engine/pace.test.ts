import { describe, expect, it } from "vitest";

import type { Clock } from "@/lib/domain/ports";

import { createPace, type PaceParts } from "./pace";

const INTERVAL_MS = 20;

/** A clock that moves only when somebody sleeps, or the test says so. */
function manualClock(): Clock & { pass(ms: number): void } {
  let now = 1_000;
  return {
    now: () => now,
    sleep: async (ms) => void (now += ms),
    pass: (ms) => void (now += ms),
  };
}

function paceFrom(clock: Clock, over: Partial<PaceParts> = {}) {
  return createPace({
    clock,
    first: { firstInMs: 0, intervalMs: INTERVAL_MS, count: 10 },
    last: { leftAt: -Infinity },
    cold: false,
    renew: async (count) => ({ firstInMs: 500, intervalMs: INTERVAL_MS, count }),
    onPaused: () => undefined,
    ...over,
  });
}

/** Takes so many slots; when each left, from now on. */
async function leave(clock: Clock, pace: ReturnType<typeof createPace>, count: number): Promise<number[]> {
  const from = clock.now();
  const left: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await pace.next();
    left.push(clock.now() - from);
  }
  return left;
}

describe("slots", () => {
  it("are taken on an absolute schedule", async () => {
    const clock = manualClock();
    expect(await leave(clock, paceFrom(clock), 4)).toEqual([0, 20, 40, 60]);
  });

  it("that are late are caught up one shortly after the other, not in a jam", async () => {
    const clock = manualClock();
    const pace = paceFrom(clock);
    clock.pass(50);
    expect(await leave(clock, pace, 6)).toEqual([0, 17, 34, 51, 68, 85]);
  });

  it("keep their distance from what another batch of this process has just sent", async () => {
    const clock = manualClock();
    const last = { leftAt: -Infinity };
    await leave(clock, paceFrom(clock, { last }), 1);
    expect(await leave(clock, paceFrom(clock, { last }), 2)).toEqual([17, 34]);
  });

  it("that were missed by far are given up, and new ones reserved for all that is left", async () => {
    const clock = manualClock();
    const renewed: number[] = [];
    const pace = paceFrom(clock, {
      renew: async (count) => {
        renewed.push(count);
        return { firstInMs: 500, intervalMs: INTERVAL_MS, count };
      },
    });
    await leave(clock, pace, 2);
    clock.pass(100);
    expect(await leave(clock, pace, 3)).toEqual([500, 520, 540]);
    expect(renewed).toEqual([8]);
  });

  it("are given up sooner while the process is cold", async () => {
    const clock = manualClock();
    const [warm, cold] = [paceFrom(clock), paceFrom(clock, { cold: true })];
    clock.pass(30);
    expect(await leave(clock, warm, 1)).toEqual([0]);
    expect(await leave(clock, cold, 1)).toEqual([500]);
  });

  it("that nobody can reserve anew pause the batch instead of jamming it", async () => {
    const clock = manualClock();
    const pauses: number[] = [];
    const pace = paceFrom(clock, { renew: async () => ({ pausedForMs: 7_000 }), onPaused: (ms) => void pauses.push(ms) });
    clock.pass(100);
    await pace.next();
    expect(pauses).toEqual([7_000]);
  });
});
