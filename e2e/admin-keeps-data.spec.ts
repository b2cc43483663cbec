// An admin says for how long something is kept and has everything counted again; nobody else sees the settings.
import { expect, test } from "./fixtures";

// What is too short is refused by the server.
test.use({ expectedErrors: async ({}, use) => use([/status of 400.*\/api\/retention/]) });

test("an admin changes how long requests are kept, and sees that the numbers agree", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.goto("/settings");
  const days = page.getByRole("textbox", { name: "Days: Requests to Teams" });
  await days.fill("1");
  await page.getByRole("button", { name: "Save: Requests to Teams" }).click();
  await expect(page.getByText("At least 7 days.")).toBeVisible();
  await days.fill("30");
  await page.getByRole("button", { name: "Save: Requests to Teams" }).click();
  await expect(page.getByText("Saved: it holds from the next night on.").first()).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue("30");
  await page.getByRole("button", { name: "Count again now" }).click();
  await expect(page.getByText("Everything agrees.")).toBeVisible({ timeout: 30_000 });
});

test("a viewer is told that settings are an admin's", async ({ page, signInAs }) => {
  await signInAs("viewer");
  await page.goto("/settings");
  await expect(page.getByText("Only an admin sees and changes these settings.")).toBeVisible();
});
