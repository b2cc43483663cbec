// The simulator as a process: options in, one JSON line on stdout when it is ready, a clean stop on SIGTERM and SIGINT
// and when the process that started it goes away.
import { parseArgs } from "node:util";

import { type SimulatorOptions, startSimulator } from "./simulator";

const USAGE = `Usage: tsx simulator/main.ts [options]
  --port N          port on 127.0.0.1; 0 takes a free one (default 0)
  --people N        how many people there are (default 250)
  --teams N         how many teams (default 6)
  --groups N        how many groups the directory has, those of the teams among them (default 18)
  --group-chats N   how many group chats (default 2)
  --disabled PART, --unlicensed PART, --blocked PART
                    parts of the people, from 0 to 1: account disabled, without Teams (default 0.02, 0.03), or kept from
                    the app by a policy (default 0)
  --bot URL         where activities go, such as http://127.0.0.1:3000/api/messages
  --install all|none|N  for whom the bot is installed at the start (default all)
  --install-teams N, --install-group-chats N
                    in how many of them the bot is installed at the start (default 0)
  --state FILE      keep installs and chats in this file
  --seed N          another seed, other people and other failures (default 1)
  --limits on|off   Teams' rate limits (default on)
  --rate N          requests a second for the tenant (default 50)
  --latency-ms N    time to answer a Connector call (default 0)
  --app-id ID       the bot's app id
  --stdin-lifeline  stop when stdin ends, for a parent without an IPC channel
`;

const COUNTS = {
  teams: "teams", groups: "groups", "group-chats": "groupChats", disabled: "disabledShare", unlicensed: "unlicensedShare",
  blocked: "blockedShare", "install-teams": "installTeams", "install-group-chats": "installGroupChats",
} as const;

void main();

async function main(): Promise<void> {
  const { options, hasLifeline } = readOptions();
  const simulator = await startSimulator(options).catch((error: unknown) => {
    fail(describeStartError(error, options.port ?? 0));
  });
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`The simulator did not stop cleanly: ${String(error)}`),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", stop);
  if (hasLifeline) process.stdin.resume().on("end", stop).on("error", stop);
  const { url, serviceUrl } = simulator;
  process.stdout.write(`${JSON.stringify({ url, serviceUrl, people: simulator.people.length })}\n`);
}

function readOptions(): { options: SimulatorOptions; hasLifeline: boolean } {
  const text = { type: "string" } as const;
  const { values } = readArguments(() =>
    parseArgs({
      options: {
        port: text, people: text, bot: text, install: text, state: text, seed: text, limits: text, rate: text,
        teams: text, groups: text, "group-chats": text, disabled: text, unlicensed: text, blocked: text,
        "install-teams": text, "install-group-chats": text, "latency-ms": text, "app-id": text,
        "stdin-lifeline": { type: "boolean" }, help: { type: "boolean" },
      },
    }),
  );
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  const options: SimulatorOptions = {
    port: readNumber("port", values.port ?? "0"),
    people: readNumber("people", values.people ?? "250"),
    seed: readNumber("seed", values.seed ?? "1"),
    install: readInstall(values.install ?? "all"),
    ...readCounts(values),
    settings: {
      bot: values.bot ?? null,
      limits: readSwitch("limits", values.limits ?? "on"),
      ratePerSecond: readNumber("rate", values.rate ?? "50"),
      latencyMs: readNumber("latency-ms", values["latency-ms"] ?? "0"),
    },
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    ...(values["app-id"] === undefined ? {} : { appId: values["app-id"] }),
  };
  return { options, hasLifeline: values["stdin-lifeline"] ?? false };
}

/** Options that are numbers and may be absent, under the names that startSimulator has for them. */
function readCounts(values: Partial<Record<string, string | boolean>>): SimulatorOptions {
  const given = Object.entries(COUNTS).flatMap(([option, name]) => {
    const value = values[option];
    return typeof value === "string" ? [[name, readNumber(option, value)]] : [];
  });
  return Object.fromEntries(given) as SimulatorOptions;
}

function readArguments<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function readInstall(value: string): "all" | "none" | number {
  return value === "all" || value === "none" ? value : readNumber("install", value);
}

function readNumber(name: string, value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) fail(`--${name} wants a number, not "${value}".`);
  return Number(value);
}

function readSwitch(name: string, value: string): boolean {
  if (value !== "on" && value !== "off") fail(`--${name} is on or off, not "${value}".`);
  return value === "on";
}

function describeStartError(error: unknown, port: number): string {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return `Port ${port} is in use: choose another one for the simulator with --port.`;
  }
  return `The simulator could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
