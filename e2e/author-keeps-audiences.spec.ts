// An audience is kept from a draft under a name, renamed, changed, chosen in another draft, and deleted.
import { expect, test } from "./fixtures";
import { addPart, pick } from "./pages/audience";
import { expectSaved, fillTexts, startDraft } from "./pages/composer";
import { personAt } from "./pages/teams";

// A name that is taken is refused on purpose.
test.use({ expectedErrors: async ({}, use) => use([/status of 409.*\/api\/audiences/]) });

test("an audience is kept, renamed, changed, used and deleted", async ({ page, simulator, signInAs }) => {
  const away = personAt(simulator, 5);
  await signInAs("author");

  await test.step("from a draft", async () => {
    await startDraft(page);
    await page.getByRole("radio", { name: "Everyone" }).check();
    await page.getByRole("button", { name: "Save this audience" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("All of us");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("All of us saved.").last()).toBeVisible();
  });

  const row = page.getByRole("row", { name: "Nearly all of us" });
  await test.step("renamed, and a name that is taken is refused", async () => {
    await page.getByRole("link", { name: "Audiences" }).click();
    await expect(page.getByRole("row", { name: "All of us" }).getByText("Everyone the bot knows")).toBeVisible();
    await page.getByRole("link", { name: "New audience" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("All of us");
    await page.getByRole("radio", { name: "Everyone" }).check();
    await page.getByRole("button", { name: "Save audience" }).click();
    await expect(page.getByText("Another audience has this name.")).toBeVisible();
    await page.getByRole("link", { name: "All audiences" }).click();
    await page.getByRole("button", { name: "More about All of us" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Nearly all of us");
    await page.getByRole("button", { name: "Rename" }).click();
    await expect(row.getByText("25", { exact: true })).toBeVisible();
  });

  await test.step("changed: one person is taken away", async () => {
    await row.getByRole("link", { name: "Nearly all of us" }).click();
    await expect(page.getByRole("radio", { name: "Everyone" })).toBeChecked();
    const without = await addPart(page, "But not", "Chosen people");
    await pick(page, without, "Find people", away.displayName);
    await expect(page.getByText("24 people will get it")).toBeVisible();
    await page.getByRole("button", { name: "Save audience" }).click();
    await expect(row.getByText("Everyone the bot knows but not 1 chosen person")).toBeVisible();
  });

  await test.step("used in a draft, which keeps a copy", async () => {
    await startDraft(page);
    await fillTexts(page, { title: "With a kept audience" });
    await page.getByRole("radio", { name: "A saved audience" }).check();
    await page.getByRole("combobox", { name: "Saved audience" }).selectOption("Nearly all of us");
    await expect(page.getByText("24 people will get it")).toBeVisible();
    await expectSaved(page);
  });

  await test.step("deleted, and the draft still has its copy", async () => {
    const draft = page.url();
    await page.getByRole("link", { name: "Audiences" }).click();
    await expect(row.getByText(/^now$| ago$/)).toBeVisible();
    await page.getByRole("button", { name: "More about Nearly all of us" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete audience" }).click();
    await expect(page.getByText("No audience has been saved yet.")).toBeVisible();
    await page.goto(draft);
    await expect(page.getByRole("group", { name: "But not: Chosen people" }).getByText(away.displayName)).toBeVisible();
    await expect(page.getByText("24 people will get it")).toBeVisible();
  });
});
