// The app is added to a team: its members are read by themselves and again when somebody asks, and an admin keeps broadcasts
// out of one of its channels. An author sees how it stands and cannot change it.
import { expect, test } from "./fixtures";
import { ask } from "./pages/ask";

test("a team's members are known, and one of its channels is switched off", async ({ page, simulator, signInAs }) => {
  const [owner] = simulator.people;
  const [team] = simulator.teams;
  const channel = team!.channels[1]!;
  await simulator.teamDeeds.install(team!, owner!);

  await signInAs("admin");
  await page.getByRole("link", { name: "Teams", exact: true }).click();
  const row = page.getByRole("row", { name: team!.name });
  await expect(row.getByText(`${team!.memberIds.size} members`)).toBeVisible();
  await expect(row.getByText("As of")).toBeVisible();
  await row.getByRole("link", { name: team!.name }).click();

  const members = page.getByRole("region", { name: "Members" });
  const [newcomer] = simulator.people.filter(({ objectId }) => !team!.memberIds.has(objectId));
  if (newcomer) team!.memberIds.add(newcomer.objectId);
  await members.getByRole("button", { name: `Read members of ${team!.name}` }).click();
  await expect(members.getByText(`${team!.memberIds.size} members`)).toBeVisible();

  const posts = page.getByRole("switch", { name: `Posts allowed in ${channel.name}` });
  await expect(posts).toBeChecked();
  await posts.click();
  await expect(posts).not.toBeChecked();
  const id = page.url().split("/").at(-1);
  const { channels } = await ask<{ channels: { id: string; name: string }[] }>(page, "GET", `teams/${id}`);
  const quiet = channels.filter(({ name }) => name === channel.name).map((one) => one.id);
  const audience = { kind: "CHANNEL", recipientIds: quiet };
  const estimate = await ask(page, "POST", "audiences/estimate", { audience, topic: "company-news" });
  expect(estimate).toMatchObject({ net: 0, optedOut: 1 });

  await signInAs("author");
  await page.goto("/teams");
  await expect(row.getByText("posts off in 1")).toBeVisible();
  await row.getByRole("link", { name: team!.name }).click();
  await expect(posts).toBeDisabled();
});
