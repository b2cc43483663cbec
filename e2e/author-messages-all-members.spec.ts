// Without leaving Teams: an author writes "message all members" in a channel, fills in the form, types the number, sends;
// each member of the team gets the card in a chat of their own, and the console has the report.
import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { DEFAULT_SEND_LIMITS } from "@/lib/domain/send-limits";

import { ApiClient, makeApiKey } from "./api-client";
import { expect, test } from "./fixtures";
import { messageWith, openTeams, personAt } from "./pages/teams";

test.use({ people: 24 });

// Other journeys have the same server.
test.afterEach(async ({ herald }) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "limits, afterwards", "admin"));
  await api.expect(200, SCHEMAS.SendLimits, "PUT", "send-limits", { body: DEFAULT_SEND_LIMITS });
});

test("an author writes to all members of a team from one of its channels", async ({
  page, context, herald, simulator, signInAs,
}) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "limits", "admin"));
  await api.send("PUT", "send-limits", { body: { confirmAbove: 1, broadcastsPerHour: null } });
  await signInAs("author");
  const amelia = personAt(simulator, 0);
  const team = simulator.teams.find(({ name }) => name === "Engineering")!;
  const [, channel] = team.channels;
  await simulator.teamDeeds.install(team, amelia);

  const teams = await context.newPage();
  await teams.goto(`${simulator.url}/?person=${amelia.objectId}`);
  const places = teams.getByRole("navigation", { name: "Conversations" });
  await places.getByRole("list", { name: team.name }).getByRole("button", { name: channel!.name }).click();
  const box = teams.getByRole("textbox", { name: `Message in ${channel!.name}` });
  await box.fill("message all members");
  await box.press("Enter");

  const card = teams.getByRole("log", { name: `Posts in ${channel!.name} of ${team.name}` }).getByRole("article").last();
  await expect(card).toContainText(`Write to everyone in ${team.name}`);
  await card.getByRole("combobox", { name: "Topic" }).selectOption({ label: "Company news" });
  await card.getByRole("textbox", { name: "Title" }).fill("Lift out of order");
  await card.getByRole("textbox", { name: "What happened" }).fill("Lift 2 stopped this morning.");
  await card.getByRole("textbox", { name: "What it is about" }).fill("Lift 2 in building A");
  await card.getByRole("textbox", { name: "Who did it" }).fill("Facilities");
  await card.getByRole("textbox", { name: "What people can do" }).fill("Take the stairs, or lift 1.");
  await card.getByRole("button", { name: "Review" }).click();

  const send = card.getByRole("button", { name: /^Send to \d+ people$/ });
  await expect(send).toBeVisible();
  const count = Number(/\d+/.exec(await send.innerText())?.[0]);
  expect(count).toBeGreaterThan(1);
  await send.click();
  await expect(card).toContainText("Type the number of people, or the title, exactly.");
  await card.getByRole("textbox", { name: `Type ${count} to go on` }).fill(String(count));
  await send.click();
  await expect(card).toContainText(`On its way to ${count} people`);

  const cardsOf = (objectId: string) => simulator.received(objectId).filter(({ summary }) => summary === "Lift out of order");
  const readers = () => simulator.people.filter(({ objectId }) => cardsOf(objectId).length === 1);
  await expect.poll(() => readers().length).toBe(count);
  expect(readers().every(({ objectId }) => team.memberIds.has(objectId))).toBe(true);
  const [reader] = readers().filter(({ objectId }) => objectId !== amelia.objectId);
  await openTeams(teams, simulator, reader!);
  await expect(messageWith(teams, reader!, "Lift 2 stopped this morning.")).toContainText("Facilities");

  await page.goto("/broadcasts");
  await page.getByRole("link", { name: "Lift out of order" }).click();
  await expect(page.getByRole("heading", { name: "Lift out of order" })).toBeVisible();
  await expect(page.getByText("Finished").first()).toBeVisible();
});
