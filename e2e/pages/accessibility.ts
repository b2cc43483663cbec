// axe on one scene of the console: on a desktop and on a phone, in each theme, without loading the page anew for each. And
// nothing on a phone has to be scrolled sideways.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "@/e2e/fixtures";

import type { Scene } from "./scenes";

/** What a theme can change. The structure of a page is judged once, in the light theme. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 400, height: 800 };

type Rules = "ALL" | "COLOURS";

/** Light and dark as the system prefers it: the theme of whoever has chosen none changes under the page. */
export async function expectScenesAccessible(page: Page, scenes: readonly Scene[]): Promise<void> {
  for (const { name, open } of scenes) {
    await test.step(name, async () => {
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(DESKTOP);
      await open(page);
      await expectAccessible(page, `${name}, light, desktop`);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(page, `${name}, dark, desktop`, "COLOURS");
      // Once only: what is open stays open while a theme changes, and not always while the window does.
      await page.setViewportSize(PHONE);
      await expectAccessible(page, `${name}, dark, phone`, "COLOURS");
      await page.emulateMedia({ colorScheme: "light" });
      await expectAccessible(page, `${name}, light, phone`);
      await expectNoSidewaysScroll(page, name);
    });
  }
}

/** High contrast, which is chosen in the console. */
export async function expectScenesInContrast(page: Page, scenes: readonly Scene[]): Promise<void> {
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name: "herald-theme", value: "contrast", url: origin }]);
  for (const { name, open } of scenes) {
    await test.step(name, async () => {
      await page.setViewportSize(DESKTOP);
      await open(page);
      await expectAccessible(page, `${name}, contrast, desktop`, "COLOURS");
      await page.setViewportSize(PHONE);
      await expectAccessible(page, `${name}, contrast, phone`, "COLOURS");
    });
  }
}

export async function expectAccessible(page: Page, where: string, rules: Rules = "ALL"): Promise<void> {
  await settle(page);
  // Fluent's focus sentinels: empty elements that catch the Tab key for an instant and hand the focus on, so they are
  // hidden from assistive technology and focusable all the same.
  const axe = new AxeBuilder({ page }).exclude("[data-tabster-dummy]").options({ resultTypes: ["violations"] });
  // Else each run opens a page of its own to join the findings of frames from elsewhere; there are none here.
  axe.setLegacyMode();
  const { violations } = await (rules === "COLOURS" ? axe.withRules(COLOUR_RULES) : axe.withTags(TAGS)).analyze();
  const found = violations.map(({ id, help, nodes }) => {
    return { id, help, nodes: nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`) };
  });
  expect.soft(found, where).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${where} is wider than the window`).toBeLessThanOrEqual(0);
}

/** Colours are judged when they have arrived: Fluent fades from one theme, and from one width, to the next. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const fading = document.getAnimations().filter(({ effect, playState }) => {
      return playState === "running" && effect?.getComputedTiming().endTime !== Infinity;
    });
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
}
