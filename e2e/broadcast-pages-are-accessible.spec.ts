// axe finds nothing where broadcasts are written, reviewed, sent and watched.
import { expect, test } from "./fixtures";
import { expectScenesAccessible, expectScenesInContrast } from "./pages/accessibility";
import { makeBroadcasts, makeReview } from "./pages/scene-data";
import { at, dialog, press, type Scene } from "./pages/scenes";
import { personAt } from "./pages/teams";

test.setTimeout(420_000);
// With a directory, as the other pages: one Herald serves both.
test.use({ directory: true });

function scenes(ids: { draft: string; empty: string; sent: string; paused: string; review: string }): Scene[] {
  return [
    { name: "broadcasts", open: at("/broadcasts", "Waiting for your approval", "Welcome newcomers", "sent") },
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
    { name: "report, in review", open: async (page) => {
      await at(`/broadcasts/${ids.review}`, "desk asks for approval", "Your decision is wanted.")(page);
      await press("Reject")(page);
      await expect(page.getByText("Say why, so that the author knows what to change.")).toBeVisible();
    } },
    dialog("cancel dialog", `/broadcasts/${ids.paused}`, press("Cancel broadcast")),
    dialog("delete dialog", `/broadcasts/${ids.empty}`, press("Delete draft")),
  ];
}

for (const [theme, expectThem] of [["light and dark", expectScenesAccessible], ["contrast", expectScenesInContrast]] as const) {
  test(`axe finds nothing on the pages of broadcasts (${theme})`, async ({ page, herald, simulator, signInAs }) => {
    await signInAs("admin");
    const review = await makeReview(page, herald);
    await expectThem(page, scenes({ ...(await makeBroadcasts(page, personAt(simulator, 12).displayName)), review }));
  });
}
