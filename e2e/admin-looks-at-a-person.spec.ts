// An admin looks somebody up: whether they are reached, why not and what would help, and what was sent; and writes down what
// they asked for by telephone.
import type { Locator } from "@playwright/test";

import { expect, test } from "./fixtures";
import { sendToOne } from "./pages/ask";
import { personAt } from "./pages/teams";

/** Below the button: less than a confirmation is high. */
const BELOW_PX = 40;

test("a person's page says how they are known, what would help, and what was sent", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 17);
  await signInAs("admin");
  await sendToOne(page, person.displayName, { title: "Fire drill at noon" });
  await page.goto("/recipients");
  await page.getByRole("searchbox", { name: "Search by name or e-mail" }).fill(person.displayName);
  await page.getByRole("link", { name: person.displayName }).click();
  await expect(page.getByRole("heading", { level: 1, name: person.displayName })).toBeVisible();
  await expect(page.getByText(`${person.displayName} has had a chat with the bot since`)).toBeVisible();
  await expect(page.getByText(person.objectId)).toBeVisible();
  const deliveries = page.getByRole("table", { name: "Deliveries" });
  await expect(deliveries.getByRole("row").filter({ hasText: "Fire drill at noon" })).toContainText("Sent");

  simulator.personDeeds.block(person);
  await sendToOne(page, person.displayName, { title: "Fire drill is over" });
  await expect(deliveries.getByRole("row").filter({ hasText: "Fire drill is over" })).toContainText("Failed");
  await expect(page.getByText(/blocked the bot on .* 20\d\d/)).toBeVisible();
  await expect(page.getByText(/ask them to unblock the bot in Teams and to write “start” to it/)).toBeVisible();

  simulator.personDeeds.unblock(person);
  await simulator.say(person.objectId, "start");
  await expect(page.getByText(`${person.displayName} has had a chat with the bot since`)).toBeVisible();
  await deliveries.getByRole("link", { name: "Fire drill is over" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fire drill is over" })).toBeVisible();
});

test("an admin opts somebody out on their behalf, and in again", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 18);
  await signInAs("admin");
  await page.goto(`/recipients?q=${encodeURIComponent(person.displayName)}`);
  await page.getByRole("link", { name: person.displayName }).click();
  const topics = page.getByRole("table", { name: "Would a broadcast reach them now?" });
  const news = topics.getByRole("row").filter({ hasText: "Company news" });
  await expect(news).toContainText("Yes");
  await news.getByRole("button", { name: `Opt out on their behalf: Company news (${person.displayName})` }).click();
  await expect(news).toContainText("Opted out");
  await news.getByRole("button", { name: `Opt in again: Company news (${person.displayName})` }).click();
  await expect(news).toContainText("Yes");

  await topics.getByRole("button", { name: /^Opt out on their behalf: Everything/ }).click();
  await expect(news).toContainText("Opted out");
  await topics.getByRole("button", { name: /^Opt in again: Everything/ }).click();
  await expect(news).toContainText("Yes");
});

test("a confirmation that comes up over a button takes no press from it", async ({ page, simulator, signInAs }) => {
  // A press that began on the button ended on the toast, which had risen in between, and nothing happened; and as long as
  // the pointer rested there, the toast stayed.
  const person = personAt(simulator, 16);
  await signInAs("admin");
  await page.goto(`/recipients?q=${encodeURIComponent(person.displayName)}`);
  await page.getByRole("link", { name: person.displayName }).click();
  const topics = page.getByRole("table", { name: "Would a broadcast reach them now?" });
  const news = topics.getByRole("row").filter({ hasText: "Company news" });
  const out = news.getByRole("button", { name: `Opt out on their behalf: Company news (${person.displayName})` });
  const { y: top, height } = await boxOf(out);
  await page.setViewportSize({ width: 1280, height: Math.ceil(top + height + BELOW_PX) });
  await out.click();
  const confirmation = page.getByRole("listitem", { name: "Written down: Company news is opted out of." });
  await expect(confirmation).toBeVisible();
  const back = news.getByRole("button", { name: `Opt in again: Company news (${person.displayName})` });
  await expect(back).toBeVisible();
  await expect.poll(async () => (await boxOf(confirmation)).y, "the confirmation has risen").toBeLessThan(top + height / 2);
  expect(await boxOf(back), "nothing was scrolled").toMatchObject({ y: top });

  await page.mouse.down();
  await page.mouse.up();
  await expect(news).toContainText("Yes");
});

test("a viewer sees the page without its commands, and a made-up address is not found", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 19);
  await signInAs("viewer");
  await page.goto(`/recipients?q=${encodeURIComponent(person.displayName)}`);
  await page.getByRole("link", { name: person.displayName }).click();
  const topics = page.getByRole("table", { name: "Would a broadcast reach them now?" });
  await expect(topics.getByRole("row").filter({ hasText: "Company news" })).toContainText("Yes");
  await expect(topics.getByRole("button")).toHaveCount(0);
});

async function boxOf(locator: Locator): Promise<{ y: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not on the page.");
  return box;
}
