// axe finds nothing on the sign-in page and on the pages around broadcasts: people, teams, topics, templates, settings …
import { expect, test } from "./fixtures";
import { expectScenesAccessible, expectScenesInContrast } from "./pages/accessibility";
import { addPart } from "./pages/audience";
import { makeBroadcasts, makeTeam, makeTemplate } from "./pages/scene-data";
import { at, dialog, press, type Scene } from "./pages/scenes";
import { personAt } from "./pages/teams";

test.setTimeout(300_000);
// The page that does not exist is one of the pages.
test.use({ directory: true, expectedErrors: async ({}, use) => use([/status of 404.*\/nowhere/]) });

const SIGN_IN: Scene = {
  name: "sign-in",
  open: async (page) => {
    await page.goto("/sign-in");
    // A persona in practice, the work account elsewhere.
    await expect(page.getByRole("button", { name: /Admin|work account/ })).toBeVisible();
  },
};

function scenes(ids: { template: string; person: string; team: string }): Scene[] {
  return [
    { name: "topics", open: at("/topics", "Company news") },
    { name: "templates", open: at("/templates", "Server incident") },
    { name: "template", open: at(`/templates/${ids.template}`, "What an event brings", "A server is ‹state›") },
    { name: "events", open: at("/events", "Tried out, nothing sent") },
    { name: "recipients", open: async (page) => {
      await at("/recipients", "Reachable", "Amelia Hart")(page);
      await press("Filters")(page);
    } },
    { name: "a person", open: at(`/recipients/${ids.person}`, "Can they be reached?", "Would a broadcast reach them now?") },
    { name: "teams", open: at("/teams", "All Company", "As of", "The app is in no group chat.") },
    { name: "a team", open: at(`/teams/${ids.team}`, "Announcements", "As of") },
    { name: "directory", open: at("/directory", "Up to date", "All Company") },
    { name: "settings", open: at("/settings", "Approval by a second person", "How long data are kept", "Do the numbers agree?") },
    { name: "audiences", open: at("/audiences", "Lists of people", "No audience has been saved yet.") },
    { name: "an audience of several parts", open: async (page) => {
      await at("/audiences/new", "Who belongs to it")(page);
      await page.getByRole("radio", { name: "Directory groups" }).check();
      await addPart(page, "And also", "People who match");
      await addPart(page, "But not", "People from a file");
    } },
    { name: "access", open: at("/access", "Signed in last", "You") },
    { name: "keys", open: at("/api-keys", "monitoring") },
    dialog("a key is made", "/api-keys", press("Make a key")),
    { name: "sessions", open: at("/sessions", "This one") },
    { name: "audit", open: at("/audit", "Wrote a draft") },
    { name: "not found", open: at("/nowhere", "There is nothing here") },
    dialog("event example", "/templates", async (page) => {
      await press("More about Server incident")(page);
      await page.getByRole("menuitem", { name: "Send from another system" }).click();
    }),
    dialog("topic drawer", "/topics", press("New topic")),
    // Over a page without a command in that corner: a button that the menu half covers would count as too small.
    { name: "open menu", open: async (page) => {
      await at("/sessions", "This one")(page);
      await press("Theme")(page);
      await expect(page.getByRole("menuitemradio").first()).toBeVisible();
    } },
  ];
}

for (const [theme, expectThem] of [["light and dark", expectScenesAccessible], ["contrast", expectScenesInContrast]] as const) {
  test(`axe finds nothing on the pages of the console (${theme})`, async ({ page, simulator, herald, signInAs }) => {
    await page.goto("/sign-in");
    await expectThem(page, [SIGN_IN]);
    await signInAs("admin");
    const template = await makeTemplate(page, herald);
    const team = await makeTeam(page, simulator);
    const { person } = await makeBroadcasts(page, personAt(simulator, 12).displayName);
    await expectThem(page, scenes({ template, team, person }));
  });
}
