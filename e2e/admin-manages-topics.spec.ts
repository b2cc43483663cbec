// An admin keeps the list of topics: what broadcasts are about, and what people can opt out of.
import { expect, test } from "./fixtures";
import { ask, makeDraft } from "./pages/ask";

// A Herald of its own: a mandatory topic is everybody's.
test.use({ people: 5, expectedErrors: async ({}, use) => use([/status of 409/]) });

test("an admin creates, changes and deletes a topic, but not one that is in use", async ({ page, signInAs }) => {
  await signInAs("admin");
  await makeDraft(page);
  await page.getByRole("link", { name: "Topics" }).click();
  const rows = page.getByRole("table", { name: "Topics" }).getByRole("row");
  const drawer = page.getByRole("dialog");
  const create = page.getByRole("button", { name: "New topic" });

  await create.click();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(drawer.getByRole("textbox", { name: "Name" })).toBeFocused();
  await drawer.getByRole("textbox", { name: "Name" }).fill("Lunch menu");
  await expect(drawer.getByRole("textbox", { name: "Key" })).toHaveValue("lunch-menu");
  await drawer.getByRole("textbox", { name: "Description" }).fill("What the canteen cooks.");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(rows.filter({ hasText: "Lunch menu" })).toContainText("What the canteen cooks.");

  await create.click();
  await drawer.getByRole("textbox", { name: "Name" }).fill("Another lunch menu");
  await drawer.getByRole("textbox", { name: "Key" }).fill("lunch-menu");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(drawer.getByText("Another topic has this key.")).toBeVisible();
  await drawer.getByRole("button", { name: "Discard" }).click();

  await page.getByRole("button", { name: "Edit Lunch menu" }).click();
  await drawer.getByRole("checkbox", { name: "Mandatory: nobody can opt out" }).check();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(rows.filter({ hasText: "Lunch menu" })).toContainText("Mandatory");

  await page.getByRole("button", { name: "Delete Lunch menu" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete the topic Lunch menu?" });
  await expect(question.getByRole("button", { name: "Go back" })).toBeFocused();
  await question.getByRole("button", { name: "Delete 1 topic" }).click();
  await expect(rows.filter({ hasText: "Lunch menu" })).toHaveCount(0);

  const used = page.getByRole("button", { name: /^Delete Company news: \d+ broadcasts? uses? it/ });
  await expect(used).toHaveAttribute("aria-disabled", "true");
});

test("a form that is open undoes nothing that somebody else has changed meanwhile", async ({ page, signInAs }) => {
  await signInAs("admin");
  const { id } = await ask<{ id: string }>(page, "POST", "topics", { key: "fire-alarm", name: "Fire alarm" });
  await page.getByRole("link", { name: "Topics" }).click();
  const drawer = page.getByRole("dialog");
  await page.getByRole("button", { name: "Edit Fire alarm" }).click();
  await drawer.getByRole("textbox", { name: "Description" }).fill("What to do when it burns.");
  await ask(page, "PATCH", `topics/${id}`, { name: "Alarm of fire", mandatory: true });
  await drawer.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("table", { name: "Topics" }).getByRole("row").filter({ hasText: "What to do when it burns." });
  await expect(row).toContainText("Alarm of fire");
  await expect(row).toContainText("Mandatory");
});
