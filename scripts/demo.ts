// `npm run demo`: everything on one machine, without any account. An embedded database, a simulated Teams tenant and
// the console, whose processes get nothing from the environment but what is harmless in a practice run.
import { rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { StartError } from "@/lib/errors";
import { DEFAULT_DATA_DIR, type SettingName, SETTINGS } from "@/lib/settings";
import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { demoFolder, findRun, isAlive } from "@/lib/store/embedded-run";

import { type Child, readFirstLine, startChild } from "./children";
import { runUntilStopped } from "./run-until-stopped";
import {
  buildWhenStale, checkPortIsFree, readPortFile, SERVER_PATIENCE_MS, startEmbeddedDatabase, startServer, waitUntilReady,
} from "./serve";

const SIMULATOR_PATIENCE_MS = 2_000;
const MAX_PEOPLE = 1_000_000;
const PASSED_ON: readonly SettingName[] = ["ENGINE", "LOG_LEVEL", "REQUEST_TIMEOUT_MS", "SEND_RATE_PER_SECOND"];

await runUntilStopped(async (house) => {
  const { fresh, people } = readArguments();
  const dataDir = demoFolder(resolve(process.env["HERALD_DATA_DIR"] || DEFAULT_DATA_DIR));
  checkNoDemoRuns(dataDir);
  const port = readPort("PORT") ?? 3000;
  await checkPortIsFree(port, "PORT");
  if (fresh) await startOver(dataDir);
  const simulatorPort = await chooseSimulatorPort(dataDir);
  await buildWhenStale(house.signal);

  const settings = practiceSettings(port);
  const database = await startEmbeddedDatabase(dataDir);
  house.onStop(database.stop);
  const simulator = startSimulator(dataDir, simulatorPort, port, people);
  house.add(simulator, SIMULATOR_PATIENCE_MS);
  const simulatorUrl = await readUrl(simulator);
  house.signal.throwIfAborted();
  writeFileSync(portFile(dataDir), new URL(simulatorUrl).port);

  const logFile = join(dataDir, "server.log");
  const teams = standIns(simulatorUrl);
  database.announce({ ...settings, ...teams });
  const access = { DATABASE_URL: database.databaseUrl, SECRET_KEY: database.secretKey };
  const env = { ...process.env, ...settings, ...teams, ...access, HERALD_DATA_DIR: dataDir };
  const server = house.add(startServer({ port, env, loopbackOnly: true, logFile }), SERVER_PATIENCE_MS);
  await waitUntilReady(server, port, true, house.signal);
  console.log(`Herald console:   ${settings["APP_URL"]}`);
  console.log(`Simulated Teams:  ${simulatorUrl}`);
  console.log(`Stop with Ctrl-C. The log is in ${relative(process.cwd(), logFile)}.`);
});

function readArguments(): { fresh: boolean; people: string } {
  try {
    const { values } = parseArgs({
      options: { fresh: { type: "boolean", default: false }, people: { type: "string", default: "250" } },
    });
    const people = Number(values.people);
    if (Number.isInteger(people) && people >= 4 && people <= MAX_PEOPLE) return values;
    throw new StartError(`--people takes a whole number from 4 to ${MAX_PEOPLE}.`);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError("Usage: npm run demo -- [--fresh] [--people 250]", { cause: error });
  }
}

function readPort(name: "PORT" | "SIMULATOR_PORT"): number | undefined {
  const text = process.env[name]?.trim();
  if (!text) return undefined;
  const port = SETTINGS.PORT.schema.safeParse(text);
  if (port.success) return port.data;
  throw new StartError(`${name} must be a whole number from 1 to 65535.`);
}

function checkNoDemoRuns(dataDir: string): void {
  const run = findRun(dataDir);
  // In a container a killed run may have had the very id this process has now.
  if (run === undefined || run.pid === process.pid || !isAlive(run.pid)) return;
  throw new StartError(`A demo is running on this data folder (process ${run.pid}): stop it first.`);
}

async function startOver(dataDir: string): Promise<void> {
  await eraseEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

// People in the database are remembered with the simulator's address, so it keeps its port from run to run.
async function chooseSimulatorPort(dataDir: string): Promise<number> {
  const wanted = readPort("SIMULATOR_PORT");
  if (wanted !== undefined) {
    await checkPortIsFree(wanted, "SIMULATOR_PORT");
    return wanted;
  }
  const remembered = readPortFile(portFile(dataDir));
  if (remembered === undefined) return 0;
  await checkPortIsFree(remembered, "SIMULATOR_PORT");
  return remembered;
}

function portFile(dataDir: string): string {
  return join(dataDir, "simulator-port");
}

// Real credentials in the environment, or in a .env file that Next reads, have no business in a practice run: each
// setting that is not passed on is given an empty value, which counts as absent.
function practiceSettings(port: number): Record<string, string> {
  const cleared = Object.keys(SETTINGS).filter((name) => !PASSED_ON.includes(name as SettingName));
  return {
    ...Object.fromEntries(cleared.map((name) => [name, ""])),
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    PRACTICE: "on",
    BOT_AUTH: "off",
    BOT_TENANT_ID: PRACTICE_TENANT_ID,
  };
}

/** The simulated tenant in place of Teams, the sign-in service and the directory. Its credentials open nothing else. */
function standIns(simulatorUrl: string): Record<string, string> {
  const { origin } = new URL(simulatorUrl);
  return {
    EXTRA_SERVICE_URLS: origin,
    SIMULATOR_URL: simulatorUrl,
    GRAPH_URL: `${origin}/graph`,
    LOGIN_URL: origin,
    BOT_APP_ID: PRACTICE_APP_ID,
    BOT_APP_PASSWORD: "practice",
  };
}

function startSimulator(dataDir: string, port: number, botPort: number, people: string): Child {
  const bot = `http://127.0.0.1:${botPort}/api/messages`;
  const options = [
    "--port", String(port), "--people", people, "--bot", bot, "--install", "all", "--app-id", PRACTICE_APP_ID,
    "--install-teams", "2", "--install-group-chats", "1",
  ];
  return startChild(
    "simulated Teams",
    ["--import", "tsx", "simulator/main.ts", ...options, "--state", join(dataDir, "simulator.json")],
    { env: process.env, readStdout: true, logFile: join(dataDir, "simulator.log") },
  );
}

async function readUrl(simulator: Child): Promise<string> {
  const line = await readFirstLine(simulator);
  if (line === undefined) throw new StartError("The simulated Teams stopped while it was starting: see simulator.log.");
  return (JSON.parse(line) as { url: string }).url;
}
