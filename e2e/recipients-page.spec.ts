// The reference table as people read it: who can be reached, how that is known, and what they opted out of.
import { expect, test } from "./fixtures";
import { installTeam } from "./pages/audience";
import { openTeams, personAt } from "./pages/teams";

test("recipients are searched and filtered by state and by opt-out", async ({ page, context, simulator, signInAs }) => {
  const gone = personAt(simulator, 13);
  const stopped = personAt(simulator, 14);
  await simulator.uninstall(gone.objectId);
  await simulator.say(stopped.objectId, "stop");
  await signInAs("viewer");
  await page.getByRole("link", { name: "Recipients" }).click();
  const rows = page.getByRole("table", { name: "Recipients" }).getByRole("row");
  const search = page.getByRole("searchbox", { name: "Search by name or e-mail" });
  const states = page.getByRole("group", { name: "Filter by state" });
  await expect(rows).toHaveCount(simulator.people.length + 1);

  await search.fill(gone.displayName);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(gone.displayName);
  await expect(rows.nth(1)).toContainText(/Removed.*app uninstalled/s);
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await search.clear();

  await states.getByRole("button", { name: "1 Removed" }).click();
  await expect(rows).toHaveCount(2);
  await expect(states.getByRole("button", { name: "Removed" })).toHaveAttribute("aria-pressed", "true");
  await states.getByRole("button", { name: "Blocked" }).click();
  await expect(page.getByText("Nobody matches.")).toBeVisible();
  await states.getByRole("button", { name: "Everybody" }).click();

  await page.getByRole("button", { name: "Filters" }).click();
  const filters = page.getByRole("group", { name: "Filters" });
  await filters.getByRole("combobox", { name: "Has opted out" }).selectOption("Yes");
  await search.fill(stopped.displayName);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("Everything that is not mandatory");

  await filters.getByRole("combobox", { name: "Kind" }).selectOption("Channels");
  await expect(page).toHaveURL(/optedOut=true.*kind=CHANNEL|kind=CHANNEL.*optedOut=true/);
  await expect(page.getByText("Nobody matches.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Filters (2)" })).toHaveAttribute("aria-expanded", "true");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(rows).toHaveCount(2);
  await expect(page).not.toHaveURL(/optedOut|kind/);

  const teams = await context.newPage();
  await openTeams(teams, simulator, gone);
  await teams.getByRole("button", { name: "Install", exact: true }).click();
  await expect(teams.getByRole("button", { name: "Uninstall" })).toBeVisible();
  await page.goto("/recipients");
  await expect(states.getByRole("button", { name: "0 Removed" })).toBeVisible();
  await simulator.say(stopped.objectId, "start");
});

// The search came a moment after the press, and called off the page that was on its way.
test("a person who is pressed before the search has begun is opened", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 12);
  await signInAs("viewer");
  await page.clock.install();
  await page.goto("/recipients");
  const link = page.getByRole("link", { name: person.displayName });
  await expect(link).toBeVisible();
  const hold = Promise.withResolvers<undefined>();
  await page.route(/\/recipients\/[\da-f-]{36}\?_rsc/, async (route) => {
    await hold.promise;
    await route.continue();
  });
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole("searchbox", { name: "Search by name or e-mail" }).fill(person.displayName.slice(0, 2));
  const asked = page.waitForRequest(/\/recipients\/[\da-f-]{36}\?_rsc/);
  await link.click();
  await asked;
  await page.clock.runFor(1_000);
  hold.resolve(undefined);
  await page.clock.resume();
  await expect(page.getByRole("heading", { level: 1, name: person.displayName })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/q=/);
});

// The filter knew the first fifty teams by name: another one was on, and could neither be seen nor chosen.
test("the members of a team are filtered by its name, which the server finds", async ({ page, simulator, signInAs }) => {
  await signInAs("viewer");
  const [one, other] = [await installTeam(page, simulator, 0), await installTeam(page, simulator, 1)];
  await page.goto("/teams");
  await page.getByRole("link", { name: one.name, exact: true }).click();
  await page.getByRole("link", { name: "Show the members" }).click();
  const rows = page.getByRole("table", { name: "Recipients" }).getByRole("row");
  const filters = page.getByRole("group", { name: "Filters" });
  const chosen = filters.getByRole("list", { name: "Member of the team" }).getByRole("listitem");
  await expect(chosen).toHaveText([one.name]);
  await expect(rows).toHaveCount(one.memberIds.size + 1);
  await filters.getByRole("combobox", { name: "Member of the team" }).fill(other.name);
  await page.getByRole("option", { name: other.name }).click();
  await expect(chosen).toHaveText([other.name]);
  await expect(rows).toHaveCount(other.memberIds.size + 1);
  await filters.getByRole("button", { name: `Remove ${other.name}` }).click();
  await expect(chosen).toHaveCount(0);
  await expect(page).not.toHaveURL(/team=/);
});
