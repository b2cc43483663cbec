// Whoever needs the rows and not the page: a report's deliveries and the recipients as files, written in the background.
import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";

import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";
import { expectState, readLedger } from "./pages/report";

async function exportRows(page: Page): Promise<Record<string, string>[]> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export CSV" }).click();
  return rowsOf(await download);
}

async function rowsOf(download: Download): Promise<Record<string, string>[]> {
  return parse(await readFile(await download.path()), { columns: true, bom: true });
}

test("an author exports a report and the recipients, and finds the file again", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  const id = await makeDraft(page, { title: "To be counted" });
  await page.goto(`/broadcasts/${id}/review`);
  await page.getByRole("button", { name: /^Send to \d+ people$/ }).click();
  await expectState(page, "Finished");
  const ledger = await readLedger(page);
  const rows = await exportRows(page);
  expect(rows.length).toBe(ledger.Audience);
  expect(rows.filter(({ status }) => status === "SENT").length).toBe(ledger.Sent);

  await page.reload();
  const again = page.waitForEvent("download");
  await page.getByRole("link", { name: `Download ${ledger.Audience} rows` }).click();
  expect(await rowsOf(await again)).toEqual(rows);

  const [somebody] = simulator.people;
  await page.goto(`/recipients?q=${encodeURIComponent(somebody?.displayName ?? "")}`);
  const found = await exportRows(page);
  expect(found.map(({ displayName }) => displayName)).toContain(somebody?.displayName);
  expect(found.length).toBeLessThan(simulator.people.length);
});
