// A PostgreSQL of our own, for whoever has none: real PostgreSQL programs from npm, a cluster in the data folder, on a
// free loopback port that it keeps. Any number of processes may start it: the first one does, the others find it
// running. It outlives the process that started it until somebody calls stop().
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

import { StartError } from "@/lib/errors";

import {
  type Cluster, clusterFile, DATABASE_NAME, DATABASE_USER, databaseUrlOf, dataFolder, findFreePort, lastLine,
  makeCluster, readCluster, removeStalePidFile, saveCluster,
} from "./embedded-cluster";
import { withLock } from "./embedded-lock";
import { findOwner, makeDataDir } from "./embedded-place";
import { findPrograms, type Programs } from "./embedded-programs";

/** After a kill -9 of the server, its children hold the shared memory for a moment. */
const RETRY_FOR_MS = 10_000;
const RETRY_EVERY_MS = 200;
const STOP_TIMEOUT_S = 15;

const SERVER_SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  // Statements carry names and texts of people, which have no place in a log file.
  log_min_error_statement: "panic",
  jit: "off",
};

export interface EmbeddedPostgres {
  databaseUrl: string;
  /** False when the server was up already. */
  started: boolean;
  /** Stops the server and answers true, unless other processes are connected: then it stays, and this answers false. */
  stop(): Promise<boolean>;
}

/**
 * Starts, or finds running, the PostgreSQL of `dataDir`, and makes sure its database exists.
 * `settings` are further server settings, for tests. Throws StartError with one sentence.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const folder = makeDataDir(dataDir);
  const owner = findOwner();
  const programs = findPrograms(owner);
  return withLock(join(folder, "postgres.lock"), async () => {
    const cluster = await makeCluster(folder, owner, programs);
    const started = !(await isRunning(cluster));
    const running = started ? await startServer(folder, cluster, programs, settings) : cluster;
    await createDatabase(running);
    return { databaseUrl: databaseUrlOf(running), started, stop: () => stopUnlessUsed(folder, programs) };
  });
}

/** Stops the PostgreSQL of `dataDir`, whoever uses it, and deletes its data: for tests and the demo's `--fresh`. */
export async function eraseEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = makeDataDir(dataDir);
  const cluster = readCluster(folder);
  if (cluster === undefined) return;
  await withLock(join(folder, "postgres.lock"), async () => {
    if (await isRunning(cluster)) await stopServer(cluster, findPrograms(findOwner()));
    rmSync(cluster.folder, { recursive: true, force: true });
    rmSync(clusterFile(folder), { force: true });
  });
}

/** True when the server at the cluster's port is the one of this cluster; waits while a server there starts up. */
async function isRunning(cluster: Cluster): Promise<boolean> {
  const deadline = performance.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      const rows = await query(databaseUrlOf(cluster, "postgres"), "SHOW data_directory");
      return existsSync(dataFolder(cluster)) && rows[0]?.["data_directory"] === realpathSync(dataFolder(cluster));
    } catch (error) {
      const startingUp = (error as { code?: string }).code === "57P03";
      // Nobody listens, or somebody else's program does: either way it is not ours.
      if (!startingUp || performance.now() > deadline) return false;
    }
    await wait(RETRY_EVERY_MS);
  }
}

async function startServer(
  dataDir: string,
  cluster: Cluster,
  programs: Programs,
  settings: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const deadline = performance.now() + RETRY_FOR_MS;
  const log = join(cluster.folder, "server.log");
  let current = cluster;
  for (;;) {
    removeStalePidFile(current);
    const logStart = existsSync(log) ? statSync(log).size : 0;
    const options = Object.entries({ ...SERVER_SETTINGS, ...settings }).map(([name, value]) => `-c ${name}=${value}`);
    const { code } = await programs.run("pg_ctl", [
      "start", "-w", "-t", "60", "-D", dataFolder(current), "-l", log, "-o", [`-p ${current.port}`, ...options].join(" "),
    ]);
    if (code === 0) return current;
    const written = existsSync(log) ? readFrom(log, logStart) : "";
    if (performance.now() > deadline) throw new StartError(describeFailure(written, log));
    if (/could not bind|could not create any TCP/.test(written)) {
      current = { ...current, port: await findFreePort() };
      saveCluster(dataDir, current);
    } else if (!/still in use|already exists|is being shut down/.test(written)) {
      throw new StartError(describeFailure(written, log));
    }
    await wait(RETRY_EVERY_MS);
    if (await isRunning(current)) return current;
  }
}

function describeFailure(written: string, log: string): string {
  const fatal = written.split("\n").filter((line) => /FATAL|PANIC/.test(line)).join("\n");
  const reason = lastLine(fatal || written).replace(/^.*?(FATAL|PANIC):\s*/, "");
  return `The embedded PostgreSQL did not start: ${reason || "it wrote no reason"} (see ${log}).`;
}

async function createDatabase(cluster: Cluster): Promise<void> {
  const admin = databaseUrlOf(cluster, "postgres");
  const rows = await query(admin, "SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE_NAME]);
  if (rows.length === 0) await query(admin, `CREATE DATABASE ${DATABASE_NAME} OWNER ${DATABASE_USER}`);
}

async function stopUnlessUsed(dataDir: string, programs: Programs): Promise<boolean> {
  return withLock(join(dataDir, "postgres.lock"), async () => {
    const cluster = readCluster(dataDir);
    if (cluster === undefined || !(await isRunning(cluster))) return true;
    if (await isUsed(cluster)) return false;
    await stopServer(cluster, programs);
    return true;
  });
}

// A connection that was just closed shows for a moment longer, so being used is believed only when it lasts.
async function isUsed(cluster: Cluster): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    const others = await query(databaseUrlOf(cluster, "postgres"), `
      SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`);
    if (others.length === 0) return false;
    await wait(RETRY_EVERY_MS);
  }
  return true;
}

async function stopServer(cluster: Cluster, programs: Programs): Promise<void> {
  const { code, output } = await programs.run("pg_ctl", [
    "stop", "-w", "-t", String(STOP_TIMEOUT_S), "-m", "fast", "-D", dataFolder(cluster),
  ]);
  if (code !== 0) throw new StartError(`The embedded PostgreSQL did not stop: ${lastLine(output)}.`);
}

async function query(url: string, sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  // Without a listener, a server that dies under an idle connection would end this process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

function readFrom(file: string, start: number): string {
  const length = statSync(file).size - start;
  if (length <= 0) return readFileSync(file, "utf8");
  const bytes = Buffer.alloc(length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, bytes, 0, length, start);
  } finally {
    closeSync(handle);
  }
  return bytes.toString("utf8");
}
