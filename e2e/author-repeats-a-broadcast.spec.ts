// An author sees the next five runs before a broadcast begins to repeat, and its page goes on showing them.
import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";

test("an author lets a broadcast repeat each Monday, and then stops it", async ({ page, signInAs }) => {
  await signInAs("author");
  await page.goto(`/broadcasts/${await makeDraft(page)}/review`);
  await page.getByRole("button", { name: "Repeat it instead …" }).click();
  const runs = page.getByRole("region", { name: "The next runs" }).getByRole("listitem");
  await expect(runs).toHaveCount(5);
  await expect(runs.first()).toContainText("Monday");
  await page.getByLabel("How often").selectOption("Cron expression");
  await page.getByRole("textbox", { name: "Cron expression" }).fill("* * * * *");
  await expect(page.getByText("A broadcast repeats once an hour at most")).toBeVisible();
  await page.getByRole("textbox", { name: "Cron expression" }).fill("0 9 * * 5");
  await expect(runs.first()).toContainText("Friday");
  await page.getByRole("button", { name: "Begin to repeat" }).click();
  await expect(page.getByText("It has not run yet.")).toBeVisible();
  await expect(runs).toHaveCount(5);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("No run comes while it is not active.")).toBeVisible();
});
