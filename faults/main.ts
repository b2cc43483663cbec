// `npm run faults [-- NAME …] [--people N] [--rate N]`: real faults against real processes, a real PostgreSQL and the
// simulated Teams. One line a fault; exit code 1 when a requirement is missed. docs/faults.md says what is injected how.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

import { blackout, hang, storm } from "./bad-answers";
import { fillDisk } from "./fill-disk";
import { type Finding, lineOf, missed } from "./finding";
import { freeze } from "./freeze";
import { killAtPoints } from "./kill-at-points";
import { killTwenty, type Scale } from "./kill-twenty";
import { slow } from "./slow";
import { stepClocks } from "./step-clocks";
import { stopDatabase } from "./stop-database";

/** A fault that this machine cannot inject answers why. */
const FAULTS: Record<string, (scale: Scale) => Promise<Finding[] | string>> = {
  kill20: killTwenty,
  killpoints: killAtPoints,
  database: stopDatabase,
  freeze,
  storm,
  hang,
  blackout,
  slow,
  diskfull: fillDisk,
  clock: stepClocks,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { people: { type: "string" }, rate: { type: "string" } },
});
const names = positionals.length > 0 ? positionals : Object.keys(FAULTS);
const scale: Scale = {
  ...(values.people === undefined ? {} : { people: Number(values.people) }),
  ...(values.rate === undefined ? {} : { ratePerSecond: Number(values.rate) }),
};
for (const name of names) await run(name);

async function run(name: string): Promise<void> {
  const fault = FAULTS[name];
  if (!fault) {
    console.error(`Usage: npm run faults [-- NAME …] [--people N] [--rate N], where NAME is one of ${Object.keys(FAULTS).join(", ")}.`);
    process.exitCode = 1;
    return;
  }
  try {
    const findings = await fault(scale);
    if (typeof findings === "string") {
      console.log(`${name}: SKIPPED, because ${findings}.`);
      return;
    }
    for (const finding of findings) console.log(lineOf(finding));
    judgeAll(findings);
  } catch (error) {
    // The others are still worth running.
    process.exitCode = 1;
    console.error(`${name}: MISSED.`, error);
  }
}

/** The logs of what held are of no use to anybody. */
function judgeAll(findings: readonly Finding[]): void {
  for (const logDir of new Set(findings.map((finding) => finding.logDir))) {
    const own = findings.filter((finding) => finding.logDir === logDir);
    if (own.every((finding) => missed(finding).length === 0)) {
      rmSync(dirname(logDir), { recursive: true, force: true });
      continue;
    }
    process.exitCode = 1;
    console.log(`The logs are in ${logDir}.`);
  }
}
