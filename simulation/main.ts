// `npm run sim [-- --seeds N] [--people N] [--mode faults|respect] [--from SEED] [--seed SEED]`: many seeds one after the
// other, what was injected and what came out. A seed that fails is printed with the command that replays it.
import { parseArgs } from "node:util";

import { report } from "@/scripts/run-until-stopped";

import { printTally } from "./print-tally";
import { type Result, simulate } from "./simulate";
import { addTally, createTally } from "./tally";

const PROGRESS_EVERY_MS = 5_000;
const MAX_FAILURES = 5;

try {
  process.exitCode = await main();
} catch (error) {
  report(error);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1000" },
      people: { type: "string", default: "2000" },
      from: { type: "string", default: "1" },
      mode: { type: "string", default: "faults" },
      seed: { type: "string" },
    },
  });
  const mode = values.mode === "respect" ? "respect" : "faults";
  const people = Number(values.people);
  const first = Number(values.seed ?? values.from);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  return runSeeds({ first, count, people, mode });
}

type Task = { first: number; count: number; people: number; mode: "faults" | "respect" };

async function runSeeds({ first, count, people, mode }: Task): Promise<number> {
  const total = createTally();
  const failed: Result[] = [];
  const beganAt = performance.now();
  let printedAt = beganAt;
  for (let seed = first; seed < first + count && failed.length < MAX_FAILURES; seed += 1) {
    const result = await simulate(seed, { people, mode });
    addTally(total, result.tally);
    total.raise("virtual time of a run, s", result.virtualMs / 1_000);
    if (result.violations.length > 0) {
      failed.push(result);
      console.log(`seed ${seed} FAILED\n  ${result.violations.slice(0, 5).join("\n  ")}`);
      console.log(`  replay: npm run sim -- --seed ${seed} --people ${people} --mode ${mode}`);
    }
    if (performance.now() - printedAt > PROGRESS_EVERY_MS) {
      printedAt = performance.now();
      const done = seed - first + 1;
      console.log(`${done} of ${count} seeds, ${((done * 1_000) / (printedAt - beganAt)).toFixed(1)} seeds/s`);
    }
  }
  const tookS = (performance.now() - beganAt) / 1_000;
  printTally(total);
  console.log(`\n${count} seeds × ${people} people (${mode}) in ${tookS.toFixed(0)} s: ${failed.length} failed.`);
  return failed.length > 0 ? 1 : 0;
}
