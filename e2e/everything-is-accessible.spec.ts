// axe on every page and every open dialog: light, dark and high contrast, on a desktop and on a phone; and nothing on a
// phone has to be scrolled sideways.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import type { Simulator } from "@/simulator/simulator";

import { ApiClient, makeApiKey } from "./api-client";
import { NOTIFICATION } from "./example-messages";
import { expect, test } from "./fixtures";
import { ask, makeDraft, sendToOne } from "./pages/ask";
import { addPart } from "./pages/audience";
import { readLedger } from "./pages/report";
import { openTeams, personAt, say } from "./pages/teams";
import type { Herald } from "./start-herald";

test.setTimeout(600_000);
// The page that does not exist is one of the pages.
test.use({ directory: true, expectedErrors: async ({}, use) => use([/status of 404.*\/nowhere/]) });

/** What a theme can change. The structure of a page is judged once, in the light theme. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 400, height: 800 };

/** Leads the browser to a page in the state that is to be judged. */
type Scene = { name: string; open: (page: Page) => Promise<void> };

const at = (address: string, ...shown: string[]) => async (page: Page): Promise<void> => {
  await page.goto(address);
  for (const words of shown) await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
};
const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

type Ids = { draft: string; empty: string; sent: string; paused: string; template: string; person: string; team: string };

function scenes(ids: Ids): Scene[] {
  const dialog = (name: string, address: string, open: (page: Page) => Promise<void>): Scene => ({
    name,
    open: async (page) => {
      await page.goto(address);
      await open(page);
      await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible();
    },
  });
  return [
    { name: "broadcasts", open: at("/broadcasts", "Welcome newcomers", "sent") },
    { name: "broadcasts, nothing found", open: at("/broadcasts?q=nothing-is-called-this", "No broadcast matches.") },
    { name: "compose, nothing chosen", open: at("/broadcasts/new", "What do you want to write?") },
    { name: "compose, everything missing", open: async (page) => {
      await at(`/broadcasts/${ids.empty}/edit`, "What happened")(page);
      await press("Review and send")(page);
      await expect(page.getByRole("alert").filter({ hasText: "still missing" })).toBeVisible();
    } },
    { name: "compose a welcome", open: async (page) => {
      await at("/broadcasts/new", "What do you want to write?")(page);
      await page.getByRole("radio", { name: "Welcome" }).check();
      await page.getByRole("radio", { name: "Members of teams" }).check();
      await press("Add button")(page);
    } },
    { name: "compose, complete", open: at(`/broadcasts/${ids.draft}/edit`, "will get it", "Everything is there.") },
    { name: "review", open: at(`/broadcasts/${ids.draft}/review`, "Send to") },
    { name: "review, repeating", open: async (page) => {
      await at(`/broadcasts/${ids.draft}/review`, "Send to")(page);
      await press("Repeat it instead …")(page);
      await expect(page.getByRole("region", { name: "The next runs" }).getByRole("listitem")).toHaveCount(5);
    } },
    { name: "report", open: async (page) => {
      await at(`/broadcasts/${ids.sent}`, "Where everybody stands")(page);
      await press("Show the card")(page);
    } },
    { name: "report of a draft", open: at(`/broadcasts/${ids.empty}`, "Untitled draft") },
    { name: "report, paused", open: at(`/broadcasts/${ids.paused}`, "This broadcast is paused.") },
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
    { name: "settings", open: at("/settings", "How long data are kept", "Do the numbers agree?") },
    { name: "an audience of several parts", open: async (page) => {
      await at("/audiences", "Lists of people", "No audience has been saved yet.")(page);
      await at("/audiences/new", "Who belongs to it")(page);
      await page.getByRole("radio", { name: "Directory groups" }).check();
      await addPart(page, "And also", "People who match");
      await addPart(page, "But not", "People from a file");
    } },
    { name: "audit", open: at("/audit", "Wrote a draft") },
    { name: "not found", open: at("/nowhere", "There is nothing here") },
    dialog("cancel dialog", `/broadcasts/${ids.paused}`, press("Cancel broadcast")),
    dialog("delete dialog", `/broadcasts/${ids.empty}`, press("Delete draft")),
    dialog("event example", "/templates", async (page) => {
      await press("More about Server incident")(page);
      await page.getByRole("menuitem", { name: "Send from another system" }).click();
    }),
    dialog("topic drawer", "/topics", press("New topic")),
    // Over a page without a command in that corner: a button that the menu half covers would count as too small.
    { name: "open menu", open: async (page) => {
      await at("/audit", "Wrote a draft")(page);
      await press("Theme")(page);
      await expect(page.getByRole("menuitemradio").first()).toBeVisible();
    } },
  ];
}

async function expectAccessible(page: Page, where: string, colours = false): Promise<void> {
  // Fluent's focus sentinels: empty elements that catch the Tab key for an instant and hand the focus on, so they are
  // hidden from assistive technology and focusable all the same.
  const axe = new AxeBuilder({ page }).exclude("[data-tabster-dummy]");
  const { violations } = await (colours ? axe.withRules(COLOUR_RULES) : axe.withTags(TAGS)).analyze();
  const found = violations.map(({ id, help, nodes }) => {
    return { id, help, nodes: nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`) };
  });
  expect.soft(found, where).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${where} is wider than the window`).toBeLessThanOrEqual(0);
}

/** A draft, an empty draft, one that is finished and one that is paused half way. */
async function makeBroadcasts(page: Page, name: string) {
  const draft = await makeDraft(page);
  const { id: empty } = await ask<{ id: string }>(page, "POST", "broadcasts", { message: { kind: "NOTIFICATION" } });
  const sent = await sendToOne(page, name);
  const paused = await makeDraft(page, { title: "Half way" });
  await ask(page, "POST", `broadcasts/${paused}/schedule`, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
  await ask(page, "POST", `broadcasts/${paused}/pause`);
  await page.goto(`/broadcasts/${sent}`);
  await expect.poll(async () => (await readLedger(page)).Sent).toBe(1);
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", `recipients?q=${encodeURIComponent(name)}`);
  return { draft, empty, sent, paused, person: items[0]?.id ?? "" };
}

/** A template that events fill, made once, and an event that was tried with it. */
async function makeTemplate(page: Page, herald: Herald): Promise<string> {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(page, "GET", "templates");
  const known = items.find(({ name }) => name === "Server incident");
  if (known) return known.id;
  const message = { ...NOTIFICATION, title: "A server is {{event.state}}" };
  const { id } = await ask<{ id: string }>(page, "POST", "templates", { name: "Server incident", message });
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "monitoring", "author"));
  const event = { template: id, topic: "company-news", variables: { state: "down" }, audience: { kind: "ALL" }, dryRun: true };
  expect((await api.send("POST", "events", { body: event })).status).toBe(200);
  return id;
}

/** A team with the app; answers its id. */
async function makeTeam(page: Page, simulator: Simulator): Promise<string> {
  const [owner] = simulator.people;
  const [team] = simulator.teams;
  if (team!.installedBy === undefined) await simulator.teamDeeds.install(team!, owner!);
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", "teams");
  return items[0]?.id ?? "";
}

for (const theme of ["light", "dark", "contrast"] as const) {
  test(`axe finds nothing on any page of the console (${theme})`, async ({ page, context, simulator, herald, signInAs }) => {
    await context.addCookies([{ name: "herald-theme", value: theme, url: herald.url }]);
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: /Admin/ })).toBeVisible();
    await expectAccessible(page, `sign-in, ${theme}`);
    await signInAs("admin");
    const template = await makeTemplate(page, herald);
    const team = await makeTeam(page, simulator);
    const ids = { ...(await makeBroadcasts(page, personAt(simulator, 12).displayName)), template, team };
    const colours = theme !== "light";
    for (const { name, open } of scenes(ids)) {
      await page.setViewportSize(DESKTOP);
      await open(page);
      await expectAccessible(page, `${name}, ${theme}, desktop`, colours);
      await page.setViewportSize(PHONE);
      await expectAccessible(page, `${name}, ${theme}, phone`, colours);
      await expectNoSidewaysScroll(page, name);
    }
  });
}

test("axe finds nothing in the simulated Teams", async ({ page, simulator }) => {
  const person = personAt(simulator, 15);
  await openTeams(page, simulator, person);
  await say(page, person, "help");
  await say(page, person, "preferences");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of [DESKTOP, PHONE]) {
      await page.setViewportSize(size);
      await expectAccessible(page, `simulated Teams, ${colorScheme}, ${size.width} px`);
      await expectNoSidewaysScroll(page, "simulated Teams");
    }
  }
});
