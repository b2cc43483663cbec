// A tenant of 5 000 people of whom 1 200 know the bot, with 40 teams and 300 groups, nested and dynamic: what an estimate
// says, what is sent after installing the app, what the report sums up and what the simulated Teams counted are the same
// numbers, through the API and in a browser.
import type { Browser, Page } from "@playwright/test";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import type { Group } from "@/simulator/groups";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";
import { estimated, pick } from "./pages/audience";
import { CANTEEN_NEWS, chooseTopic, fillTexts, goToReview, send, startDraft } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";
import { type Herald, startHerald } from "./start-herald";

// Each wait is longer than it ever took by a factor of several.
const PATIENCE_MS = 120_000;
const INSTALL = "Install the app for people who do not have it yet";

test("estimate, install-then-send and report agree with what Teams counted", async ({ browser }) => {
  // A whole Herald of its own starts within the test.
  test.setTimeout(420_000);
  const herald = await startHerald({
    people: 5_000, installed: 1_200, teamCount: 40, groups: 300, directory: true,
    settings: { SEND_RATE_PER_SECOND: "1000" }, teams: { limits: false },
  });
  try {
    const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "whole-tenant", "admin"));
    const lastSync = async () => (await api.get("directory", SCHEMAS.Directory)).syncs[0]?.succeededAt;
    await expect.poll(lastSync, { timeout: PATIENCE_MS }).toBeTruthy();
    await test.step("through the API, to a group within groups", () => sendThroughTheApi(herald, api));
    await test.step("in a browser, to a dynamic group", () => sendInABrowser(herald, browser));
  } finally {
    await herald.stop();
  }
});

async function sendThroughTheApi(herald: Herald, api: ApiClient): Promise<void> {
  const { group, members } = findGroup(herald, ({ groupIds }) => groupIds.size > 0);
  const found = await api.get(`groups?q=${encodeURIComponent(group.displayName)}`, SCHEMAS.GroupPage);
  const { id: groupId } = found.items.find(({ objectId }) => objectId === group.id)!;
  await api.send("POST", `groups/${groupId}/read`);
  const read = async () => (await api.get(`groups/${groupId}`, SCHEMAS.Group)).members;
  await expect.poll(read, { timeout: PATIENCE_MS }).toBe(members);

  const audience = { kind: "ENTRA_GROUP", groupIds: [groupId] };
  const estimate = await api.expect(200, SCHEMAS.Estimate, "POST", "audiences/estimate", { body: { audience } });
  expect(estimate).toMatchObject({ total: members });

  const title = "For a group within groups";
  const { id } = await api.draft({ ...completeDraft({ title }), audience, onMissing: "INSTALL" });
  await api.tell(id, "send");
  const { counts } = await api.finished(id, PATIENCE_MS);
  expect(counts.total).toBe(members);
  expect(counts.sent).toBe(estimate.net + estimate.needsInstall);
  expectReceivedOnce(herald, title, counts.sent);
}

async function sendInABrowser(herald: Herald, browser: Browser): Promise<void> {
  const { group, members } = findGroup(herald, ({ rule }) => rule !== undefined);
  const title = "For a dynamic group";
  const page = await signedInAuthor(herald, browser);
  await startDraft(page);
  await chooseTopic(page);
  await fillTexts(page, { ...CANTEEN_NEWS, title });
  await page.getByRole("radio", { name: "Directory groups" }).check();
  await pick(page, page, "Find groups", group.displayName);
  await page.getByRole("button", { name: `Read members of ${group.displayName} now` }).click();
  await expect(estimated(page, "In the audience")).toHaveText(String(members), { timeout: PATIENCE_MS });
  const missing = numberIn(await estimated(page, "App not installed").innerText());
  const reachable = numberIn(await estimated(page, "Will get it").innerText());
  expect(missing).toBeGreaterThan(0);
  await page.getByRole("checkbox", { name: INSTALL }).check();
  await expect(estimated(page, "After the app is installed")).toHaveText(String(missing));
  await goToReview(page);
  await send(page, reachable + missing);
  const ledger = await watchToTheEnd(page, PATIENCE_MS);
  expect(ledger).toMatchObject({ Sent: reachable + missing, Audience: members });
  expectReceivedOnce(herald, title, ledger.Sent);
  await page.context().close();
}

/** One that is large enough to have people of every sort, and small enough to be sent to in a test. */
function findGroup({ simulator }: Herald, matches: (group: Group) => boolean): { group: Group; members: number } {
  const { directory } = simulator.tenant;
  const found = directory.groups()
    .map((group) => ({ group, members: directory.transitiveMembers(group).length }))
    .find(({ group, members }) => members > 200 && members < 900 && matches(group));
  if (!found) throw new Error("The simulated tenant has no such group.");
  return found;
}

async function signedInAuthor({ url }: Herald, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /\bauthor\b/i }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  return page;
}

function numberIn(text: string): number {
  return Number(text.replaceAll(/\D/g, ""));
}

function expectReceivedOnce({ simulator }: Herald, title: string, people: number): void {
  const cardsOf = (objectId: string) => simulator.received(objectId).filter(({ summary }) => summary === title).length;
  const cards = simulator.people.map(({ objectId }) => cardsOf(objectId));
  expect(cards.filter((count) => count === 1)).toHaveLength(people);
  expect(Math.max(...cards)).toBe(1);
}
