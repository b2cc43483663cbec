// One broadcast with a fault in the middle: it is sent, workers start, the fault is injected while messages leave, the
// broadcast finishes by itself, the workers stop in an orderly way, and then Herald's report meets the ground truth.
import { join } from "node:path";

import type { UnknownPolicy } from "@/lib/domain/broadcast";
import { leaseMsOf } from "@/lib/engine/engine";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { type Child, startChild } from "@/scripts/children";

import type { Finding, Injection } from "./finding";
import { CONNECTIONS, type FaultHouse, REQUEST_TIMEOUT_MS } from "./house";
import { type Progress, untilProgress } from "./look";
import { judge, readAccepted } from "./truth";

export type WorkerOptions = {
  /** Modules that are loaded before the worker. */
  preload?: string[];
  /** The program and its arguments; `npm run worker`'s by default. */
  program?: string[];
};

export type Scene = {
  house: FaultHouse;
  broadcastId: string;
  leaseMs: number;
  /** The workers that should be running, by process id. */
  workers: Map<number, Child>;
  startWorker(options?: WorkerOptions): Child;
  /** Resolves when sending has begun and this share of the people is dealt with. */
  untilDone(share: number): Promise<void>;
};

export type SceneOptions = {
  name: string;
  policy?: UnknownPolicy;
  workers?: number;
  worker?: WorkerOptions;
  inject: (scene: Scene) => Promise<Injection>;
};

const WORKER_PATIENCE_MS = 15_000;

export async function playScene(house: FaultHouse, options: SceneOptions): Promise<Finding> {
  const { name, policy = "HOLD", workers = 2, worker = {} } = options;
  const started = performance.now();
  const before = await readAccepted(house);
  const broadcastId = await sendToAll(house.db, { onUnknown: policy });
  const scene = makeScene(house, broadcastId, name, worker);
  try {
    for (let n = 0; n < workers; n += 1) scene.startWorker();
    const injection = await options.inject(scene);
    // One that stands still is judged as it is: whoever has no final state is lost.
    await untilProgress(house.db, broadcastId, ({ status }) => status === "FINISHED");
    await stopAll(scene);
    const truth = await judge(house.db, broadcastId, await readAccepted(house), before);
    const seconds = (performance.now() - started) / 1000;
    return { name, policy, ...injection, truth, leaseMs: scene.leaseMs, seconds, logDir: house.logDir };
  } catch (error) {
    throw new Error(`${name} could not be played to its end; the logs are in ${house.logDir}.`, { cause: error });
  } finally {
    await stopAll(scene);
  }
}

/** The most a worker may leave in doubt: the requests on the wire and half a second of sends. */
export function boundOf({ ratePerSecond }: Pick<FaultHouse, "ratePerSecond">): number {
  return CONNECTIONS + Math.ceil(ratePerSecond / 2);
}

function makeScene(house: FaultHouse, broadcastId: string, name: string, worker: WorkerOptions): Scene {
  const workers = new Map<number, Child>();
  return {
    house,
    broadcastId,
    leaseMs: leaseMsOf({ ratePerSecond: house.ratePerSecond, requestTimeoutMs: REQUEST_TIMEOUT_MS, connections: CONNECTIONS }),
    workers,
    startWorker: (options = worker) => {
      const imports = ["tsx", ...(options.preload ?? [])].flatMap((module) => ["--import", module]);
      const child = startChild("worker", [...imports, ...(options.program ?? ["scripts/worker.ts"])], {
        env: house.env,
        logFile: join(house.logDir, `${name.replaceAll(/\W+/g, "-")}.log`),
      });
      const pid = child.process.pid;
      if (pid === undefined) throw new Error("A worker did not start.");
      workers.set(pid, child);
      void child.ended.then(() => workers.delete(pid));
      return child;
    },
    untilDone: async (share) => {
      const isEnough = ({ sent, open, status }: Progress): boolean =>
        status === "FINISHED" || (sent > 0 && open <= (1 - share) * house.people);
      if (!(await untilProgress(house.db, broadcastId, isEnough))) throw new Error("Sending stands still.");
    },
  };
}

async function stopAll({ workers }: Scene): Promise<void> {
  await Promise.all([...workers.values()].map((worker) => worker.stop(WORKER_PATIENCE_MS)));
}
