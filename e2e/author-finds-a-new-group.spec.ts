// An author picks a group that was made after the last look at the directory, with the keyboard alone: Microsoft Entra is
// searched itself. What goes wrong there is said in words.
import { GRAPH_ROLES } from "@/simulator/settings";

import { expect, test } from "./fixtures";
import { directoryIsRead } from "./pages/audience";

test.use({ people: 30, directory: true, settings: { DIRECTORY_SYNC_CRON: "off" } });

test("a group made a moment ago is found at Microsoft Entra, by keyboard, and can be chosen", async ({
  page, simulator, signInAs,
}) => {
  await signInAs("author");
  await directoryIsRead(page);
  const members = simulator.people.slice(0, 3).map(({ objectId }) => objectId);
  simulator.tenant.addGroup("Harbour Night Shift", "SECURITY", members, []);
  await page.goto("/audiences/new");
  await page.getByRole("radio", { name: "Directory groups" }).check();
  const search = page.getByRole("combobox", { name: "Find groups" });
  await search.fill("night harbour");
  const look = page.getByRole("option", { name: "Look in Microsoft Entra for “night harbour”" });
  await expect(look).toBeVisible();
  await expect(page.getByRole("option", { name: "No group was called that" })).toBeVisible();
  await search.press("End");
  await search.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "1 group called “night harbour” is known now" })).toBeVisible();
  await search.press("ArrowDown");
  await page.getByRole("option", { name: "Harbour Night Shift" }).click();
  await expect(page.getByText("1 group chosen")).toBeVisible();
});

test("a missing consent is said with its remedy, and another look can be asked for", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  await directoryIsRead(page);
  simulator.changeSettings({ graphRoles: ["User.Read.All"] });
  simulator.tenant.tokens.invalidateAll();
  await page.goto("/audiences/new");
  await page.getByRole("radio", { name: "Directory groups" }).check();
  await page.getByRole("combobox", { name: "Find groups" }).fill("lighthouse keepers");
  await page.getByRole("option", { name: "Look in Microsoft Entra" }).click();
  await expect(page.getByText(/Reading groups is not permitted/)).toBeVisible();
  simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
  simulator.tenant.tokens.invalidateAll();
  await page.getByRole("combobox", { name: "Find groups" }).click();
  await page.getByRole("option", { name: "Look in Microsoft Entra" }).click();
  await expect(page.getByText("Microsoft Entra has no group called “lighthouse keepers”.")).toBeVisible();
});
