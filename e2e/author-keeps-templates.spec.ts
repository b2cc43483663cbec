// An author keeps a message that is needed again: writes a template beside its card, saves a draft as one, copies one,
// starts a broadcast of it, shows another system how to send it, and deletes it.
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";

import { expect, test } from "./fixtures";
import { ask, makeDraft } from "./pages/ask";
import { expectToast, field } from "./pages/composer";

test.use({ expectedErrors: async ({}, use) => use([/status of 409/]) });

test("an author writes, previews, copies, uses and deletes a template", async ({ page, signInAs }) => {
  await signInAs("author");
  await page.getByRole("link", { name: "Templates" }).click();
  await page.getByRole("link", { name: "New template" }).first().click();
  await page.getByRole("radio", { name: "Notification" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Name the template.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Incident");
  await field(page, "title").fill("Trouble with ");
  await page.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: "A name of your choice" }).click();
  await expect(field(page, "title")).toHaveValue("Trouble with {{event.name}}");
  const card = page.getByRole("figure", { name: "The card as it will look in Teams" });
  await expect(card.getByText("Trouble with ‹name›").first()).toBeVisible();
  await page.getByRole("textbox", { name: "name", exact: true }).fill("the *mail*");
  await expect(card.getByText("Trouble with the *mail*").first()).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expectToast(page, "The template Incident is saved.");
  await expect(page).toHaveURL(/\/templates\/[0-9a-f-]{36}$/);

  await page.getByRole("link", { name: "All templates" }).click();
  const rows = page.getByRole("table", { name: "Templates" }).getByRole("row");
  const more = (name: string) => page.getByRole("button", { name: `More about ${name}`, exact: true });
  await expect(rows.filter({ hasText: "Incident" })).toContainText("name");
  await more("Incident").click();
  await page.getByRole("menuitem", { name: "Send from another system" }).click();
  const command = page.getByRole("region", { name: "Command" });
  await expect(command).toContainText("/api/events");
  await expect(command).toContainText('"template": "Incident"');
  await expect(command).toContainText('"name": "‹name›"');
  await page.getByRole("button", { name: "Close" }).click();
  await expect(more("Incident")).toBeFocused();

  await more("Incident").click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(rows.filter({ hasText: "Incident (copy)" })).toHaveCount(1);

  await rows.filter({ hasText: "Incident (copy)" }).getByRole("button", { name: "Use in a broadcast" }).click();
  await expect(page).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}\/edit$/);
  await expect(field(page, "title")).toHaveValue("Trouble with {{event.name}}");
  await expect(page.getByText("{{event.name}} is filled by external events alone.").first()).toBeVisible();

  await page.getByRole("link", { name: "Templates" }).click();
  await more("Incident (copy)").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete the template Incident (copy)?" });
  await question.getByRole("button", { name: "Delete 1 template" }).click();
  await expect(rows.filter({ hasText: "Incident (copy)" })).toHaveCount(0);
});

test("a draft's message is kept as a template, and two tabs do not overwrite each other", async ({ page, signInAs }) => {
  await signInAs("author");
  const id = await makeDraft(page, { title: "Canteen closed" });
  await page.goto(`/broadcasts/${id}/edit`);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as template" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as template" });
  await expect(dialog.getByRole("textbox", { name: "Name of the template" })).toHaveValue("Canteen closed");
  await dialog.getByRole("button", { name: "Save template" }).click();
  await expectToast(page, "The template Canteen closed is saved.");

  await page.getByRole("link", { name: "Templates" }).click();
  await page.getByRole("link", { name: "Canteen closed" }).click();
  await field(page, "title").fill("Mine");
  await expect(page.getByText("Unsaved changes")).toBeVisible();
  const templateId = page.url().split("/").at(-1) ?? "";
  const theirs = { name: "Canteen closed", message: { ...COMPLETE_NOTIFICATION, title: "Theirs" } };
  await ask(page, "PUT", `templates/${templateId}`, theirs);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody has saved this template after you opened it.")).toBeVisible();
  await page.getByRole("button", { name: "Load the newer version" }).click();
  await expect(field(page, "title")).toHaveValue("Theirs");
});

test("a viewer reads templates and the example, and writes none", async ({ page, signInAs }) => {
  await signInAs("viewer");
  await page.goto("/templates");
  await expect(page.getByRole("row").filter({ hasText: "Canteen closed" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New template" })).toHaveCount(0);
  await page.getByRole("button", { name: "More about Canteen closed" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Send from another system"]);
});
