// `npm test`: the whole proof. Runs every step even when an earlier one fails, adds up what Vitest and Playwright
// report (lint, types and build count as one test each), and ends with one line: `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { findBrowser } from "./find-browser.mjs";
import { setUp } from "./setup.mjs";
import { countPlaywright, countVitest } from "./test-reports.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = join(ROOT, "node_modules", ".bin");
const reports = mkdtempSync(join(tmpdir(), "herald-reports-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");

const totals = { passed: 0, failed: 0 };
const lines = [];
let running;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop(signal));

if (await step("set-up", prepare)) {
  await step("lint", () => command("eslint", ["."]));
  await step("types", () => command("tsc", ["--noEmit"]));
  await step("tests", unitAndRealTests);
  await step("build", () => command("node", ["--import", "tsx", "scripts/build.ts"]));
  await step("browser", browserJourneys);
}
rmSync(reports, { recursive: true, force: true });

console.log(`\n${lines.join("\n")}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

/** Runs one step and adds its counts; a step that throws counts as one failure. Answers whether all went well. */
async function step(name, work) {
  console.log(`\n=== ${name} ===`);
  const started = performance.now();
  let counts;
  try {
    counts = await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts = { passed: 0, failed: 1 };
  }
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  for (const page of counts.pages ?? []) console.log(`\n${page}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  lines.push(`${name.padEnd(8)} ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
  lines.push(...(counts.failures ?? []).map((failure) => `  ✘ ${failure.replace(`${ROOT}`, "")}`));
  return counts.failed === 0;
}

async function prepare() {
  await setUp();
  return { passed: 0, failed: 0 };
}

async function command(program, args) {
  const code = await run(program, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function unitAndRealTests() {
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`];
  return reported("vitest", args, () => countVitest(vitestReport));
}

// A runner may fail outside its tests (a leaked handle, a start-up that broke), so its exit code counts too.
async function reported(program, args, count, env) {
  const code = await run(program, args, env);
  const counts = count();
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  if (counts.passed + counts.failed === 0) throw new Error(`${program} ran no tests.`);
  return counts;
}

async function browserJourneys() {
  const browser = findBrowser({ install: true });
  if (browser === undefined) throw new Error("There is no browser, so no journey could be tried.");
  console.log(`Browser: ${browser}`);
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport };
  const count = () => countPlaywright(playwrightReport);
  return reported("playwright", ["test", "--reporter=list,json"], count, env);
}

function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    // The Node of node_modules first, so that every tool runs on it.
    const PATH = `${BIN}:${process.env.PATH}`;
    running = spawn(join(BIN, program), args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env, PATH } });
    running.on("error", reject);
    running.on("close", (code) => resolve(code ?? 1));
  });
}

function stop(signal) {
  running?.kill(signal);
  rmSync(reports, { recursive: true, force: true });
  process.exitCode = 130;
  setTimeout(() => process.exit(130), 10_000).unref();
}
