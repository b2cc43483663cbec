// The main job without a mouse: sign in, compose, send, open Teams, opt out. Every stop on the way shows where one is.
import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { CANTEEN_NEWS, field, type FieldName } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";
import { newestMessage, personAt } from "./pages/teams";

const MOST_STOPS = 90;

test("composing, sending and opting out work with the keyboard alone", async ({ page, simulator }) => {
  const person = personAt(simulator, 6);
  await test.step("sign in", async () => {
    await page.goto("/sign-in");
    await tabTo(page, page.getByRole("button", { name: /Author/ }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Broadcasts", level: 1 })).toBeVisible();
  });

  await test.step("compose", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "New broadcast" }));
    await page.keyboard.press("Enter");
    const kind = page.getByRole("radio", { name: "Notification" });
    await expect(kind).toBeVisible();
    await tabTo(page, kind);
    await page.keyboard.press("Space");
    const topic = page.getByRole("combobox", { name: "Topic", exact: true });
    await tabTo(page, topic);
    await page.keyboard.type("Company");
    await expect(topic).toHaveValue("company-news");
    for (const [name, text] of Object.entries(CANTEEN_NEWS) as [FieldName, string][]) {
      await tabTo(page, field(page, name));
      await page.keyboard.type(text);
    }
    await tabTo(page, page.getByRole("radio", { name: "Everyone" }));
    await page.keyboard.press("Space");
    await expect(page.getByText(/^\d+ people will get it$/)).toBeVisible();
    await tabTo(page, page.getByRole("button", { name: "Review and send" }), "Shift+Tab");
    await page.keyboard.press("Enter");
  });

  await test.step("send", async () => {
    const send = page.getByRole("button", { name: /^Send to \d+ people$/ });
    await expect(send).toBeEnabled();
    await tabTo(page, send);
    await page.keyboard.press("Enter");
    const { Sent, Audience } = await watchToTheEnd(page);
    expect(Sent).toBeGreaterThan(0);
    expect(Sent).toBeLessThanOrEqual(Audience);
  });

  await test.step("opt out", async () => {
    await page.goto(simulator.url);
    await tabTo(page, page.getByRole("searchbox", { name: "Search people" }));
    await page.keyboard.type(person.email);
    const row = page.getByRole("button", { name: new RegExp(`^${person.displayName}`) });
    await expect(page.getByText("1 person", { exact: true })).toBeVisible();
    await tabTo(page, row);
    await page.keyboard.press("Enter");
    const stop = newestMessage(page, person).getByRole("button", { name: "Stop “Company news”" });
    await expect(stop).toBeVisible();
    await tabTo(page, stop);
    await page.keyboard.press("Enter");
    await expect(newestMessage(page, person)).toContainText("You no longer get Company news");
    await tabTo(page, newestMessage(page, person).getByRole("button", { name: "Undo" }));
    await page.keyboard.press("Enter");
    await expect(newestMessage(page, person)).toContainText("You get Company news again");
  });
});

test("a dialog keeps the keyboard inside, gives it back, and Escape is the safe way out", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.goto("/topics");
  const create = page.getByRole("button", { name: "New topic" });
  await tabTo(page, create);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer).toBeVisible();
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(create).toBeFocused();
});

/** Presses Tab until the focus is there, and sees to it that the focus can be seen there. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const without = await photograph(page, target);
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (!isThere) continue;
    await expect(async () => expect(await photograph(page, target)).not.toEqual(without)).toPass({ timeout: 2_000 });
    return;
  }
  throw new Error(`The keyboard does not reach ${target.toString()}`);
}

/** Far enough around the target to catch an outline that is drawn around the whole row or card. */
const MARGIN_PX = 12;

async function photograph(page: Page, target: Locator): Promise<Buffer> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`${target.toString()} is not on the page`);
  const { x, y, width, height } = box;
  const [left, top] = [Math.max(0, x - MARGIN_PX), Math.max(0, y - MARGIN_PX)];
  const clip = { x: left, y: top, width: x + width + MARGIN_PX - left, height: y + height + MARGIN_PX - top };
  return page.screenshot({ clip, animations: "disabled" });
}
