// Installs and chats survive restarts, even those that a stop cut short, and a foreign state file stops the start.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Simulator, startSimulator } from "./simulator";
import { cardActivity, startTestingBot } from "./testing-bot";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "simulator-"));
});

afterAll(() => rm(folder, { recursive: true }));

test("installs and chats survive a restart, and nobody is installed twice", async () => {
  const bot = await startTestingBot();
  const stateFile = join(folder, "state.json");
  const options = { people: 6, install: "all", stateFile, settings: { bot: bot.url } } as const;
  const first = await startSimulator(options);
  await first.installsFinished();
  const [person, leaver] = first.people;
  if (!person || !leaver) throw new Error("nobody");
  await fetch(`${first.serviceUrl}v3/conversations/${person.conversationId}/activities`, {
    method: "POST", body: JSON.stringify(cardActivity("Kept")),
  });
  await first.uninstall(leaver.objectId);
  await first.close();
  const heardBefore = bot.heard.length;

  const second = await startSimulator({ ...options, port: portOf(first) });
  expect(second.received(person.objectId)).toMatchObject([{ summary: "Kept" }]);
  expect(second.counts().accepted).toMatchObject({ total: 1, duplicates: 0 });
  expect(second.people.map(({ status }) => status)).toEqual(["INSTALLED", "REMOVED", ...Array(4).fill("INSTALLED")]);
  expect(second.installProgress()).toMatchObject({ wanted: 0 });
  expect(bot.heard).toHaveLength(heardBefore);
  await second.close();
  await bot.close();
});

test("installations that a stop has cut short go on at the next start", async () => {
  const stateFile = join(folder, "cut-short.json");
  const alone = await startSimulator({ people: 6, install: "all", stateFile });
  await alone.close();
  const bot = await startTestingBot();
  const again = await startSimulator({ people: 6, install: "all", stateFile, settings: { bot: bot.url } });
  await again.installsFinished();
  expect(again.installProgress()).toMatchObject({ done: 6, failed: 0 });
  await again.close();
  await bot.close();
});

test("a simulator on another port installs the bot anew, but only for those who have it", async () => {
  const bot = await startTestingBot();
  const stateFile = join(folder, "moved.json");
  const options = { people: 4, install: "all", stateFile, settings: { bot: bot.url } } as const;
  const first = await startSimulator(options);
  await first.installsFinished();
  await first.uninstall(first.people[0]?.objectId ?? "");
  await first.close();
  bot.heard.length = 0;

  const second = await startSimulator({ ...options, port: await anotherPort(portOf(first)) });
  await second.installsFinished();
  const told = bot.heard.filter(({ type }) => type === "installationUpdate");
  const expected = second.people.slice(1).map(({ teamsUserId }) => teamsUserId);
  expect(told.map(({ from }) => (from as { id: string }).id).sort()).toEqual(expected.sort());
  expect(bot.heard.every(({ serviceUrl }) => serviceUrl === second.serviceUrl)).toBe(true);
  await second.close();
  await bot.close();
});

test("a stop before the bot has heard of the other port leaves everybody installed", async () => {
  const bot = await startTestingBot();
  const stateFile = join(folder, "unheard.json");
  const first = await startSimulator({ people: 4, install: "all", stateFile, settings: { bot: bot.url } });
  await first.installsFinished();
  await first.close();
  await bot.close();
  const port = await anotherPort(portOf(first));
  const second = await startSimulator({ people: 4, install: "none", stateFile, port });
  await second.close();
  expect(second.people.map(({ status }) => status)).toEqual(Array(4).fill("INSTALLED"));
  const third = await startSimulator({ people: 4, install: "none", stateFile, port });
  expect(third.installProgress()).toMatchObject({ wanted: 4 });
  await third.close();
});

test("people who are new to the state are installed, and join the teams they were made for", async () => {
  const bot = await startTestingBot();
  const stateFile = join(folder, "more.json");
  const options = { install: "all", stateFile, settings: { bot: bot.url } } as const;
  const first = await startSimulator({ ...options, people: 4 });
  await first.installsFinished();
  await first.close();
  const second = await startSimulator({ ...options, people: 7, port: portOf(first) });
  await second.installsFinished();
  expect(second.installProgress()).toMatchObject({ wanted: 3, done: 3 });
  expect(second.people.every(({ status }) => status === "INSTALLED")).toBe(true);
  expect(second.teams[0]?.memberIds.size).toBe(7);
  await second.close();
  await bot.close();
});

test("teams, group chats and where the bot is in them survive a restart, and at another port it is added anew", async () => {
  const bot = await startTestingBot();
  const stateFile = join(folder, "places.json");
  const options = { people: 8, stateFile, installTeams: 2, installGroupChats: 1, settings: { bot: bot.url } };
  const first = await startSimulator(options);
  await first.installsFinished();
  expect(first.installProgress()).toMatchObject({ wanted: 3, done: 3 });
  const [person] = first.people;
  const [kept, archived] = first.teams;
  if (!person || !kept || !archived) throw new Error("nobody");
  await first.teamDeeds.uninstall(archived, person);
  await first.teamDeeds.archive(archived, person);
  await first.teamDeeds.install(first.teamDeeds.create("Night shift", [person]), person);
  first.groupChatDeeds.create("Lunch", [person]);
  await first.close();
  bot.heard.length = 0;

  const second = await startSimulator({ ...options, port: await anotherPort(portOf(first)) });
  await second.installsFinished();
  const installed = second.teams.filter((team) => team.installedBy !== undefined).map(({ name }) => name);
  expect(installed).toEqual([kept.name, "Night shift"]);
  expect(second.teams[1]).toMatchObject({ name: archived.name, state: "ARCHIVED" });
  expect(second.tenant.groupChats.map(({ topic }) => topic)).toEqual(first.tenant.groupChats.map(({ topic }) => topic));
  const installs = bot.heard.filter(({ type }) => type === "installationUpdate");
  const told = installs.map(({ conversation }) => (conversation as { id: string }).id);
  expect(told.sort()).toEqual([kept.id, first.teams.at(-1)?.id, first.tenant.groupChats[0]?.id].sort());
  await second.close();
  await bot.close();
});

test("a state file that is not one stops the start and says so", async () => {
  const stateFile = join(folder, "foreign.json");
  await writeFile(stateFile, "{}");
  await expect(startSimulator({ stateFile })).rejects.toThrow(/foreign\.json is not a state file/);
});

/** Also of one that is closed. */
function portOf(simulator: Simulator): number {
  return Number(new URL(simulator.serviceUrl).port);
}

/** A free port that is not this one. */
async function anotherPort(port: number): Promise<number> {
  const holder = await startSimulator({ people: 0 });
  const other = holder.port;
  await holder.close();
  return other === port ? anotherPort(port) : other;
}
