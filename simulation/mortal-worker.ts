// One worker process: the real engine, with a life that can end at any await. Everything the engine waits for comes back
// through `hear`: to a dead worker nothing comes back, to a frozen one later. What it had sent off before it died is on its
// way and may still arrive, at the database or at Teams.
import type { Ledger } from "@/lib/domain/ledger";
import type { Clock } from "@/lib/domain/ports";
import { type Engine, type EngineLog, startEngine } from "@/lib/engine/engine";

import type { FaultyConnector } from "./faulty-connector";
import { asLedger, type Call, type InstantLedger } from "./memory-ledger";
import type { Plan } from "./plan";
import type { Random } from "./random";
import type { Tally } from "./tally";
import type { Timeline } from "./timeline";
import type { Watch } from "./watch";

export type Life = {
  workerId: string;
  isDead(): boolean;
  /** Something this worker waits for has come; it hears of it if it lives, and when it is not frozen. */
  hear(afterMs: number, resume: () => void): void;
  /** A step at which it may die. */
  step(): void;
};

export type MortalWorker = Life & {
  kill(): void;
  freeze(ms: number): void;
  frozenUntil(): number;
  stop(): Promise<void>;
};

export type World = {
  timeline: Timeline;
  ledger: InstantLedger;
  connector: FaultyConnector;
  plan: Plan;
  watch: Watch;
  tally: Tally;
  random: Random;
};

const SPURIOUS_WAKE = 0.01;
const IN_FLIGHT_ARRIVES = 0.5;

export function startMortalWorker(world: World, workerId: string, onDeath: (workerId: string) => void): MortalWorker {
  const { plan, watch, tally } = world;
  const random = world.random.stream(workerId);
  const life = createLife(world, workerId, random, onDeath);
  const settings = { ratePerSecond: plan.ratePerSecond, requestTimeoutMs: plan.requestTimeoutMs, connections: plan.connections };
  const engine: Engine = startEngine({
    workerId,
    settings,
    ledger: createRemoteLedger(world, life, random.stream("ledger")),
    sender: world.connector.senderOf(life),
    clock: createClock(world, life, random.stream("clock")),
    random: random.stream("engine").next,
    log: createLog(watch, tally),
  });
  return { ...life, stop: () => engine.stop() };
}

function createLife(
  world: World,
  workerId: string,
  random: Random,
  onDeath: (workerId: string) => void,
): Omit<MortalWorker, "stop"> {
  const { timeline, plan, tally } = world;
  let dead = false;
  let frozenUntil = 0;

  function hear(afterMs: number, resume: () => void): void {
    timeline.after(afterMs, () => {
      if (dead) return;
      if (timeline.nowMs() < frozenUntil) hear(frozenUntil - timeline.nowMs(), resume);
      else resume();
    });
  }

  function kill(): void {
    if (dead) return;
    dead = true;
    tally.add("injected: worker killed");
    onDeath(workerId);
  }

  return {
    workerId, hear, kill,
    isDead: () => dead,
    frozenUntil: () => frozenUntil,
    freeze: (ms) => {
      frozenUntil = Math.max(frozenUntil, timeline.nowMs() + ms);
      tally.add("injected: worker frozen");
    },
    step: () => {
      if (timeline.nowMs() < plan.faultsUntilMs && random.chance(plan.killPerStep)) kill();
    },
  };
}

/** Milliseconds since no particular moment. A sleep that may be interrupted is now and then interrupted for no reason. */
function createClock({ timeline, plan, tally }: World, life: Life, random: Random): Clock {
  const zero = random.between(-1e6, 1e6);
  return {
    now: () => timeline.nowMs() - zero,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.resolve();
      const early = signal !== undefined && timeline.nowMs() < plan.faultsUntilMs && random.chance(SPURIOUS_WAKE);
      if (early) tally.add("injected: wake-up for no reason");
      return new Promise((resolve) => {
        signal?.addEventListener("abort", wake);
        life.hear(Math.max(0, early ? ms * random.next() : ms), wake);
        function wake(): void {
          signal?.removeEventListener("abort", wake);
          resolve();
        }
      });
    },
  };
}

/** The ledger at the other end of a network: calls take time, fail before or after they took effect, and get lost. */
function createRemoteLedger(world: World, life: Life, random: Random): Ledger {
  const { timeline, plan, watch, tally } = world;

  const call: Call = (name, act) =>
    new Promise((resolve, reject) => {
      if (life.isDead()) return;
      const error = drawError();
      timeline.after(drawLatency(), () => {
        if (life.isDead() && !random.chance(IN_FLIGHT_ARRIVES)) return;
        if (error === "BEFORE") return life.hear(drawLatency(), () => reject(new Error("The database is away.")));
        const result = watch.during(name, act);
        life.step();
        life.hear(drawLatency(), () => (error ? reject(new Error("The connection broke.")) : resolve(result)));
      });
      life.step();
    });

  function drawLatency(): number {
    const spikes = plan.ledgerSpikeMs > 0 && timeline.nowMs() < plan.faultsUntilMs && random.chance(0.02);
    if (spikes) tally.add("injected: slow ledger call");
    return spikes ? random.between(0, plan.ledgerSpikeMs) : random.between(0.2, 2);
  }

  function drawError(): "BEFORE" | "AFTER" | undefined {
    const now = timeline.nowMs();
    if (now >= plan.faultsUntilMs) return undefined;
    const isAway = plan.storms.some(({ kind, fromMs, untilMs }) => kind === "DATABASE" && now >= fromMs && now < untilMs);
    if (!isAway && !random.chance(plan.ledgerErrors)) return undefined;
    const error = isAway || random.chance(0.5) ? "BEFORE" : "AFTER";
    tally.add(`injected: ledger error ${error.toLowerCase()} the commit`);
    return error;
  }

  return watch.listen(asLedger(watch.observe(world.ledger, life.workerId), call), life.workerId);
}

/** A request that broke instead of answering is a bug: ports answer with values. */
function createLog(watch: Watch, tally: Tally): EngineLog {
  return {
    info: (event) => tally.add(`engine said: ${event}`),
    warn: (event) => tally.add(`engine said: ${event}`),
    error: (event, fields) => {
      tally.add(`engine said: ${event}`);
      const isInjected = fields?.error instanceof Error && /database is away|connection broke/.test(fields.error.message);
      if (fields?.error && !isInjected) watch.fail(`${event}: ${String(fields.error)}`);
    },
  };
}
