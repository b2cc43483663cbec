// Where a fault happens: a real PostgreSQL in a folder of its own, the simulated Teams as a process of its own, and people
// in the tables as the bot would have written them. Everything is removed afterwards, the logs too unless they are wanted.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type BenchHouse, knowPeople } from "@/bench/house";
import { PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { openDb } from "@/lib/store/db";
import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { Prisma } from "@/lib/store/generated/client";
import { type Environment, readFirstLine, startChild } from "@/scripts/children";
import { startEmbeddedDatabase } from "@/scripts/serve";
import type { SettingsChange } from "@/simulator/settings";

export type FaultHouse = BenchHouse & {
  dataDir: string;
  /** What the processes write; kept when something went wrong. */
  logDir: string;
  people: number;
  ratePerSecond: number;
  /** The settings of a worker. */
  env: Environment;
};

export type HouseOptions = {
  people: number;
  /** SEND_RATE_PER_SECOND of the workers. */
  ratePerSecond: number;
  settings?: SettingsChange;
  /** An existing folder for the database, such as a small disk of its own. */
  dataDir?: string;
  /** Stands between the workers and the simulated Teams: its origin, given the simulator's. */
  between?: (simulatorUrl: string) => Promise<string>;
};

export const REQUEST_TIMEOUT_MS = 3_000;
const BOT_SECRET = "the secret of the bot";
/** Teams as it is: it takes nothing without a token, and gives one for the right secret alone. Nobody lets Graph be read. */
export const STRICT: SettingsChange = { requireToken: true, clientId: PRACTICE_APP_ID, clientSecret: BOT_SECRET, graphRoles: [] };
/** Sockets of a worker to Teams (worker.ts). */
export const CONNECTIONS = 64;

export async function openFaultHouse({ people, ratePerSecond, ...options }: HouseOptions): Promise<FaultHouse> {
  const folder = mkdtempSync(join(tmpdir(), "herald-faults-"));
  const dataDir = options.dataDir ?? join(folder, "data");
  const logDir = join(folder, "logs");
  mkdirSync(logDir);
  const database = await startEmbeddedDatabase(dataDir);
  await letTriggersBeHeldBack(database);
  const teams = JSON.stringify({ people, settings: { ...STRICT, limits: false, ...options.settings } });
  const simulator = startChild("simulator", ["--import", "tsx", "bench/simulator-child.ts", teams], {
    env: process.env, readStdout: true,
  });
  const line = await readFirstLine(simulator);
  if (!line) throw new Error("The simulator did not start.");
  const { url: simulatorUrl } = JSON.parse(line) as { url: string };
  const origin = options.between ? await options.between(simulatorUrl) : simulatorUrl;
  const db = openDb(database.databaseUrl, 12);
  const close = async (): Promise<void> => {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await db.$disconnect();
    await simulator.stop(2_000);
    await eraseEmbeddedPostgres(dataDir);
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  // Workers and the simulator end with this process; the database would outlive it.
  const interrupt = (): void => void close().finally(() => process.exit(130));
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const house: FaultHouse = {
    db, dataDir, logDir, people, ratePerSecond, simulatorUrl, close,
    databaseUrl: database.databaseUrl,
    serviceUrl: `${origin}/teams/`,
    env: workerEnvironment({ ...database, origin, simulatorUrl, ratePerSecond }),
  };
  await knowPeople(house, people);
  return house;
}

/** One of the points of death lies between the rows and the trigger that counts them (kill-points.ts). */
async function letTriggersBeHeldBack({ ownerUrl, databaseUrl }: { ownerUrl: string; databaseUrl: string }): Promise<void> {
  const owner = openDb(ownerUrl, 1);
  try {
    const role = Prisma.raw(`"${decodeURIComponent(new URL(databaseUrl).username)}"`);
    await owner.$executeRaw`GRANT SET ON PARAMETER session_replication_role TO ${role}`;
  } finally {
    await owner.$disconnect();
  }
}

type WorkerSettings = {
  databaseUrl: string;
  secretKey: string;
  /** Where service URLs lead: the simulator, or what stands before it. */
  origin: string;
  simulatorUrl: string;
  ratePerSecond: number;
};

/** With the real gate: every request brings a token that the simulator gave out for the bot's secret. */
export function workerEnvironment({ databaseUrl, secretKey, origin, simulatorUrl, ratePerSecond }: WorkerSettings): Environment {
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: secretKey,
    BOT_AUTH: "on",
    BOT_APP_ID: PRACTICE_APP_ID,
    BOT_APP_PASSWORD: BOT_SECRET,
    BOT_TENANT_ID: PRACTICE_TENANT_ID,
    LOGIN_URL: simulatorUrl,
    GRAPH_URL: `${simulatorUrl}/graph`,
    EXTRA_SERVICE_URLS: origin,
    SEND_RATE_PER_SECOND: String(ratePerSecond),
    REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    LOG_LEVEL: "info",
  };
}

/** Takes their conversations from a share of the people, so that creating them is part of what a fault hits. */
export async function forgetConversations({ db }: Pick<FaultHouse, "db">, share: number): Promise<void> {
  await db.$executeRaw`
    UPDATE conversation_references SET conversation_id = NULL, state = 'KNOWN' WHERE random() < ${share}::float8`;
}
