// One worker as production wires it, with the rate that a measurement wants.
import { createConnector } from "@/bot/connector";
import { createSender } from "@/bot/sender";
import { createWire } from "@/bot/wire";
import { type Engine, startEngine } from "@/lib/engine/engine";
import { log } from "@/lib/log";
import type { DbPool } from "@/lib/store/db";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import packageJson from "@/package.json";
import { readFirstLine, startChild } from "@/scripts/children";
import { systemClock } from "@/worker";

export type WorkerOptions = { simulatorUrl: string; connections: number; ratePerSecond: number };

/** So fast that the bucket is never what is waited for. */
export const UNLIMITED_PER_SECOND = 1_000_000;
/** The limits of the heap that `npm run worker` sets. Without them, V8 takes a third more memory before it collects. */
const HEAP_LIMITS = packageJson.scripts.worker.split(" ").filter((word) => word.startsWith("--max-"));
const REQUEST_TIMEOUT_MS = 15_000;
const STOP_PATIENCE_MS = 12_000;

export function startBenchEngine(db: DbPool, { simulatorUrl, connections, ratePerSecond }: WorkerOptions): Engine {
  const wire = createWire({ connections, timeoutMs: REQUEST_TIMEOUT_MS });
  const rules = { botAuth: false, extraOrigins: [simulatorUrl], cloud: "public" } as const;
  return startEngine({
    ledger: createPostgresLedger(db, ratePerSecond),
    sender: createSender({ connector: createConnector({ wire, rules, tokens: undefined }), secretKey: "bench".repeat(8) }),
    clock: systemClock,
    random: Math.random,
    log,
    settings: { ratePerSecond, requestTimeoutMs: REQUEST_TIMEOUT_MS, connections },
  });
}

export type WorkerUse = { cpuSeconds: number; rssMiB: number; peakMiB: number };
export type BenchWorker = { pid: number; use(): Promise<WorkerUse>; stop(): Promise<void> };

/** The same in a process of its own. */
export async function startBenchWorker(databaseUrl: string, options: WorkerOptions): Promise<BenchWorker> {
  const json = JSON.stringify({ databaseUrl, ...options });
  const child = startChild("worker", [...HEAP_LIMITS, "--import", "tsx", "bench/worker-child.ts", json], {
    env: { ...process.env, LOG_LEVEL: "error" },
    readStdout: true,
  });
  if ((await readFirstLine(child)) === undefined) throw new Error("The worker did not start.");
  return {
    pid: child.process.pid ?? 0,
    use: () =>
      new Promise((resolve) => {
        child.process.once("message", (use) => resolve(use as WorkerUse));
        child.process.send("use");
      }),
    stop: () => child.stop(STOP_PATIENCE_MS),
  };
}
