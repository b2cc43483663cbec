// One broadcast with a fault in the middle: it is sent, workers start, the fault is injected while messages leave, the
// broadcast finishes by itself, the workers stop in an orderly way, and then Herald's report meets the ground truth.
import { join } from "node:path";

import type { Actor } from "@/lib/commands/command";
import { saveDraft } from "@/lib/commands/save-draft";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import type { UnknownPolicy } from "@/lib/domain/broadcast";
import { leaseMsOf } from "@/lib/engine/engine";
import type { DbPool } from "@/lib/store/db";
import { type Child, startChild } from "@/scripts/children";

import type { Finding, Injection } from "./finding";
import { CONNECTIONS, type FaultHouse, REQUEST_TIMEOUT_MS } from "./house";
import { progressOf, until } from "./look";
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
  /** Resolves when this share of the people has been sent to. */
  untilSent(share: number): Promise<void>;
};

export type SceneOptions = {
  name: string;
  policy?: UnknownPolicy;
  workers?: number;
  worker?: WorkerOptions;
  inject: (scene: Scene) => Promise<Injection>;
};

const WORKER_PATIENCE_MS = 15_000;
const SEND_PATIENCE_MS = 600_000;

const AUTHOR: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000aa", name: "faults", role: "author" };

export async function playScene(house: FaultHouse, options: SceneOptions): Promise<Finding> {
  const { name, policy = "HOLD", workers = 2, worker = {} } = options;
  const started = performance.now();
  const before = await readAccepted(house);
  const broadcastId = await sendToEverybody(house.db, policy);
  const scene = makeScene(house, broadcastId, name, worker);
  try {
    for (let n = 0; n < workers; n += 1) scene.startWorker();
    const injection = await options.inject(scene);
    await until(() => progressOf(house.db, broadcastId), ({ status }) => status === "FINISHED", SEND_PATIENCE_MS);
    await stopAll(scene);
    const truth = await judge(house.db, broadcastId, await readAccepted(house), before);
    const seconds = (performance.now() - started) / 1000;
    return { name, policy, ...injection, truth, leaseMs: scene.leaseMs, seconds };
  } finally {
    await stopAll(scene);
  }
}

/** The most a worker may leave in doubt: the requests on the wire and half a second of sends. */
export function boundOf({ ratePerSecond }: Pick<FaultHouse, "ratePerSecond">): number {
  return CONNECTIONS + Math.ceil(ratePerSecond / 2);
}

export async function sendToEverybody(db: DbPool, onUnknown: UnknownPolicy): Promise<string> {
  const draft = await saveDraft.run(db, AUTHOR, {
    topic: "company-news",
    message: {
      kind: "NOTIFICATION",
      title: "The canteen moves",
      whatHappened: "The canteen moved to the ground floor.",
      affected: "Everyone in Berlin",
      actor: "Facilities",
      whatToDo: "Use the new entrance from Monday.",
      optOutHint: "You can stop messages about this topic.",
    },
    audience: { kind: "ALL" },
    onUnknown,
  });
  await sendBroadcast.run(db, AUTHOR, { id: draft.id });
  return draft.id;
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
    untilSent: async (share) => {
      await until(
        () => progressOf(house.db, broadcastId),
        ({ sent, status }) => status === "FINISHED" || sent >= share * house.people,
        SEND_PATIENCE_MS,
      );
    },
  };
}

async function stopAll({ workers }: Scene): Promise<void> {
  await Promise.all([...workers.values()].map((worker) => worker.stop(WORKER_PATIENCE_MS)));
}
