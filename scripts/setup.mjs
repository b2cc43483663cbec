// Makes a fresh clone ready: installs the packages when the lock file is newer than what is installed, and does nothing
// the second time. Depends on nothing but the system's Node and npm, because it runs before there is anything else.
// `node scripts/setup.mjs scripts/demo.ts …` then runs that script on the Node that was installed.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OLDEST_NODE = 20;
// npm keeps no record of which lock file a tree was made from, so we do.
const STAMP = join(ROOT, "node_modules", ".herald-lock");
const NODE = join(ROOT, "node_modules", ".bin", "node");
const CLIENT = join(ROOT, "lib", "store", "generated", "client.ts");

class SetupError extends Error {}

/** Installs what is missing. Throws SetupError with one sentence. */
export async function setUp() {
  checkNode();
  if (!isInstalled()) await install();
  checkOwnNode();
  if (!existsSync(CLIENT)) await run(process.execPath, ["scripts/generate.mjs"], "The Prisma client was not generated");
}

function checkNode() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_NODE) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer.`);
  }
}

// `npm ci` and `npm install` by hand leave no stamp but are as good: then the packages tell for themselves.
function isInstalled() {
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lock) return true;
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const same = sameVersions(JSON.parse(lock).packages, JSON.parse(readFileSync(installed, "utf8")).packages);
  if (same) writeFileSync(STAMP, lock);
  return same;
}

// Packages for other systems are in the lock file but never installed here.
function sameVersions(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || (installed[path]?.version ?? (optional && version)) === version,
  );
}

async function install() {
  try {
    accessSync(ROOT, constants.W_OK);
  } catch (error) {
    throw new SetupError(`The folder ${ROOT} cannot be written: change its permissions.`, { cause: error });
  }
  if (spawnSync("npm", ["--version"]).error !== undefined) {
    throw new SetupError("npm was not found: install it (it usually comes with Node).");
  }
  console.error("Installing packages, which takes one to three minutes the first time …");
  const started = performance.now();
  const ticking = setInterval(() => {
    console.error(`  still installing (${Math.round((performance.now() - started) / 1000)} s) …`);
  }, 15_000);
  try {
    await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "The packages were not installed");
  } finally {
    clearInterval(ticking);
  }
  writeFileSync(STAMP, readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  console.error(`Packages are installed (${Math.round((performance.now() - started) / 1000)} s).`);
}

// Everything else runs on the Node that npm brought, whatever the system has; its install script may have been refused.
function checkOwnNode() {
  if (existsSync(NODE) && spawnSync(NODE, ["--version"]).status === 0) return;
  spawnSync("npm", ["rebuild", "node"], { cwd: ROOT });
  if (!existsSync(NODE) || spawnSync(NODE, ["--version"]).status !== 0) {
    throw new SetupError("The package `node` does not run on this machine: run `npm ci` with install scripts allowed.");
  }
}

// One process under npm that passes signals on: a shell's `a && b` would die of a SIGTERM and leave b running.
function runScript(script, args) {
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(NODE, ["--import", "tsx", script, ...args], { cwd: ROOT, stdio });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}

function run(command, args, failure) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("error", (error) => reject(new SetupError(`${failure}: ${error.message}.`, { cause: error })));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new SetupError(`${failure}: ${explain(output)}`));
    });
  });
}

function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output)) {
    return "the npm registry cannot be reached; check the network and run this again.";
  }
  if (/EACCES|EROFS/.test(output)) return `the folder ${ROOT} cannot be written; change its permissions.`;
  if (/ENOSPC/.test(output)) return "the disk is full; about 2 GB are needed.";
  return `it ended with\n${output.trim().split("\n").slice(-15).join("\n")}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await setUp();
    const [script, ...args] = process.argv.slice(2);
    if (script !== undefined) runScript(script, args);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
