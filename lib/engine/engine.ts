// The engine: everything that moves a broadcast from SCHEDULED to FINISHED. It hears from nobody: it reads rows, claims
// what is due, sends, settles and finishes. Stop it anywhere and start it again; the rows say where it was.
//
//   chores (one loop)   heartbeat · due broadcasts start · lost leases are recovered · finished broadcasts close · tenants
//                       with work get a lane
//   freezing (a loop)   audiences are written down, page by page
//   lane (a tenant)     claim a batch · reserve slots · create missing conversations · commit the intents · post each in
//                       its slot · hand the answer to the settler
//   settler (one)       decisions, in batches, at most a quarter of a second old
import { randomUUID } from "node:crypto";

import type { Ledger } from "@/lib/domain/ledger";
import type { Clock, Sender } from "@/lib/domain/ports";
import type { Log } from "@/lib/log";

import { createContentCache } from "./content";
import { createLanes } from "./lane";
import { createSettler } from "./settle";

export type EngineSettings = {
  ratePerSecond: number;
  requestTimeoutMs: number;
  /** Requests on the wire at once. */
  connections: number;
};

export type EngineLog = Pick<Log, "info" | "warn" | "error">;

export type EngineParts = {
  ledger: Ledger;
  sender: Sender;
  clock: Clock;
  random: () => number;
  log: EngineLog;
  settings: EngineSettings;
  workerId?: string;
};

export type Engine = {
  workerId: string;
  /** Claims nothing more, waits a while for what is on the wire, settles it and gives back the rest: within 10 s. */
  stop(): Promise<void>;
};

/** How long the chores rest when there was nothing to do. */
const IDLE_MS = 250;
const BEAT_EVERY_MS = 3_000;
const RECOVER_EVERY_MS = 1_000;
/** A stop has 10 s: for what is on the wire, for what was cut off to answer, and for the settling of both. */
const DRAIN_MS = 6_000;
const CUT_OFF_MS = 500;
const LAST_SETTLING_MS = 2_500;
const RETIRE_MS = 500;
/** After an error of the database, so that a restart of it is not met with a storm. */
const ERROR_REST_MS = 1_000;

/** A lease outlives the longest request, the settling of its answer, and a margin of 10 s. */
export function leaseMsOf(settings: EngineSettings): number {
  return settings.requestTimeoutMs + 10_250;
}

export function startEngine(parts: EngineParts): Engine {
  const { ledger, sender, clock, log } = parts;
  const workerId = parts.workerId ?? randomUUID();
  const stopping = new AbortController();
  const settler = createSettler({ ledger, clock, log });
  const content = createContentCache(ledger, clock);
  const lanes = createLanes({ ...parts, workerId, settler, content, stopping: stopping.signal });
  const chores = runChores();
  const freezing = freezeAudiences();

  /** Beside the chores: a page of a large audience takes seconds, and one that cannot be written holds nothing else up. */
  async function freezeAudiences(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (!(await ledger.resolvePage())) await clock.sleep(IDLE_MS, stopping.signal);
      } catch (error) {
        log.error("engine.freezing_failed", { error });
        await clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  async function runChores(): Promise<void> {
    const periods = { beatAt: -Infinity, recoverAt: -Infinity };
    while (!stopping.signal.aborted) {
      try {
        const busy = await doChores(periods);
        if (!busy) await clock.sleep(IDLE_MS, stopping.signal);
      } catch (error) {
        log.error("engine.chores_failed", { error });
        await clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  /** True when there is more to do at once. */
  async function doChores(periods: { beatAt: number; recoverAt: number }): Promise<boolean> {
    if (clock.now() - periods.beatAt >= BEAT_EVERY_MS) {
      await ledger.beat(workerId);
      periods.beatAt = clock.now();
    }
    const started = await ledger.startDue();
    if (started > 0) log.info("engine.broadcasts_due", { count: started });
    if (clock.now() - periods.recoverAt >= RECOVER_EVERY_MS) {
      const recovered = await ledger.recover();
      if (recovered.queued + recovered.unconfirmed + recovered.retried > 0) log.warn("engine.recovered", recovered);
      periods.recoverAt = clock.now();
    }
    const tried = await ledger.tryBreakers();
    if (tried > 0) log.info("engine.breakers_tried", { count: tried });
    const { finished, swept } = await ledger.finish();
    if (finished > 0) log.info("engine.broadcasts_finished", { count: finished });
    lanes.offer(await ledger.listWork());
    return swept > 0;
  }

  /** Waits for the work, but no longer than this. */
  async function within(ms: number, work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    await Promise.race([work, clock.sleep(ms, over.signal)]).finally(() => over.abort());
  }

  return {
    workerId,
    stop: async () => {
      stopping.abort();
      const drained = Promise.all([chores, freezing]).then(() => lanes.drained());
      await within(DRAIN_MS, drained);
      // What hangs longer is cut off and becomes UNCONFIRMED now, instead of when its lease ends.
      await sender.close();
      await within(CUT_OFF_MS, drained);
      await within(LAST_SETTLING_MS, settler.close());
      // Without a database nothing can be given back: the leases end by themselves, and stopping has still succeeded.
      const retired = ledger.retire(workerId).catch((error: unknown) => log.error("engine.retire_failed", { error }));
      await within(RETIRE_MS, retired);
    },
  };
}
