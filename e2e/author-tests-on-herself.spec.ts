// A test send is the only honest preview: it arrives in the author's own chat, and nowhere else.
import { expect, test } from "./fixtures";
import { expectToast, writeNotification } from "./pages/composer";
import { messageWith, openTeams, personAt } from "./pages/teams";

test("a test arrives in the author's own chat and in nobody else's", async ({ page, context, simulator, signInAs }) => {
  const amelia = personAt(simulator, 0);
  const title = "Only a rehearsal";
  await signInAs("author");
  await writeNotification(page, { title });
  await page.getByRole("button", { name: "Send a test to me" }).click();
  await expectToast(page, "A test is on its way to your chat in Teams.");

  const teams = await context.newPage();
  await openTeams(teams, simulator, amelia);
  await expect(messageWith(teams, amelia, title)).toContainText("You get this because you sent yourself a test.");
  const others = simulator.people.filter(({ objectId }) => objectId !== amelia.objectId);
  expect(others.filter(({ objectId }) => JSON.stringify(simulator.received(objectId)).includes(title))).toEqual([]);

  await page.goto(`/broadcasts?q=${encodeURIComponent(title)}`);
  const list = page.getByRole("table", { name: "Broadcasts" });
  await expect(list.getByRole("row").filter({ hasText: title })).toContainText("Draft");
});
