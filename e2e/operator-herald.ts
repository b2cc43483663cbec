// Herald as an operator starts it: what `npm start` runs, no database given, a free port and an empty data folder.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";

import { findQuietPort } from "./quiet-port";

export type OperatorHerald = {
  url: string;
  env: Record<string, string>;
  /** Sends SIGTERM. Resolves with how long the end took, its exit code, and what still runs. */
  terminate(): Promise<{ tookMs: number; code: number | null; leftovers: string[] }>;
  /** Kills what is left and removes the data folder. */
  clear(): Promise<void>;
};

/** A build may come before, when the sources are newer than the last one. */
const READY_PATIENCE_MS = 180_000;

export async function startAsOperator(settings: Record<string, string>): Promise<OperatorHerald> {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-operator-"));
  const port = await findQuietPort();
  const { PATH = "", HOME = dataDir } = process.env;
  const own = { PATH, HOME, PORT: String(port), HERALD_DATA_DIR: dataDir, LOG_LEVEL: "warn" };
  const env: Record<string, string> = { ...own, ...settings };
  const child = spawn("node", ["scripts/setup.mjs", "scripts/start.ts"], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const clear = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await eraseEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await sayReady(child);
  } catch (error) {
    await clear();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, env, clear, terminate: () => terminate(child, dataDir) };
}

/** The last line of a start is `Herald is ready: …`. */
async function sayReady(child: ChildProcess): Promise<void> {
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Herald is ready")) resolve();
    });
    child.once("exit", () => reject(new Error(`Herald ended while it was starting:\n${said}`)));
    setTimeout(() => reject(new Error(`Herald did not get ready:\n${said}`)), READY_PATIENCE_MS).unref();
  });
  await ready;
}

async function terminate(child: ChildProcess, dataDir: string) {
  const family = descendantsOf(child.pid ?? 0);
  const began = performance.now();
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
  const tookMs = performance.now() - began;
  const leftovers = listProcesses()
    .filter(({ pid, command }) => family.has(pid) || command.includes(dataDir))
    .map(({ command }) => command);
  return { tookMs, code: child.exitCode, leftovers };
}

/** A zombie has ended, and only waits for its number to be taken back. */
function listProcesses(): { pid: number; parent: number; command: string }[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,ppid=,stat=,command="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

function descendantsOf(root: number): Set<number> {
  const family = new Set([root]);
  const processes = listProcesses();
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return family;
}
