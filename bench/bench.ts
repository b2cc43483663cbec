// `npm run bench [-- NAME]`: measurements as ratios within one run, because this machine's neighbours are noisy. Nothing
// here asserts; the figures and the commands that print them are quoted in docs.
import { StartError } from "@/lib/errors";
import { report } from "@/scripts/run-until-stopped";

import { benchCsv } from "./bench-csv";
import { benchDirectory } from "./bench-directory";
import { benchEstimate } from "./bench-estimate";
import { benchFreeze } from "./bench-freeze";
import { benchRate } from "./bench-rate";
import { benchRecipients } from "./bench-recipients";
import { benchSend } from "./bench-send";
import { benchSize, benchSpeed } from "./bench-speed";

const BENCHES: Record<string, (args: string[]) => Promise<void>> = {
  send: benchSend, rate: benchRate, speed: benchSpeed, size: benchSize, recipients: benchRecipients, estimate: benchEstimate,
  freeze: benchFreeze,   directory: benchDirectory, csv: benchCsv,
};

try {
  const [name = "send", ...args] = process.argv.slice(2);
  const bench = BENCHES[name];
  if (!bench) throw new StartError(`Usage: npm run bench -- NAME, where NAME is one of ${Object.keys(BENCHES).join(", ")}.`);
  await bench(args);
} catch (error) {
  report(error);
}
