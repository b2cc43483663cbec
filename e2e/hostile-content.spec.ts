// Two hundred script payloads in every field that somebody writes or Teams names, shown on every page that shows them: no
// dialog opens, the policy is not broken once, and no node stands there that a text made.
import type { Page } from "@playwright/test";

import { MAX_COMMENT } from "@/lib/domain/approval";
import { LIMITS } from "@/lib/domain/message";
import type { Simulator } from "@/simulator/simulator";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft, NOTIFICATION } from "./example-messages";
import { expect, test } from "./fixtures";
import { expectNothingForeign, watchForScripts } from "./pages/foreign-nodes";
import { openTeams } from "./pages/teams";
import { denseTexts, payloadsWithin, SCRIPT_PAYLOADS } from "./script-payloads";

// A page of the console for each of some sixty scenes.
test.setTimeout(600_000);
test.use({ people: 24, directory: true });

const PICTURE = "https://pictures.invalid/one.png";
const ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const NAME = 80;
const LISTS = [
  "/topics", "/templates", "/audiences", "/recipients", "/teams", "/events", "/audit", "/api-keys", "/access", "/settings",
];

test("two hundred payloads in every field stay texts", async ({ page, herald, simulator, signInAs, context }) => {
  expect(new Set(SCRIPT_PAYLOADS).size).toBe(200);
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, payloadsWithin(NAME)[0]!, "admin"));
  await context.route(`${PICTURE}*`, (route) => route.fulfill({ contentType: "image/png", body: Buffer.from(ONE_PIXEL, "base64") }));
  await nameEverything(simulator);
  const { drafts, sent, template } = await writeEverything(api);
  const expectQuiet = await watchForScripts(page);
  await signInAs("admin");

  await test.step("on the lists", async () => {
    await look(page, "/broadcasts");
    const next = page.getByRole("button", { name: "Next" });
    while (await next.isEnabled()) {
      await next.click();
      await expect(page.getByRole("table")).toHaveAttribute("aria-busy", "false");
      await expectNothingForeign(page);
    }
    for (const path of LISTS) await look(page, path);
    await look(page, `/recipients?q=${encodeURIComponent(SCRIPT_PAYLOADS[1]!)}`);
    await look(page, `/templates/${template}`);
  });
  await test.step("in the composer, with its preview", async () => {
    for (const id of drafts) {
      await look(page, `/broadcasts/${id}/edit`);
      await look(page, `/broadcasts/${id}`);
    }
  });
  await test.step("on reports, and on the pages of people and teams", async () => {
    await look(page, `/broadcasts/${sent}`);
    for (const { id } of (await api.recipients()).slice(0, 3)) await look(page, `/recipients/${id}`);
    const { items } = JSON.parse((await api.send("GET", "teams")).text) as { items: { id: string }[] };
    for (const { id } of items) await look(page, `/teams/${id}`);
  });
  expectQuiet();

  const teams = await context.newPage();
  const expectTeamsQuiet = await watchForScripts(teams);
  await openTeams(teams, simulator, simulator.people.at(-1)!);
  await expect(teams.getByRole("article").last()).toBeVisible();
  await expectNothingForeign(teams);
  expectTeamsQuiet();
});

test("what the directory and reviews say stays text as well", async ({ page, herald, simulator, signInAs }) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "directory", "admin"));
  await nameDirectory(simulator);
  await api.send("POST", "directory/sync");
  const groups = async (): Promise<string> => (await api.send("GET", "groups?limit=50")).text;
  await expect.poll(groups, { timeout: 60_000 }).toContain("data-xss");
  const drafts = await askForApproval(api);
  await signInAs("approver");
  for (const [index, comment] of denseTexts(MAX_COMMENT).entries()) {
    const headers = { "sec-fetch-site": "same-origin" };
    const data = { decision: "REJECTED", comment };
    const answer = await page.request.post(`/api/broadcasts/${drafts[index]}/decide`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  const expectQuiet = await watchForScripts(page);
  await signInAs("admin");
  for (const id of drafts) {
    await look(page, `/broadcasts/${id}`);
    await look(page, `/broadcasts/${id}/edit`);
  }
  for (const path of ["/directory", "/recipients", "/teams", "/audit", "/audiences/new"]) await look(page, path);
  for (const { id } of (await api.recipients()).slice(0, 3)) await look(page, `/recipients/${id}`);
  expectQuiet();
});

test("no payload passes as an address", async ({ herald }) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "addresses", "author"));
  const tricks = ["javascript:alert(1)//https://", "https://user:pw@x.invalid/", "HTTP://x.invalid", "//x.invalid", "data:text/html,x"];
  const urls = [...SCRIPT_PAYLOADS, ...tricks];
  for (const url of urls) {
    for (const message of [{ buttons: [{ title: "Open", url }] }, { image: { url, altText: "A picture" } }]) {
      const body = { message: { kind: "NOTIFICATION", ...message } };
      const { status, paths } = await api.refused("POST", "broadcasts", { body });
      expect({ url, status, at: paths[0]?.split(".").at(-1) }).toEqual({ url, status: 400, at: "url" });
    }
  }
});

async function look(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: /loading/i })).toHaveCount(0);
  await page.waitForLoadState("networkidle");
  await expectNothingForeign(page);
}

/** People, teams and channels are called what they like in Teams. */
async function nameEverything(simulator: Simulator): Promise<void> {
  // The personas keep their names, and the last one is looked for by hers.
  const people = simulator.people.slice(4, -1);
  people.forEach((person, index) => (person.displayName = SCRIPT_PAYLOADS[index * 8]!));
  for (const person of people) await simulator.install(person.objectId);
  for (const [index, team] of simulator.teams.entries()) {
    team.name = SCRIPT_PAYLOADS[index * 8]!;
    team.channels.forEach((channel, at) => (channel.name = SCRIPT_PAYLOADS[index * 8 + at + 1]!));
    await simulator.teamDeeds.install(team, simulator.people[0]!);
  }
}

/** Groups, group chats, and what people do and where. */
async function nameDirectory(simulator: Simulator): Promise<void> {
  const { groups, groupChats } = simulator.tenant;
  groups.forEach((group, index) => (group.displayName = SCRIPT_PAYLOADS[(index * 8) % SCRIPT_PAYLOADS.length]!));
  for (const [index, person] of simulator.people.slice(4).entries()) {
    const [department = null, jobTitle = null] = SCRIPT_PAYLOADS.slice(index * 4);
    Object.assign(person, { department, jobTitle });
  }
  for (const [index, chat] of groupChats.entries()) {
    chat.topic = SCRIPT_PAYLOADS[index * 8]!;
    await simulator.groupChatDeeds.install(chat, simulator.people[4]!);
  }
}

/** One broadcast for each comment that holds as many payloads as fit. */
async function askForApproval(api: ApiClient): Promise<string[]> {
  const rule = { above: 0, urgent: false, mandatory: false, needed: 1, approverIds: [] };
  expect((await api.send("PUT", "approval-rule", { body: rule })).status).toBe(200);
  const ids = [];
  for (const [index] of denseTexts(MAX_COMMENT).entries()) {
    const { id } = await api.draft(completeDraft({ title: `To be rejected ${index}` }));
    await api.tell(id, "submit");
    ids.push(id);
  }
  return ids;
}

/** Every field holds every payload that fits; the long ones many at a time. */
async function writeEverything(api: ApiClient) {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await api.send("POST", path, { body });
    expect(answer.status, answer.text).toBe(201);
    return (JSON.parse(answer.text) as { id: string }).id;
  };
  const titles = payloadsWithin(LIMITS.title);
  const names = payloadsWithin(NAME);
  const buttons = payloadsWithin(LIMITS.button);
  for (const [index, title] of titles.entries()) {
    const topic = { key: `hostile-${index}`, name: names[index % names.length], description: title };
    await make("topics", topic);
    await make("broadcasts", { message: { ...NOTIFICATION, title, summary: title }, topic: topic.key });
  }
  const dense = denseTexts(LIMITS.text);
  const short = denseTexts(LIMITS.shortText);
  const texts = Array.from({ length: Math.max(dense.length, Math.ceil(short.length / 3)) }, (_, index) => ({
    ...NOTIFICATION,
    title: titles[index],
    whatHappened: dense[index % dense.length],
    whatToDo: dense[(index + 1) % dense.length],
    affected: short[(index * 3) % short.length],
    actor: short[(index * 3 + 1) % short.length],
    optOutHint: short[(index * 3 + 2) % short.length],
    buttons: [{ title: buttons[index % buttons.length], url: `https://example.com/?${encodeURIComponent(SCRIPT_PAYLOADS[index]!)}` }],
    image: { url: `${PICTURE}?${index}`, altText: titles[titles.length - 1 - index] },
  }));
  const audience = { kind: "ALL" };
  const drafts = [];
  for (const message of texts) drafts.push(await make("broadcasts", { message, topic: "hostile-0", audience }));
  const welcome = { kind: "WELCOME", title: titles[0], why: dense[0], offer: dense[1], nextStep: dense[2] };
  drafts.push(await make("broadcasts", { message: welcome, topic: "hostile-0", audience }));
  let template = "";
  for (const name of names.slice(0, 40)) template = await make("templates", { name, message: texts[0] });
  for (const name of names.slice(0, 40)) await make("audiences", { name, audience });
  for (const name of names.slice(0, 10)) {
    const list = { raw: "Name;Id\r\n<b data-xss>x</b>;nobody@nowhere.invalid\r\n", headers: { "content-type": "text/csv" } };
    expect((await api.send("POST", `lists?name=${encodeURIComponent(name)}`, list)).status).toBe(201);
  }
  const event = { template, topic: "hostile-0", system: names[1], actor: names[2], affected: names[3], audience, dryRun: true };
  await api.send("POST", "events", { body: event });
  const sent = await make("broadcasts", { message: texts[0], topic: "hostile-0", audience });
  await api.tell(sent, "send");
  await api.finished(sent);
  return { drafts, sent, template };
}
