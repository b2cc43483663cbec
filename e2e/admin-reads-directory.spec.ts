// An admin's page about the directory: it fills by itself, says what is missing and how to mend it, reads a group when
// asked, and brings the app to everybody who has not got it.
import { GRAPH_ROLES } from "@/simulator/settings";

import { expect, test } from "./fixtures";

test.use({ people: 60, installed: 10, directory: true });

test("the directory is read at the start, and each kind of account is counted", async ({ page, simulator, signInAs }) => {
  await signInAs("admin");
  await page.getByRole("link", { name: "Directory" }).click();
  const people = page.getByRole("region", { name: "People and groups" });
  await expect(people.getByText("Up to date")).toBeVisible();
  const members = simulator.people.filter(({ userType }) => userType === "Member");
  const enabled = members.filter(({ accountEnabled, licence }) => accountEnabled && licence === "TEAMS").length;
  const counts = { "People with Teams": enabled, Guests: simulator.people.length - members.length, "Left the organisation": 0 };
  for (const [word, count] of Object.entries(counts)) {
    await expect(page.getByRole("term").filter({ hasText: word }).locator("+ dd")).toHaveText(String(count));
  }

  const [leaver] = simulator.people.slice(-1);
  simulator.tenant.directory.deletePerson(leaver!);
  await people.getByRole("button", { name: "Sync now" }).click();
  // A confirmation once covered the whole page with its background.
  await expect(page.getByText("The directory is read now.").last()).toBeVisible();
  expect(await page.getByRole("heading", { name: "Directory" }).evaluate(isOnTop)).toBe(true);
  await expect(people.getByText(/1 has left/)).toBeVisible();
});

function isOnTop(element: Element): boolean {
  const { left, top, height } = element.getBoundingClientRect();
  return document.elementFromPoint(left + 2, top + height / 2) === element;
}

test("a missing consent is named with its remedy, and mended without a restart", async ({ page, simulator, signInAs }) => {
  await signInAs("admin");
  await page.goto("/directory");
  const people = page.getByRole("region", { name: "People and groups" });
  await expect(people.getByText("Up to date")).toBeVisible();
  simulator.changeSettings({ graphRoles: ["User.Read.All"] });
  simulator.tenant.tokens.invalidateAll();
  await people.getByRole("button", { name: "Sync now" }).click();
  await expect(people.getByText("Reading groups is not permitted")).toBeVisible();
  await expect(people.getByText(/consent to GroupMember\.Read\.All/)).toBeVisible();
  simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
  simulator.tenant.tokens.invalidateAll();
  await people.getByRole("button", { name: "Sync now" }).click();
  await expect(people.getByText("Up to date")).toBeVisible();
});

test("a group is found and its members are read, inner groups included", async ({ page, simulator, signInAs }) => {
  const { directory } = simulator.tenant;
  const nesting = directory.groups().find((group) => group.groupIds.size > 0 && directory.transitiveMembers(group).length > 1);
  await signInAs("author");
  await page.goto("/directory");
  await page.getByRole("searchbox", { name: "Search by name or address" }).fill(nesting!.displayName);
  const row = page.getByRole("row", { name: nesting!.displayName }).first();
  await row.getByRole("button", { name: `Read members of ${nesting!.displayName}` }).click();
  await expect(row.getByText(`${directory.transitiveMembers(nesting!).length} people`)).toBeVisible();
});

test("the app is installed for everybody who has not got it, and in a team", async ({ page, simulator, signInAs }) => {
  await signInAs("admin");
  await page.goto("/directory");
  const installs = page.getByRole("region", { name: "App installations" });
  const refused = simulator.people.find(({ status, licence, userType }) => {
    return status === "NOT_INSTALLED" && licence === "TEAMS" && userType === "Member";
  });
  const match = { operations: ["installForUser" as const], personIds: [refused!.objectId] };
  simulator.setFaults([{ kind: "status", failure: "POLICY", match }]);
  await installs.getByRole("button", { name: "Install for everybody" }).click();
  await page.getByRole("button", { name: "Install for everybody" }).last().click();
  await expect(installs.getByText("A policy of Teams blocks the app")).toBeVisible();
  await expect.poll(() => simulator.people.filter(({ status, licence, userType, accountEnabled, isDeleted }) => {
    return status === "NOT_INSTALLED" && licence === "TEAMS" && userType === "Member" && accountEnabled && !isDeleted;
  }).length, { timeout: 20_000 }).toBe(1);

  const team = simulator.teams.find(({ installedBy }) => installedBy === undefined);
  await page.getByRole("searchbox", { name: "Search by name or address" }).fill(team!.name);
  const row = page.getByRole("row", { name: team!.name }).first();
  await row.getByRole("button", { name: `Install in team ${team!.name}` }).click();
  await expect(row.getByText("App installed in the team", { exact: true })).toBeVisible();
});
