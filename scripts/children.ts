// Child processes of `npm start` and `npm run demo`. Each has a process group of its own, so that Ctrl-C reaches the
// parent alone and children end in the order it decides; and an IPC channel, whose end tells a child that its parent
// was killed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";

export interface Child {
  name: string;
  process: ChildProcess;
  /** Resolves with a phrase such as "exit code 1" once it has ended, for whatever reason. */
  ended: Promise<string>;
  /** Asks it to end, and kills it after `patienceMs`. Resolves when it is gone. */
  stop(patienceMs: number): Promise<void>;
}

export type Environment = Record<string, string | undefined>;

export interface ChildOptions {
  env: Environment;
  /** A file that gets what it writes; the terminal otherwise. */
  logFile?: string;
  /** Leaves stdout to the caller, who reads it from `process.stdout`. */
  readStdout?: boolean;
}

/** Starts Node with these arguments. */
export function startChild(name: string, args: readonly string[], options: ChildOptions): Child {
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, "a", 0o600);
  const output = log ?? "inherit";
  const child = spawn(process.execPath, args, {
    detached: true,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", options.readStdout === true ? "pipe" : output, output, "ipc"],
  });
  if (log !== undefined) closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { name, process: child, ended, stop: (patienceMs) => stop(child, ended, patienceMs) };
}

async function stop(child: ChildProcess, ended: Promise<string>, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(impatience);
}

/** The first line the child writes to stdout, or undefined when it ends without one. */
export async function readFirstLine({ process: child, ended }: Child): Promise<string | undefined> {
  const { stdout } = child;
  if (stdout === null) return undefined;
  let text = "";
  stdout.setEncoding("utf8");
  while (!text.includes("\n")) {
    const chunk = await Promise.race([once(stdout, "data") as Promise<[string]>, ended.then(() => undefined)]);
    if (chunk === undefined) return undefined;
    text += chunk[0];
  }
  // Nobody reads the rest, and a full pipe would stop the child.
  stdout.resume();
  return text.slice(0, text.indexOf("\n"));
}
