import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSimulator } from "./simulator";
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

  const second = await startSimulator(options);
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

test("a state file that is not one stops the start and says so", async () => {
  const stateFile = join(folder, "foreign.json");
  await writeFile(stateFile, "{}");
  await expect(startSimulator({ stateFile })).rejects.toThrow(/foreign\.json is not a state file/);
});
