// Reserved slots as moments to wait for, on an absolute schedule: a late one does not push the others back. Slots that
// were missed by far, because this process stood still, are not caught up in a burst that Teams would refuse: they are
// given up, and new ones are reserved.
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
  /** Reserves so many slots anew. */
  renew(count: number): Promise<Reservation>;
  /** There are no slots for so long. */
  onPaused(forMs: number): void;
};

/** Slots closer together than a timer can tell apart are not waited for one by one. */
const TIMER_MS = 1;
/** Beyond this a slot is missed: what Teams' own bucket has kept for us in the meantime is about as much. */
const MISSED_MS = 100;

export function createPace({ clock, first, renew, onPaused }: PaceParts): Pace {
  let { intervalMs, count: left } = first;
  let slotAt = clock.now() + first.firstInMs;

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
      const isMissed = intervalMs >= TIMER_MS && clock.now() - slotAt > MISSED_MS;
      return isMissed ? renewMissed().then(take) : take();
    },
  };

  function take(): Promise<void> | undefined {
    const waitMs = slotAt - clock.now();
    slotAt += intervalMs;
    left -= 1;
    return waitMs >= TIMER_MS ? clock.sleep(waitMs) : undefined;
  }
}
