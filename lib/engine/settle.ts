// Collects what answers came to and writes it in batches: at most 500 results, at most 250 ms old. While the database is
// away the results wait here; if this process dies meanwhile, their leases end and they become UNCONFIRMED.
import type { Ledger, Settlement } from "@/lib/domain/ledger";
import type { Clock } from "@/lib/domain/ports";

import type { EngineLog } from "./engine";

const FLUSH_AFTER_MS = 250;
const MAX_BATCH = 500;
const RETRY_FLUSH_MS = 500;
/** At a stop, how often a flush is tried before the leases are left to end by themselves. */
const LAST_TRIES = 6;

export type Settler = {
  add(settlement: Settlement): void;
  close(): Promise<void>;
};

export function createSettler({ ledger, clock, log }: { ledger: Ledger; clock: Clock; log: EngineLog }): Settler {
  let waiting: Settlement[] = [];
  let closing = false;
  let failures = 0;
  let wake: AbortController | undefined;
  const done = run();

  async function run(): Promise<void> {
    while (!closing || waiting.length > 0) {
      if (waiting.length < MAX_BATCH && !closing) await rest(FLUSH_AFTER_MS);
      if (waiting.length > 0) await flush();
      if (closing && failures >= LAST_TRIES) return;
    }
  }

  async function rest(ms: number): Promise<void> {
    wake = new AbortController();
    await clock.sleep(ms, wake.signal);
    wake = undefined;
  }

  async function flush(): Promise<void> {
    const batch = waiting.slice(0, MAX_BATCH);
    try {
      const trips = await ledger.settle(batch);
      waiting = waiting.slice(batch.length);
      failures = 0;
      for (const { scope, id, reason } of trips) {
        const where = scope === "TENANT" ? { tenantId: id } : { broadcastId: id };
        log.warn("engine.breaker_opened", { cause: scope, reason, ...where });
      }
    } catch (error) {
      failures += 1;
      log.error("engine.settle_failed", { error, count: batch.length });
      await clock.sleep(RETRY_FLUSH_MS);
    }
  }

  return {
    add: (settlement) => {
      waiting.push(settlement);
      if (waiting.length >= MAX_BATCH) wake?.abort();
    },
    close: async () => {
      closing = true;
      wake?.abort();
      await done;
    },
  };
}
