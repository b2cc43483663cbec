// What repeats is changed where it stands: its words, whom it reaches and when, with the number typed and the approval asked for
// where the rules want that. Before the press the author is told, and after it the page shows what became of it.
import type { Page } from "@playwright/test";

import { NO_APPROVAL } from "@/lib/domain/approval";

import { expect, test } from "./fixtures";
import { ask, makeDraft } from "./pages/ask";
import { chooseTopic, expectToast, field } from "./pages/composer";
import { expectState } from "./pages/report";

test.describe.configure({ mode: "serial" });
test.use({ people: 28, expectedErrors: async ({}, use) => use([/status of 422.*\/api\/broadcasts\//]) });

const nextRuns = (page: Page) => page.getByRole("region", { name: "The next runs" }).getByRole("listitem");

/** To everyone on company news, each Monday; its page is open then. */
async function repeatOnMondays(page: Page): Promise<string> {
  const id = await makeDraft(page, { title: "Lunch on Monday" });
  await ask(page, "POST", `broadcasts/${id}/repeat`, { cron: "0 9 * * 1", zone: "Europe/Berlin" });
  await page.goto(`/broadcasts/${id}`);
  await expect(nextRuns(page).first()).toContainText("Monday");
  return id;
}

async function moveToFriday(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Change when it repeats" }).click();
  await page.getByLabel("Day of the week").selectOption("Friday");
  await expect(nextRuns(page)).toHaveCount(5);
  await expect(nextRuns(page).first()).toContainText("Friday");
}

test("an author changes when it repeats and what it says, and copies it", async ({ page, signInAs }) => {
  await signInAs("author");
  const id = await repeatOnMondays(page);
  await moveToFriday(page);
  await page.getByRole("button", { name: "Repeat it like this" }).click();
  await expectToast(page, "It repeats at the new times from now on.");
  await expect(page.getByRole("button", { name: "Change when it repeats" })).toBeVisible();
  await expect(nextRuns(page).first()).toContainText("Friday");

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByText("It repeats: what you save here is sent from the next run on.")).toBeVisible();
  await field(page, "title").fill("Lunch on Friday");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectToast(page, "Saved: the next run sends it.");
  await expect(page).toHaveURL(new RegExp(`/broadcasts/${id}$`));
  await expect(page.getByRole("heading", { name: "Lunch on Friday", level: 1 })).toBeVisible();
  await expectState(page, "Active");

  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}\/edit$/);
  expect(page.url()).not.toContain(id);
  await expect(field(page, "title")).toHaveValue("Lunch on Friday");
});

test("who it reaches anew is typed as a number before it is saved", async ({ page, signInAs }) => {
  await signInAs("admin");
  await ask(page, "POST", "topics", { key: "lunch", name: "Lunch" });
  await ask(page, "PUT", "send-limits", { confirmAbove: 10, broadcastsPerHour: null });
  await signInAs("author");
  const draft = await makeDraft(page);
  await ask(page, "POST", `broadcasts/${draft}/repeat`, { cron: "0 9 * * 1", zone: "UTC", confirmed: 28 });
  await page.goto(`/broadcasts/${draft}/edit`);
  await chooseTopic(page, "Lunch");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "28 people get this" });
  await dialog.getByRole("textbox", { name: "Type 28 to go on" }).fill("28");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectToast(page, "Saved: the next run sends it.");
  await expect(page.getByRole("definition").filter({ hasText: /^Lunch$/ })).toBeVisible();
  await signInAs("admin");
  await ask(page, "PUT", "send-limits", { confirmAbove: null, broadcastsPerHour: null });
});

test("where somebody else must approve, the author is told so before and after", async ({ page, signInAs }) => {
  await signInAs("author");
  await repeatOnMondays(page);
  const url = page.url();
  await signInAs("approver");
  await signInAs("admin");
  await ask(page, "PUT", "approval-rule", { ...NO_APPROVAL, above: 10 });
  await signInAs("author");
  await page.goto(url);
  await moveToFriday(page);
  await expect(page.getByText("Somebody else must approve the change, and no run comes until then.")).toBeVisible();
  await page.getByRole("button", { name: "Repeat it like this" }).click();
  await expectState(page, "In review");
  await expect(page.getByRole("region", { name: "Approval", exact: true })).toContainText("28 people are in the audience.");
  await expect(page.getByRole("button", { name: "Change when it repeats" })).toHaveCount(0);
  await page.getByRole("button", { name: "Take out of review" }).click();
  await expectState(page, "Paused");
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page.getByText("that is asked for when it is resumed")).toBeVisible();
});
