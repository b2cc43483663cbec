// Reserved slots as moments to wait for, on an absolute schedule: a late one does not push the others back.
import type { Clock } from "@/lib/domain/ports";

export type Pace = {
  /** Resolves when the next slot has come. */
  next(): Promise<void>;
};

/** Slots closer together than a timer can tell apart are not waited for one by one. */
const TIMER_MS = 1;

export function createPace(clock: Clock, { firstInMs, intervalMs }: { firstInMs: number; intervalMs: number }): Pace {
  let slotAt = clock.now() + firstInMs;
  return {
    next: async () => {
      const waitMs = slotAt - clock.now();
      slotAt += intervalMs;
      if (waitMs >= TIMER_MS) await clock.sleep(waitMs);
    },
  };
}
