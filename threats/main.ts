// `npm run threats [-- NAME …]`, or `-- fuzz [REQUESTS]`: hostile requests against a production build of Herald with the
// real gate on. One line a threat: attempts, answers, what was written, what left. Exit code 1 when a control does not
// hold. docs/security.md says what each row tries.
import { parseArgs } from "node:util";

import { StartError } from "@/lib/errors";
import { report } from "@/scripts/run-until-stopped";

import { forgeries, places, sizes } from "./bot-gate";
import { cards } from "./cards";
import { files } from "./files";
import { flood } from "./flood";
import { fuzz } from "./fuzz";
import { type House, openHouse } from "./house";
import { matrix, otherSites, smuggling } from "./matrix";
import { pages } from "./pages";
import { broken, HEADING, lineOf, type Row } from "./row";
import { serviceUrls } from "./service-urls";

const THREATS: Record<string, (house: House) => Promise<Row[]>> = {
  tokens: forgeries,
  places,
  sizes,
  flood,
  pages,
  urls: serviceUrls,
  cards,
  sites: otherSites,
  smuggling,
  files,
  // Last: what the roles may do, some of them do.
  matrix,
};
const FUZZ_REQUESTS = 100_000;

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [first, requests = FUZZ_REQUESTS] = positionals;
  if (first === "fuzz") THREATS["fuzz"] = (house) => fuzz(house, Number(requests));
  const names = first === "fuzz" ? [first] : positionals;
  const unknown = names.find((name) => !(name in THREATS));
  if (unknown !== undefined) {
    throw new StartError(`Usage: npm run threats [-- NAME …], where NAME is one of ${Object.keys(THREATS).join(", ")}, or -- fuzz [REQUESTS].`);
  }
  await run(names.length > 0 ? names : Object.keys(THREATS));
} catch (error) {
  report(error);
}

async function run(names: readonly string[]): Promise<void> {
  const house = await openHouse();
  try {
    console.log(HEADING);
    for (const name of names) {
      for (const row of (await THREATS[name]?.(house)) ?? []) {
        console.log(`| ${lineOf(row)} |`);
        if (broken(row).length > 0) process.exitCode = 1;
      }
    }
  } finally {
    await house.stop();
  }
}
