// A recipient decides what reaches them, in their own chat: on the card, in the preferences, and in words. Teams knows
// two ways of answering a button, and old clients only the second; both must work.
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { sendToOne } from "./pages/ask";
import { newestMessage, openTeams, personAt, say } from "./pages/teams";

test.afterEach(({ simulator }) => {
  simulator.changeSettings({ cardActions: "execute" });
});

for (const [offset, cardActions] of (["execute", "submit"] as const).entries()) {
  test(`the button on a card stops its topic, and Undo brings it back (${cardActions})`, async (
    { page, context, simulator, signInAs },
  ) => {
    simulator.changeSettings({ cardActions });
    const person = personAt(simulator, 5 + offset);
    await signInAs("author");
    // Unlike what others may have sent to everybody: the newest message must not be theirs.
    const title = `The canteen moves (${cardActions})`;
    await sendToOne(page, person.displayName, { title });
    const teams = await context.newPage();
    await openTeams(teams, simulator, person);
    await expect(newestMessage(teams, person)).toContainText(title);

    await newestMessage(teams, person).getByRole("button", { name: "Stop “Company news”" }).click();
    await expect(newestMessage(teams, person)).toContainText("You no longer get Company news");
    await expectOptOuts(page, person.displayName, "Company news");

    await newestMessage(teams, person).getByRole("button", { name: "Undo" }).click();
    await expect(newestMessage(teams, person)).toContainText("You get Company news again");
    await expectOptOuts(page, person.displayName, "–");
  });
}

test("the preferences card turns each topic off and on", async ({ page, simulator, signInAs }) => {
  const person = personAt(simulator, 9);
  await openTeams(page, simulator, person);
  const card = await say(page, person, "preferences");
  await expect(card.getByRole("heading", { name: "What you get" })).toBeVisible();

  await newestMessage(page, person).getByTitle("Turn off Company news").click();
  await expect(newestMessage(page, person).getByTitle("Turn on Company news")).toBeVisible();
  await signInAs("viewer");
  await expectOptOuts(page, person.displayName, "Company news");

  await openTeams(page, simulator, person);
  await newestMessage(page, person).getByTitle("Turn on Company news").click();
  await expect(newestMessage(page, person).getByTitle("Turn off Company news")).toBeVisible();
});

test("“stop” ends everything, “start” brings it back, in any letter case", async ({ page, simulator }) => {
  const person = personAt(simulator, 10);
  await openTeams(page, simulator, person);
  await expect(await say(page, person, "STOP")).toContainText("You get no more messages");
  await expect(await say(page, person, "why")).toContainText("At the moment no topic is turned on for you.");
  await expect(await say(page, person, "Start")).toContainText("You get messages again");
  await expect(await say(page, person, "why")).toContainText("You get messages on:");
});

test("nonsense gets a helpful answer that differs from the help", async ({ page, simulator }) => {
  const person = personAt(simulator, 11);
  await openTeams(page, simulator, person);
  await expect(await say(page, person, "qwertz 123")).toContainText("I did not understand that");
  await expect(await say(page, person, "Help")).toContainText("What I can do for you");
  await expect(await say(page, person, "who am i")).toContainText(person.displayName);
});

/** The console's list of recipients says the same as the person's chat. */
async function expectOptOuts(page: Page, name: string, words: string): Promise<void> {
  const look = async (): Promise<string> => {
    await page.goto(`/recipients?q=${encodeURIComponent(name)}`);
    const row = page.getByRole("row").filter({ has: page.getByRole("cell", { name }) });
    return row.getByRole("cell").nth(3).innerText();
  };
  await expect.poll(look).toBe(words);
}
