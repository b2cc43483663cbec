// An admin makes a key for another system, narrows it, gives it another secret and takes it back; the key does what was said.
import type { Page } from "@playwright/test";

import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient } from "./api-client";
import { expect, test } from "./fixtures";

// A key without scopes is refused by the server, at the field.
test.use({ people: 4, expectedErrors: async ({}, use) => use([/status of 400.*\/api\/api-keys/]) });

async function readSecret(page: Page): Promise<string> {
  const dialog = page.getByRole("alertdialog", { name: "The secret of Ticket system" });
  await dialog.getByRole("button", { name: "Copy" }).click();
  const key = await dialog.getByRole("textbox", { name: "Secret" }).inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await expect(dialog).toHaveCount(0);
  return key;
}

test("an admin makes, rotates and revokes a key", async ({ page, context, herald, signInAs }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInAs("admin");
  await page.getByRole("link", { name: "API keys" }).click();
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const drawer = page.getByRole("dialog", { name: "A key for another system" });
  await drawer.getByRole("textbox", { name: "System" }).fill("Ticket system");
  await drawer.getByRole("button", { name: "Make the key" }).click();
  await expect(drawer.getByText("Name at least one scope.")).toBeVisible();
  await drawer.getByRole("checkbox", { name: "topics:read" }).check();
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await drawer.getByLabel("Last day").fill(soon);
  await drawer.getByRole("button", { name: "Make the key" }).click();
  const first = await readSecret(page);

  const row = page.getByRole("row", { name: /Ticket system/ });
  await expect(row).toContainText("topics:read");
  await expect(row).toContainText("Expires soon");
  await expect(page.getByText("A key expires within 14 days: Ticket system.")).toBeVisible();
  const client = ApiClient.withKey(herald.url, first);
  await client.get("topics", SCHEMAS.TopicPage);
  expect(await client.refused("GET", "broadcasts")).toMatchObject({ status: 403 });

  await page.getByRole("button", { name: "Change the key of Ticket system" }).click();
  await page.getByRole("menuitem", { name: "Limits and end" }).click();
  await page.getByLabel("Last day").fill("");
  await page.getByRole("textbox", { name: "People an event may reach" }).fill("25");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("25 people an event");
  await expect(row).toContainText("Without an end");

  await page.getByRole("button", { name: "Change the key of Ticket system" }).click();
  await page.getByRole("menuitem", { name: "Another secret" }).click();
  await page.getByRole("combobox", { name: "The secret in use goes on for" }).selectOption({ label: "no time: it ends now" });
  await page.getByRole("button", { name: "Make 1 new secret" }).click();
  const second = await readSecret(page);
  expect(await client.refused("GET", "topics")).toMatchObject({ status: 401 });
  await ApiClient.withKey(herald.url, second).get("topics", SCHEMAS.TopicPage);

  await page.getByRole("button", { name: "Change the key of Ticket system" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke 1 key" }).click();
  // Behind the dialog the row is not there either.
  await expect(page.getByText("The key of Ticket system is revoked.").first()).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await ApiClient.withKey(herald.url, second).refused("GET", "topics")).toMatchObject({ status: 401 });
});
