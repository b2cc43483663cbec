// `npm run build`, and the build that `npm start` and `npm run demo` make when there is none or the sources are newer.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { StartError } from "@/lib/errors";

// Next writes BUILD_ID before it has finished; this mark is made after, so a build that was killed does not count.
const MARK = ".next/herald-built";
const SOURCES = [
  "app", "bot", "lib", "public", "instrumentation.ts", "instrumentation-client.ts", "proxy.ts", "next.config.js",
  "scripts/headers.mjs", "package-lock.json",
];
const NOT_BUILT = /\.test\.tsx?$|(^|\/)(generated|testing)$/;

const NEXT = createRequire(import.meta.url).resolve("next/dist/bin/next");

export function isBuilt(): boolean {
  if (!existsSync(MARK) || !existsSync(".next/BUILD_ID")) return false;
  const builtAt = statSync(MARK).mtimeMs;
  return SOURCES.every((source) => newest(source) <= builtAt);
}

/** Builds the console. Throws StartError with Next's own words when that fails. */
export async function build(signal?: AbortSignal): Promise<void> {
  rmSync(MARK, { force: true });
  const { code, output } = await runNextBuild(signal);
  if (code !== 0) throw new StartError(`The console could not be built.\n${output.trim()}`);
  writeFileSync(MARK, "");
}

function runNextBuild(signal: AbortSignal | undefined): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [NEXT, "build"], {
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal !== undefined && { signal }),
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

function newest(path: string): number {
  if (!existsSync(path) || NOT_BUILT.test(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await build();
    console.log("The console is built.");
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
