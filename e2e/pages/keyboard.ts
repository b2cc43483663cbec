// The page without a mouse.
import { expect, type Locator, type Page } from "@playwright/test";

const MOST_STOPS = 90;

/** Presses Tab until the focus is there, and sees to it that the focus can be seen there. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
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
