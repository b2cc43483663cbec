// The README's table of settings never falls behind lib/settings.ts, and replacing it keeps the text around it.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { replaceTable, settingsTable, TABLE_END, TABLE_START } from "./settings-table";

it("the README's table of settings is the one that lib/settings.ts yields (npm run print-settings)", () => {
  const readme = readFileSync("README.md", "utf8");
  expect(replaceTable(readme)).toBe(readme);
});

it("a table that fell behind is replaced, and the text around it is kept", () => {
  const old = `before\n${TABLE_START}\nold\n${TABLE_END}\nafter`;
  expect(replaceTable(old)).toBe(`before\n${settingsTable()}\nafter`);
  expect(replaceTable("no markers")).toBeUndefined();
});
