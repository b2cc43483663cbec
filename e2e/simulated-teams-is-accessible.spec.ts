// axe finds nothing in the simulated Teams, light and dark, on a desktop and on a phone.
import { test } from "./fixtures";
import { DESKTOP, expectAccessible, expectNoSidewaysScroll, PHONE } from "./pages/accessibility";
import { openTeams, personAt, say } from "./pages/teams";

test.use({ directory: true });

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
