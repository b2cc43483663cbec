// A whole Herald for journeys: database, simulated Teams and a production server, on free ports and in a folder of
// its own, and all of it gone at the end. The parts are those of `npm run demo`.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { Role } from "@/lib/domain/role";
import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { type Child } from "@/scripts/children";
import {
  buildWhenStale, SERVER_PATIENCE_MS, startEmbeddedDatabase, startServer, waitUntilReady,
} from "@/scripts/serve";
import type { SettingsChange } from "@/simulator/settings";
import { type Simulator, type SimulatorOptions, startSimulator } from "@/simulator/simulator";

import { startGuard } from "./guard";
import { findQuietPort } from "./quiet-port";
import { entraSession, practiceSession } from "./session";

export interface Herald {
  /** The console's address. */
  url: string;
  databaseUrl: string;
  /** The same as its owner, who may change tables. */
  ownerUrl: string;
  /** The settings of the server, for tools that work beside it. */
  env: Record<string, string | undefined>;
  simulator: Simulator;
  /** Whether everything is switched on, as in the options. */
  guarded: boolean;
  /** Signs in as somebody in this role; the Cookie header of the session. */
  session(role: Role): Promise<string>;
  /** The process of the server. */
  pid(): number | undefined;
  /** What the server has logged so far. */
  readLog(): string;
  /** Kills the server as kill -9 does. */
  kill(): Promise<void>;
  /** Starts it again after kill() or end(), on the same port and database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface HeraldOptions {
  people: number;
  /** How many of them have the app from the start: by default all. */
  installed?: number | "all";
  /** A free one by default. */
  port?: number;
  /** Further settings of the server, such as SEND_RATE_PER_SECOND. */
  settings?: Record<string, string>;
  /** Of the simulated Teams, such as `limits`. */
  teams?: SettingsChange;
  /** Whether Herald may read the simulated directory and install the app through it; by default it may not. */
  directory?: boolean;
  /** Of the simulated directory. */
  groups?: number;
  teamCount?: number;
  /** Signs what the simulated Teams sends, where BOT_AUTH is on. */
  authorize?: SimulatorOptions["authorize"];
  /** Everything switched on as in production: the bot's gate, its outbound tokens, and a real sign-in (guard.ts). */
  guarded?: boolean;
}

export async function startHerald(
  {
    people, installed = "all", port: wantedPort, settings = {}, teams = {}, directory = false, groups, teamCount,
    authorize: ownAuthorize, guarded = false,
  }: HeraldOptions,
): Promise<Herald> {
  await buildWhenStale();
  const dataDir = mkdtempSync(join(tmpdir(), "herald-e2e-"));
  const logFile = join(dataDir, "server.log");
  const port = wantedPort ?? (await findQuietPort());
  const database = await startEmbeddedDatabase(dataDir);
  const appUrl = `http://localhost:${port}`;
  const bot = `http://127.0.0.1:${port}/api/messages`;
  const guard = guarded ? await startGuard({ appUrl, folder: dataDir, settings, directory }) : undefined;
  const authorize = ownAuthorize ?? guard?.authorize;
  const simulator = await startSimulator({
    people, install: installed, settings: { ...guard?.teams, ...teams, bot }, ...(groups === undefined ? {} : { groups }),
    ...(teamCount === undefined ? {} : { teams: teamCount }), ...(authorize === undefined ? {} : { authorize }),
  });
  const credentials = { BOT_APP_ID: PRACTICE_APP_ID, BOT_APP_PASSWORD: "practice" };
  const graph = { GRAPH_URL: simulator.graphUrl, LOGIN_URL: simulator.url, ...credentials };
  const env = {
    ...process.env,
    PORT: String(port),
    APP_URL: appUrl,
    PRACTICE: "on",
    BOT_AUTH: "off",
    BOT_TENANT_ID: PRACTICE_TENANT_ID,
    EXTRA_SERVICE_URLS: new URL(simulator.url).origin,
    SIMULATOR_URL: simulator.url,
    DATABASE_URL: database.databaseUrl,
    SECRET_KEY: database.secretKey,
    // Journeys ask as fast as they can.
    REQUESTS_PER_MINUTE: "1000000",
    ...(directory || guarded ? graph : {}),
    ...guard?.settings,
    ...settings,
  };
  const start = async (): Promise<Child> => {
    const child = startServer({ port, env, loopbackOnly: true, logFile });
    try {
      await waitUntilReady(child, port, settings["ENGINE"] !== "off");
    } catch (error) {
      await child.stop(0);
      throw new Error(`The server did not start:\n${readFileSync(logFile, "utf8").slice(-4_000)}`, { cause: error });
    }
    return child;
  };
  const stopRest = async (): Promise<void> => {
    await simulator.close();
    await guard?.close();
    await eraseEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  let server: Child;
  try {
    server = await start();
  } catch (error) {
    await stopRest();
    throw error;
  }
  // Everybody has the app before anybody counts them.
  await simulator.installsFinished();
  return {
    url: appUrl,
    databaseUrl: database.databaseUrl,
    ownerUrl: database.ownerUrl,
    env,
    simulator,
    guarded,
    session: (role) => (guarded ? entraSession : practiceSession)(appUrl, role),
    pid: () => server.process.pid,
    readLog: () => readFileSync(logFile, "utf8"),
    kill: async () => {
      server.process.kill("SIGKILL");
      await server.ended;
    },
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      await server.stop(SERVER_PATIENCE_MS);
      await stopRest();
    },
  };
}
