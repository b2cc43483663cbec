// The welcome is sent once to each newcomer. Before an organisation-wide installation an operator turns it off, and
// whoever installs the app meanwhile gets none, not even later.
import { expect, test } from "./fixtures";
import { expectToast, field } from "./pages/composer";
import { messageWith, newestMessage, openTeams, personAt } from "./pages/teams";

test.use({ people: 8, installed: 4 });

test("newcomers get the welcome only while it is on, in its newest words", async (
  { page, context, simulator, signInAs },
) => {
  const [early, unlucky, lucky] = [5, 6, 7].map((index) => personAt(simulator, index)) as [Person, Person, Person];
  const teams = await context.newPage();
  await simulator.install(early.objectId);
  await openTeams(teams, simulator, early);
  await expect(newestMessage(teams, early)).toContainText("Welcome, glad you are here!");

  await signInAs("admin");
  const welcome = page.getByRole("switch", { name: "Welcome newcomers" });
  await welcome.click();
  await expectToast(page, "The welcome is off.");
  await expect(welcome).not.toBeChecked();
  await simulator.install(unlucky.objectId);

  await page.getByRole("link", { name: "Edit the welcome of people" }).click();
  await field(page, "title").fill("Good morning, {{displayName|there}}");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expectToast(page, "The welcome message is saved.");
  await page.getByRole("link", { name: "All broadcasts" }).click();
  await welcome.click();
  await expectToast(page, "The welcome is on.");
  await expect(welcome).toBeChecked();

  await simulator.install(lucky.objectId);
  await openTeams(teams, simulator, lucky);
  const title = `Good morning, ${lucky.displayName}`;
  await expect(newestMessage(teams, lucky).getByRole("heading", { name: title })).toBeVisible();
  // Installing again, as Teams repeats events, brings no second welcome.
  await simulator.install(lucky.objectId);
  await simulator.install(early.objectId);
  await simulator.say(early.objectId, "help");
  await openTeams(teams, simulator, early);
  await expect(newestMessage(teams, early)).toContainText("What I can do for you");
  await expect(messageWith(teams, early, "Good morning")).toHaveCount(0);
  expect(simulator.received(unlucky.objectId)).toEqual([]);
  expect(simulator.received(lucky.objectId)).toHaveLength(1);
});

type Person = ReturnType<typeof personAt>;
