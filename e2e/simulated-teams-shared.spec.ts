// The simulated Teams shows what people share: a channel with Herald's posts and their answers, and a group chat that
// Herald is added to, written in and heard from. No server is needed for it, only somebody who hears what is said.
import { expect, test } from "@playwright/test";

import { type Simulator, startSimulator } from "@/simulator/simulator";
import { cardActivity, startTestingBot, type TestingBot } from "@/simulator/testing-bot";

let bot: TestingBot;
let simulator: Simulator;

test.beforeAll(async () => {
  bot = await startTestingBot();
  simulator = await startSimulator({ people: 12, settings: { bot: bot.url, limits: false } });
});

test.afterAll(async () => {
  await simulator.close();
  await bot.close();
});

async function postTo(conversationId: string, activity: object): Promise<string> {
  const url = `${simulator.serviceUrl}v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  const response = await fetch(url, { method: "POST", body: JSON.stringify(activity) });
  return ((await response.json()) as { id: string }).id;
}

test("a member reads a post in a channel, and an answer below it", async ({ page }) => {
  const [reader, installer] = simulator.people;
  const [team] = simulator.teams;
  const channel = team!.channels[1]!;
  await simulator.teamDeeds.install(team!, installer!);
  const post = await postTo(channel.id, cardActivity("Lift out of order"));
  await postTo(`${channel.id};messageid=${post}`, { type: "message", text: "It runs again." });

  await page.goto(`${simulator.url}/?person=${reader!.objectId}`);
  await expect(page.getByRole("log", { name: `Chat of ${reader!.displayName} with Herald` })).toBeHidden();
  const places = page.getByRole("navigation", { name: "Conversations" });
  await places.getByRole("list", { name: team!.name }).getByRole("button", { name: channel.name }).click();
  const posts = page.getByRole("log", { name: `Posts in ${channel.name} of ${team!.name}` }).getByRole("article");
  await expect(posts).toHaveCount(2);
  await expect(posts.first()).toContainText("Lift out of order");
  await expect(posts.last()).toContainText("It runs again.");
  await page.reload();
  await expect(posts).toHaveCount(2);
});

test("somebody adds Herald to a group chat, and mentions it or not", async ({ page }) => {
  const [writer] = simulator.people;
  const [chat] = simulator.tenant.groupChats;
  await page.goto(`${simulator.url}/?person=${writer!.objectId}`);
  const places = page.getByRole("navigation", { name: "Conversations" });
  await places.getByRole("button", { name: new RegExp(`^${chat!.topic} ?, without Herald$`) }).click();
  await page.getByRole("button", { name: "Add Herald" }).click();
  await expect(page.getByRole("button", { name: "Remove Herald" })).toBeVisible();
  await expect.poll(() => bot.heard.at(-1)).toMatchObject({ type: "installationUpdate", conversation: { id: chat!.id } });

  const heardBefore = bot.heard.length;
  const box = page.getByRole("textbox", { name: `Message in ${chat!.topic}` });
  await page.getByRole("checkbox", { name: "Mention Herald" }).uncheck();
  await box.fill("Who is on duty?");
  await box.press("Enter");
  const messages = page.getByRole("log", { name: `Group chat ${chat!.topic}` }).getByRole("article");
  await expect(messages).toHaveCount(1);
  await page.getByRole("checkbox", { name: "Mention Herald" }).check();
  await box.fill("help");
  await box.press("Enter");
  await expect(messages).toHaveCount(2);
  await expect.poll(() => bot.heard.slice(heardBefore)).toMatchObject([{ type: "message", text: "<at>Herald</at> help" }]);
});
