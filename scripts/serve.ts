// What `npm start`, `npm run demo` and the browser tests share: a database that is up to date, a built console, a
// server that is ready, and an orderly end in which nothing is left running.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { StartError } from "@/lib/errors";
import { SETTINGS } from "@/lib/settings";
import { startEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { removeRun, writeRun } from "@/lib/store/embedded-run";
import { readOrMakeSecretKey } from "@/lib/store/embedded-secret";
import { appUrlOf, migrateAndProtect } from "@/lib/store/protect-audit";

import { build, isBuilt } from "./build";
import { type Child, type Environment, startChild } from "./children";

const SERVER = fileURLToPath(new URL("next-server.mjs", import.meta.url));

const READY_TIMEOUT_MS = 90_000;
const READY_POLL_MS = 150;
/** The engine drains in under 10 s, and everything together ends within 15. */
export const SERVER_PATIENCE_MS = 11_000;

/**
 * Many times what the server holds. In a larger heap V8 collects when there is four times as much as is held, in this one when
 * there is twice: a list of a million rows took 240 MiB more for a while, and less than half of that since. An operator's own
 * limit in NODE_OPTIONS counts.
 */
const HEAP_LIMIT = "--max-old-space-size=1024";

/** What signs, and what signed before a rotation. */
export type Keys = { secretKey: string; previousKeys: string[] };

export interface Database {
  /** As Herald's own role, which can only add to the audit. */
  databaseUrl: string;
  /** As the owner, for migrations and for tests that look behind. */
  ownerUrl: string;
  secretKey: string;
  /** Tells the tools beside this process the settings of its run, and its keys if they are not the folder's. */
  announce(settings: Record<string, string>, keys?: Keys): void;
  stop(): Promise<void>;
}

/** Progress for the person at the terminal; on stderr, because stdout is for the result. */
export function say(text: string): void {
  console.error(text);
}

/** Throws StartError when something listens there already. */
export async function checkPortIsFree(port: number, setting: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, () => probe.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  const reason = code === "EADDRINUSE" ? "is in use" : `cannot be used (${code})`;
  const advice = code === "EADDRINUSE" ? "stop the other program, or choose" : "choose";
  throw new StartError(`Port ${port} ${reason}: ${advice} another port with ${setting}=${suggestPort(port)}.`);
}

/** A port near this one that anybody may listen on. */
export function suggestPort(port: number): number {
  if (port < 1024) return 8080;
  return port < 65535 ? port + 1 : port - 1;
}

/** The port that a file remembers; a damaged file counts as absent, for another port can always be taken. */
export function readPortFile(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  return SETTINGS.PORT.schema.safeParse(readFileSync(file, "utf8").trim()).data;
}

/** The embedded database of a data folder, with all migrations. */
export async function startEmbeddedDatabase(dataDir: string): Promise<Database> {
  const server = await startEmbeddedPostgres(dataDir);
  const ownerUrl = server.databaseUrl;
  const databaseUrl = appUrlOf(ownerUrl);
  let secretKey: string;
  try {
    secretKey = readOrMakeSecretKey(dataDir);
    await migrateAndProtect(ownerUrl, databaseUrl, { make: true });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const announce = (settings: Record<string, string>, keys: Keys = { secretKey, previousKeys: [] }) =>
    writeRun(dataDir, { pid: process.pid, databaseUrl, ...keys, settings });
  return {
    databaseUrl,
    ownerUrl,
    secretKey,
    announce,
    stop: async () => {
      removeRun(dataDir, process.pid);
      await server.stop();
    },
  };
}

export async function buildWhenStale(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (isBuilt()) return;
  say("Building the console, which takes about half a minute …");
  await build(signal);
}

export interface ServerOptions {
  port: number;
  env: Environment;
  /** A practice server listens on loopback only, because it lets anybody in. */
  loopbackOnly: boolean;
  logFile?: string;
}

/** Starts it as a process of its own, so that signals reach it. */
export function startServer({ port, env, loopbackOnly, ...rest }: ServerOptions): Child {
  const place = ["--port", String(port), ...(loopbackOnly ? ["--hostname", "127.0.0.1"] : [])];
  const heap = env["NODE_OPTIONS"]?.includes("--max-old-space-size") ? [] : [HEAP_LIMIT];
  return startChild("server", [...heap, SERVER, ...place], {
    // Without the manual handling, Next exits on SIGTERM before the engine has drained.
    env: { ...env, NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "true", NEXT_TELEMETRY_DISABLED: "1" },
    ...rest,
  });
}

/**
 * Waits until /api/ready answers 200, or, without an engine of its own, until it says that the database is there.
 * Throws StartError when the server ends or takes too long, and the signal's reason once that is aborted.
 */
export async function waitUntilReady(
  child: Child, port: number, withEngine = true, signal = new AbortController().signal,
): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  let end: string | undefined;
  void child.ended.then((reason) => (end = reason));
  while (!(await isReady(port, withEngine, signal))) {
    if (end !== undefined) throw new StartError(`The ${child.name} stopped while it was starting (${end}).`);
    if (performance.now() > deadline) throw new StartError(`The ${child.name} did not become ready in 90 seconds.`);
    await wait(READY_POLL_MS, undefined, { signal });
  }
  signal.throwIfAborted();
}

async function isReady(port: number, withEngine: boolean, stopped: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(5_000)]);
    const answer = await fetch(`http://127.0.0.1:${port}/api/ready`, { signal });
    const { database } = (await answer.json()) as { database?: string };
    return answer.status === 200 || (!withEngine && database === "ok");
  } catch (error) {
    // Refused, reset, slow or not ours: all the same while a server is starting. A bug of ours is none of these.
    if (error instanceof TypeError || error instanceof SyntaxError || (error as Error).name === "TimeoutError") return false;
    throw error;
  }
}
