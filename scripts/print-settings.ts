// `npm run print-settings`: prints the table of settings, and puts it into the README between its markers.
import { readFileSync, writeFileSync } from "node:fs";

import { replaceTable, settingsTable } from "./settings-table";

console.log(settingsTable());
const updated = replaceTable(readFileSync("README.md", "utf8"));
if (updated === undefined) {
  console.error("README.md has no markers for the table, so it is left as it is.");
  process.exitCode = 1;
} else {
  writeFileSync("README.md", updated);
}
