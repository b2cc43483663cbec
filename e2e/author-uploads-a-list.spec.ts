// An author uploads a file of people: what was found is counted, bad lines are named by their numbers and can be downloaded,
// and the people of the file get the message.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { CANTEEN_NEWS, chooseTopic, expectSaved, fillTexts, goToReview, send, startDraft } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";

// A list that is used is refused on purpose.
test.use({ people: 12, expectedErrors: async ({}, use) => use([/status of 409.*\/api\/lists/]) });

async function upload(page: Page, name: string, text: string): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chosen).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

async function download(page: Page, link: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).first().click();
  return readFile(await (await started).path(), "utf8");
}

test("a file with bad lines becomes an audience, and says which lines are bad", async ({ page, simulator, signInAs }) => {
  const [first, second, third] = simulator.people;
  const lines = ["Name;Id", `A;${first!.objectId}`, `B;${second!.objectId}`, `C;${first!.objectId}`, "D;nobody@nowhere.example", "E;no id"];
  await signInAs("author");
  await startDraft(page);
  await chooseTopic(page);
  await fillTexts(page, { ...CANTEEN_NEWS, title: "For plant 4" });

  await test.step("it is uploaded with the button", async () => {
    await page.getByRole("radio", { name: "People from a file" }).check();
    await upload(page, "plant 4.csv", lines.join("\r\n"));
    const counts = page.getByRole("term");
    for (const [word, count] of [["people found", 2], ["named again", 1], ["unknown", 1], ["bad line", 1]] as const) {
      await expect(counts.filter({ hasText: word }).locator("+ dd")).toHaveText(String(count));
    }
    const bad = page.getByRole("list", { name: "Lines that name nobody" });
    await expect(bad.getByText("Line 5: nobody is known by this: nobody@nowhere.example")).toBeVisible();
    await expect(bad.getByText("Line 6: no id or address")).toBeVisible();
    expect(await download(page, "Download the unknown")).toContain("5,nobody@nowhere.example,UNKNOWN");
    expect(await download(page, "Download the bad lines")).toContain("6,no id,NO_ID");
  });

  await test.step("the people of it get the message", async () => {
    await expectSaved(page);
    await goToReview(page);
    await expect(page.getByText("the list plant 4")).toBeVisible();
    await send(page, 2);
    expect(await watchToTheEnd(page)).toMatchObject({ Sent: 2, Audience: 2 });
  });

  await test.step("a second file of that name is dropped on the page, and gets a name of its own", async () => {
    await startDraft(page);
    await page.getByRole("radio", { name: "People from a file" }).check();
    const dataTransfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "plant 4.csv", { type: "text/csv" }));
      return data;
    }, `${third!.objectId}\n`);
    await page.getByText("Or drop it here").dispatchEvent("drop", { dataTransfer });
    await expect(page.getByRole("combobox", { name: "Lists of people" })).toContainText("plant 4 (2) (1 person)");
    await expect(page.getByText("1 person will get it")).toBeVisible();
  });
});

test("a list that is used is not deleted, and says why; one that is not used is", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  await page.goto("/audiences");
  await upload(page, "Berlin.csv", `${simulator.people[3]!.objectId}\nnonsense\n`);
  const row = page.getByRole("row", { name: "Berlin" });
  await expect(row.getByText("person found")).toBeVisible();
  await expect(row.getByText("bad line", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "New audience" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("People in Berlin");
  await page.getByRole("radio", { name: "People from a file" }).check();
  await page.getByRole("combobox", { name: "Lists of people" }).selectOption({ label: "Berlin (1 person)" });
  await page.getByRole("button", { name: "Save audience" }).click();
  await expect(page.getByRole("row", { name: "People in Berlin" }).getByText("the list Berlin")).toBeVisible();

  const remove = async (): Promise<void> => {
    await row.last().getByRole("button", { name: "Delete the list Berlin" }).click();
    await page.getByRole("button", { name: "Delete list" }).click();
  };
  await remove();
  await expect(page.getByRole("alert").filter({ hasText: "The list is still used" })).toBeVisible();
  await page.getByRole("button", { name: "More about People in Berlin" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete audience" }).click();
  await expect(page.getByRole("row", { name: "People in Berlin" })).toBeHidden();
  await remove();
  await expect(row).toBeHidden();
});
