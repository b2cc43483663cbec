// The worker processes of a run: as many as the plan says, killed, frozen and stopped when it says; one that dies is started
// again a little later under another name, as a supervisor would.
import { type MortalWorker, startMortalWorker, type World } from "./mortal-worker";

export type Workers = {
  /** Stops all of them gracefully; fails when that takes longer than it may or leaves anything claimed. */
  stopAll(): Promise<void>;
  /** Nothing of them is heard any more. */
  abandon(): void;
};

const STOP_WITHIN_MS = 10_000;

export function startWorkers(world: World): Workers {
  const { timeline, plan, watch, tally } = world;
  const random = world.random.stream("workers");
  const living = new Set<MortalWorker>();
  let started = 0;
  let closed = false;

  function start(): void {
    if (closed) return;
    started += 1;
    const worker = startMortalWorker(world, `w${started}`, (workerId) => {
      for (const other of living) if (other.workerId === workerId) living.delete(other);
      timeline.after(random.between(100, 8_000), start);
    });
    // It may have died at its very first step.
    if (!worker.isDead()) living.add(worker);
  }

  /** One of those alive, at random. */
  function strike(moments: readonly number[], blow: (worker: MortalWorker) => void): void {
    for (const moment of moments) timeline.at(moment, () => living.size > 0 && blow(random.pick([...living])));
  }

  async function stop(worker: MortalWorker): Promise<void> {
    const beganAt = timeline.nowMs();
    await worker.stop();
    const tookMs = timeline.nowMs() - beganAt;
    tally.raise("graceful stop, ms", tookMs);
    if (plan.calm && tookMs > STOP_WITHIN_MS) watch.fail(`A graceful stop took ${Math.round(tookMs)} ms.`);
  }

  function stopAndReplace(worker: MortalWorker): void {
    tally.add("injected: graceful stop");
    living.delete(worker);
    timeline.after(random.between(100, 3_000), start);
    void stop(worker);
  }

  for (let n = 0; n < plan.workers; n += 1) timeline.at(random.between(0, 1_000), start);
  strike(plan.kills, (worker) => worker.kill());
  strike(plan.freezes, (worker) => worker.freeze(random.between(500, random.pick([1, 2.2, 6]) * plan.leaseMs)));
  strike(plan.gracefulStops, stopAndReplace);

  return {
    abandon: () => {
      closed = true;
      for (const worker of [...living]) worker.kill();
    },
    stopAll: async () => {
      closed = true;
      let stopped = false;
      // One that is frozen hears of it when it thaws.
      await timeline.run(Math.max(0, ...[...living].map((worker) => worker.frozenUntil())), () => false);
      const beganAt = timeline.nowMs();
      void Promise.all([...living].map((worker) => worker.stop())).then(() => (stopped = true));
      await timeline.run(beganAt + STOP_WITHIN_MS, () => stopped || watch.violations.length > 0);
      if (!stopped) watch.fail("The workers do not stop within 10 s.");
      tally.raise("graceful stop, ms", timeline.nowMs() - beganAt);
    },
  };
}
