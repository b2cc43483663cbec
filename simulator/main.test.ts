// The simulator says where it listens, ends with its parent or on SIGTERM, and refuses options in one sentence.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

function start(args: readonly string[]): ChildProcess {
  const stdio = ["pipe", "pipe", "pipe", "ipc"] as ("pipe" | "ipc")[];
  return spawn(process.execPath, ["--import", "tsx", "simulator/main.ts", "--people", "5", ...args], { stdio });
}

async function readReadyLine(child: ChildProcess): Promise<{ url: string }> {
  const [chunk] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return JSON.parse(chunk.toString()) as { url: string };
}

test("it says where it is in one line of JSON and stops cleanly on SIGTERM", async () => {
  const child = start(["--install", "none"]);
  const { url } = await readReadyLine(child);
  expect((await fetch(`${url}/control/tenant`)).status).toBe(200);
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});

test("a tenant of any size is made as the options say", async () => {
  const size = ["--teams", "8", "--groups", "30", "--group-chats", "3", "--disabled", "0.5"];
  const child = start(["--install", "none", ...size]);
  const { url } = await readReadyLine(child);
  const tenant = (await (await fetch(`${url}/control/tenant`)).json()) as object;
  expect(tenant).toMatchObject({ people: 5, teams: 8, groups: 30, groupChats: 3, graphUrl: `${url}/graph` });
  const exited = once(child, "exit");
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test("it stops when the process that started it goes away", async () => {
  const child = start([]);
  await readReadyLine(child);
  const exited = once(child, "exit");
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

test("an option it does not understand ends it with one clear sentence", async () => {
  const child = start(["--limits", "maybe"]);
  const exited = once(child, "exit");
  const [chunk] = (await once(child.stderr ?? child, "data")) as [Buffer];
  expect(chunk.toString()).toBe('--limits is on or off, not "maybe".\n');
  expect(await exited).toEqual([1, null]);
});
