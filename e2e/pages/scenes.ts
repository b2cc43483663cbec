// Scenes: pages of the console, each in a state worth looking at, and how a browser gets there.
import type { Page } from "@playwright/test";

import { expect } from "@/e2e/fixtures";

/** Leads the browser to a page in the state that is to be judged. */
export type Scene = { name: string; open: (page: Page) => Promise<void> };

export const at = (address: string, ...shown: string[]) => async (page: Page): Promise<void> => {
  await page.goto(address);
  for (const words of shown) await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
};

export const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

export function dialog(name: string, address: string, open: (page: Page) => Promise<void>): Scene {
  return {
    name,
    open: async (page) => {
      await page.goto(address);
      await open(page);
      await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible();
    },
  };
}
