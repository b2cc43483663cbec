// Somebody asks for everything that is kept about them, and then to be forgotten. The admin hands it out, erases it, and the
// report of what they got still adds up. When they write to the bot again, they are as little willing as before.
import { readFileSync } from "node:fs";

import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { expect, test } from "./fixtures";
import { ask, sendToOne } from "./pages/ask";
import { readLedger } from "./pages/report";
import { personAt } from "./pages/teams";

test("an admin exports and erases a person, and nothing but numbers is left", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 20);
  await signInAs("admin");
  const broadcast = await sendToOne(page, person.displayName, { title: "Parking is closed" });
  await page.goto(`/broadcasts/${broadcast}`);
  await expect.poll(async () => (await readLedger(page)).Sent).toBe(1);
  await simulator.say(person.objectId, "stop");
  await page.getByRole("link", { name: person.displayName }).click();
  await expect(page.getByRole("heading", { level: 1, name: person.displayName })).toBeVisible();

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export their data" }).click();
  const file = await (await downloading).path();
  const { data } = SCHEMAS.RecipientExport.parse(JSON.parse(readFileSync(file, "utf8")));
  expect(data["recipients"]).toMatchObject([{ display_name: person.displayName }]);
  // The welcome and the notification.
  expect(data["deliveries"]).toHaveLength(2);
  expect(data["opt_outs"]).toHaveLength(1);

  await page.getByRole("button", { name: "Erase …" }).click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  const confirm = dialog.getByRole("button", { name: `Erase ${person.displayName}` });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill(person.displayName);
  await confirm.click();
  const done = `${person.displayName} was erased: 2 deliveries without a name, 1 opt-out remembered.`;
  await expect(page.getByText(done).first()).toBeVisible();
  await expect(page).toHaveURL(/\/recipients$/);
  await page.goto(`/recipients?q=${encodeURIComponent(person.displayName)}`);
  await expect(page.getByText("Nobody matches.")).toBeVisible();

  await page.goto(`/broadcasts/${broadcast}`);
  await expect.poll(async () => (await readLedger(page)).Sent).toBe(1);
  await expect(page.getByRole("table", { name: "Deliveries" }).getByRole("row").nth(1)).toContainText("Erased person");
  await expect(page.getByText(person.displayName)).toHaveCount(0);
  await page.goto("/audit");
  await expect(page.getByRole("row").filter({ hasText: "Erased a person's data" })).toContainText("Erased person");

  await simulator.say(person.objectId, "help");
  const found = async () => {
    const query = `recipients?q=${encodeURIComponent(person.displayName)}`;
    const { items } = await ask<{ items: { optOuts: { topicId: string | null }[] }[] }>(page, "GET", query);
    return items.map(({ optOuts }) => optOuts.map(({ topicId }) => topicId));
  };
  await expect.poll(found).toEqual([[null]]);
});
