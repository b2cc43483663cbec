// What a running Herald leaves in its data folder for the tools beside it: `run.json` names the embedded database and
// the practice settings, so that `npm run api-key` and `npm run worker` find them. Readable by its owner only.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

import { StartError } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";
import { DEFAULT_DATA_DIR } from "@/lib/settings";

const runSchema = z.object({
  pid: z.number().int(),
  databaseUrl: z.string(),
  secretKey: z.string(),
  /** Those before it, in the time after a rotation. */
  previousKeys: z.array(z.string()).default([]),
  /** The settings the processes of this run were given, such as BOT_AUTH=off in the demo. */
  settings: z.record(z.string(), z.string()),
});
export type Run = z.infer<typeof runSchema>;

export interface DatabaseAccess {
  databaseUrl: string;
  secretKey: string;
}

/** The demo keeps apart from real data, in a folder of its own inside the data folder. */
export function demoFolder(dataDir: string): string {
  return join(dataDir, "demo");
}

/**
 * The database this process should use: DATABASE_URL, or else that of the Herald running beside it.
 * Throws StartError when there is neither.
 */
export function resolveDatabase(env: {
  DATABASE_URL: string | undefined;
  SECRET_KEY: string | undefined;
  HERALD_DATA_DIR: string;
}): DatabaseAccess {
  if (env.DATABASE_URL !== undefined && env.SECRET_KEY !== undefined) {
    return { databaseUrl: env.DATABASE_URL, secretKey: env.SECRET_KEY };
  }
  const run = findRun(env.HERALD_DATA_DIR);
  if (env.DATABASE_URL === undefined && run !== undefined) return run;
  throw new StartError(
    "No database was found: start Herald first (npm start or npm run demo), or set DATABASE_URL and SECRET_KEY.",
  );
}

/**
 * Fills the settings that `source` (process.env) lacks from the Herald running beside this process, so that a worker
 * started in another terminal sends exactly as that one does. Does nothing with a DATABASE_URL or without a run.
 */
export function adoptRun(source: Record<string, string | undefined>): void {
  if (source["DATABASE_URL"]) return;
  const run = findRun(source["HERALD_DATA_DIR"] || DEFAULT_DATA_DIR);
  if (run === undefined) return;
  const keys = { SECRET_KEY: run.secretKey, SECRET_KEY_PREVIOUS: run.previousKeys.join(",") };
  const found = { ...run.settings, DATABASE_URL: run.databaseUrl, ...keys };
  for (const [name, value] of Object.entries(found)) if (value !== "") source[name] ||= value;
}

/** The run of `npm start`, else that of `npm run demo`; one whose process lives is preferred. */
export function findRun(dataDir: string): Run | undefined {
  const runs = [dataDir, demoFolder(dataDir)].map(readRun).filter((run) => run !== undefined);
  return runs.find((run) => isAlive(run.pid)) ?? runs[0];
}

export function writeRun(dataDir: string, run: z.input<typeof runSchema>): void {
  mkdirSync(dataDir, { recursive: true });
  // Renamed into place, so that a reader never sees half a file.
  const draft = `${runFile(dataDir)}.${run.pid}`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, runFile(dataDir));
}

/** Removes run.json, unless a later run has replaced it. */
export function removeRun(dataDir: string, pid: number): void {
  if (readRun(dataDir)?.pid === pid) rmSync(runFile(dataDir), { force: true });
}

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readRun(dataDir: string): Run | undefined {
  if (!existsSync(runFile(dataDir))) return undefined;
  const run = runSchema.safeParse(parseJson(readFileSync(runFile(dataDir), "utf8")));
  if (!run.success) throw new StartError(`${runFile(dataDir)} is damaged: stop Herald, delete the file and start again.`);
  return run.data;
}

function runFile(dataDir: string): string {
  return join(dataDir, "run.json");
}
