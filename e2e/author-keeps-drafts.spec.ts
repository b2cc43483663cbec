// Nothing an author has typed is lost: not by a reload, a second tab, a failing network or a closed window.
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";
import { CANTEEN_NEWS, expectSaved, field, fillTexts, writeNotification } from "./pages/composer";

test.use({
  // The conflict and the failing network are provoked; the browser writes both into its console.
  expectedErrors: async ({}, use) => use([/status of 409/, /ERR_FAILED/]),
});

test("a draft saves itself and is there after a reload", async ({ page, signInAs }) => {
  await signInAs("author");
  await writeNotification(page);
  await expectSaved(page);
  await expect(page).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}\/edit$/);
  await page.reload();
  for (const [name, text] of Object.entries(CANTEEN_NEWS)) {
    await expect(field(page, name as keyof typeof CANTEEN_NEWS)).toHaveValue(text);
  }
  await expect(page.getByRole("radio", { name: "Everyone" })).toBeChecked();
  await expect(page.getByRole("combobox", { name: "Topic", exact: true })).toHaveValue("company-news");
});

test("of two tabs, the later one is told and keeps its text as a new draft", async ({ page, context, signInAs }) => {
  const { address, other } = await conflict(page, context.newPage.bind(context), signInAs);
  await page.getByRole("button", { name: "Keep mine as a new draft" }).click();
  await expectSaved(page);
  await expect(page).not.toHaveURL(address);
  await expect(field(page, "title")).toHaveValue("Mine");
  await other.reload();
  await expect(field(other, "title")).toHaveValue("Theirs");
});

test("of two tabs, the later one can load the newer version", async ({ page, context, signInAs }) => {
  const { address } = await conflict(page, context.newPage.bind(context), signInAs);
  await page.getByRole("button", { name: "Load the newer version" }).click();
  await expect(field(page, "title")).toHaveValue("Theirs");
  await expect(page).toHaveURL(address);
  await expect(page.getByText("There is a newer version.")).toBeHidden();
});

test("leaving with unsaved work asks first, and the work is found again", async ({ page, signInAs }) => {
  await signInAs("author");
  const id = await makeDraft(page);
  await typeWhileSavingFails(page, id, "Typed into the void");

  const dialog = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Recipients" }).click();
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(field(page, "title")).toHaveValue("Typed into the void");
  await page.getByRole("link", { name: "Recipients" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { name: "Recipients", level: 1 })).toBeVisible();

  await page.goto(`/broadcasts/${id}/edit`);
  await page.unrouteAll();
  await expect(page.getByText("Unsaved work was found.")).toBeVisible();
  await expect(field(page, "title")).not.toHaveValue("Typed into the void");
  await page.getByRole("button", { name: "Restore it" }).click();
  await expect(field(page, "title")).toHaveValue("Typed into the void");
  await expectSaved(page);
  await page.reload();
  await expect(field(page, "title")).toHaveValue("Typed into the void");
  await expect(page.getByText("Unsaved work was found.")).toBeHidden();
});

test("closing the window with unsaved work gets the browser's own question", async ({ page, signInAs }) => {
  await signInAs("author");
  const id = await makeDraft(page);
  await typeWhileSavingFails(page, id, "Not yet");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.dismiss();
  await expect(field(page, "title")).toHaveValue("Not yet");
});

async function typeWhileSavingFails(page: Page, id: string, title: string): Promise<void> {
  await page.goto(`/broadcasts/${id}/edit`);
  await page.route(`**/api/broadcasts/${id}`, (route) => {
    return route.request().method() === "PATCH" ? route.abort() : route.continue();
  });
  await field(page, "title").fill(title);
  await expect(page.getByText(/^Not saved: /)).toBeVisible();
}

/** The same draft in two tabs: the other one has saved "Theirs", this one has typed "Mine" and learns of it. */
async function conflict(page: Page, openTab: () => Promise<Page>, signInAs: (role: "author") => Promise<void>) {
  await signInAs("author");
  const address = `/broadcasts/${await makeDraft(page)}/edit`;
  await page.goto(address);
  await expect(field(page, "title")).toBeVisible();
  const other = await openTab();
  await other.goto(address);
  await fillTexts(other, { title: "Theirs" });
  await expectSaved(other);
  await fillTexts(page, { title: "Mine" });
  await expect(page.getByRole("alert").filter({ hasText: "There is a newer version." })).toBeVisible();
  await expect(field(page, "title")).toHaveValue("Mine");
  return { address, other };
}
