// The report of a broadcast as its author reads it.
import { expect, type Page } from "@playwright/test";

const PARTS = ["Sent", "Sending", "Queued", "Waiting to retry", "Unconfirmed", "Failed", "Skipped"] as const;
export type Ledger = Record<(typeof PARTS)[number] | "Audience", number>;

/** The ledger's table as it stands, read at one moment. Fails when a row is missing or the parts do not add up. */
export async function readLedger(page: Page): Promise<Ledger> {
  const table = page.getByRole("table", { name: "Where everybody stands" });
  const rows = await table.getByRole("row").allInnerTexts();
  const numberOf = (name: string): number => {
    const row = rows.find((text) => text.trim().split(/[\n\t]/, 1)[0] === name);
    return Number(/\t([\d,.]+)\t/.exec(row ?? "")?.[1]?.replaceAll(/[,.]/g, ""));
  };
  const ledger = Object.fromEntries([...PARTS, "Audience"].map((name) => [name, numberOf(name)])) as Ledger;
  expect(PARTS.reduce((sum, part) => sum + ledger[part], 0), "the parts add up").toBe(ledger.Audience);
  return ledger;
}

/** Waits for the end; at every look on the way the parts must add up. */
export async function watchToTheEnd(page: Page, timeout = 60_000): Promise<Ledger> {
  await expect(page.getByRole("table", { name: "Where everybody stands" })).toBeVisible();
  const look = async (): Promise<boolean> => {
    const { Sent, Failed, Skipped, Unconfirmed, Audience } = await readLedger(page);
    return Sent + Failed + Skipped + Unconfirmed === Audience;
  };
  await expect.poll(look, { timeout, intervals: [250] }).toBe(true);
  await expectState(page, "Finished");
  return readLedger(page);
}

/** The state in the head of the report. */
export async function expectState(page: Page, state: string): Promise<void> {
  const head = page.getByRole("main").getByRole("definition").filter({ hasText: new RegExp(`^${state}$`) });
  await expect(head).toBeVisible();
}
