// Reserved slots as moments to wait for, on an absolute schedule: a late one does not push the others back. Slots that
// were missed by far, because this process stood still, are not caught up in a burst that Teams would refuse: they are
// given up, and new ones are reserved. Those that were missed by little are taken one shortly after the other: the first
// batch of a process comes late from connecting and compiling, and its jam would cost a 429 and a second of silence.
import type { Reservation } from "@/lib/domain/ledger";
import type { Clock } from "@/lib/domain/ports";
import { BREAKER_LOOK_MS } from "@/lib/domain/throttle";

export type Pace = {
  /** Undefined when the next slot has come, or there is none any more (see `onPaused`); else resolves when it comes. */
  next(): Promise<void> | undefined;
};

export type PaceParts = {
  clock: Clock;
  first: Extract<Reservation, { count: number }>;
  /** Shared by all batches of a tenant in this process: when something last left, on `clock`. */
  last: { leftAt: number };
  /** The process has just started (`isCold` in send.ts). */
  cold: boolean;
  /** Reserves so many slots anew. */
  renew(count: number): Promise<Reservation>;
  /** There are no slots for so long. */
  onPaused(forMs: number): void;
};

/** Slots closer together than a timer can tell apart are not waited for one by one. */
const TIMER_MS = 1;
/** Beyond this a slot is missed: with what a late reservation may catch up, it is what Teams' own bucket keeps for us. */
const MISSED_MS = 60;
/** While a process is cold, late is its rule, and the bucket's reserve is needed for what gets stuck on the way. */
const COLD_MISSED_MS = 20;
/** Late slots follow each other after this part of their interval. */
const CATCH_UP = 0.85;

export function createPace({ clock, first, last, cold, renew, onPaused }: PaceParts): Pace {
  let { intervalMs, count: left } = first;
  let slotAt = clock.now() + first.firstInMs;
  const missedMs = cold ? COLD_MISSED_MS : MISSED_MS;

  async function renewMissed(): Promise<void> {
    const reservation = await renew(Math.max(left, 1));
    if ("pausedForMs" in reservation) return onPaused(reservation.pausedForMs);
    // The breaker has tripped meanwhile, and one slot for a trial is not what this batch needs.
    if (reservation.count < left) return onPaused(BREAKER_LOOK_MS);
    intervalMs = reservation.intervalMs;
    left = reservation.count;
    slotAt = clock.now() + reservation.firstInMs;
  }

  return {
    next: () => {
      // A rate without a limit worth the name has no slots to miss.
      const isMissed = intervalMs >= TIMER_MS && clock.now() - slotAt > missedMs;
      return isMissed ? renewMissed().then(take) : take();
    },
  };

  function take(): Promise<void> | undefined {
    const now = clock.now();
    const waitMs = Math.max(slotAt, last.leftAt + intervalMs * CATCH_UP) - now;
    slotAt += intervalMs;
    left -= 1;
    if (waitMs >= TIMER_MS) return clock.sleep(waitMs).then(leave);
    last.leftAt = now;
    return undefined;
  }

  function leave(): void {
    last.leftAt = clock.now();
  }
}
