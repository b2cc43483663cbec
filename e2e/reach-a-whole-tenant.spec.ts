// A tenant of 5 000 people of whom 1 200 know the bot, some of whom have opted out or block it, with 40 teams and 300 groups,
// nested and dynamic: what an estimate says, part by part, what is sent after installing the app, what the report sums up and
// what the simulated Teams counted are the same numbers, through the API and in a browser.
import type { Browser, Page } from "@playwright/test";
import type { z } from "zod";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { LEFT_OUT, LEFT_OUT_PARTS, type LeftOutPart } from "@/lib/domain/estimate";
import type { Group } from "@/simulator/groups";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";
import { estimated, pick } from "./pages/audience";
import { CANTEEN_NEWS, chooseTopic, fillTexts, goToReview, send, startDraft } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";
import { signIn } from "./pages/sign-in";
import { type Herald, startHerald } from "./start-herald";

// Each wait is longer than it ever took by a factor of several.
const PATIENCE_MS = 120_000;
const INSTALL = "Install the app for people who do not have it yet";

test("estimate, install-then-send and report agree with what Teams counted", async ({ browser, guarded }) => {
  // A whole Herald of its own starts within the test.
  test.setTimeout(420_000);
  const herald = await startHerald({
    guarded, people: 5_000, installed: 1_200, teamCount: 40, groups: 300, directory: true,
    settings: { SEND_RATE_PER_SECOND: "1000" }, teams: { limits: false },
  });
  try {
    const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "whole-tenant", "admin"));
    const lastSync = async () => (await api.get("directory", SCHEMAS.Directory)).syncs[0]?.succeededAt;
    await expect.poll(lastSync, { timeout: PATIENCE_MS }).toBeTruthy();
    await test.step("some opt out, some block the bot", () => plantRefusals(herald, api));
    await test.step("through the API, to everybody who can be reached", () => sendToAll(herald, api));
    await test.step("through the API, to a group within groups", () => sendThroughTheApi(herald, api));
    await test.step("through the API, to a team whose roster is read", () => sendToATeam(herald, api));
    await test.step("in a browser, to a dynamic group", () => sendInABrowser(herald, browser));
  } finally {
    await herald.stop();
  }
});

const OPT_OUTS = 40;
// More of them at once would look like a fault of Teams, and stop the tenant.
const BLOCKS = 6;
const MET = 900;

/** Teams tells of a block only when the bot writes: those who have blocked it are written to once, among others. */
async function plantRefusals({ simulator }: Herald, api: ApiClient): Promise<void> {
  const people = simulator.people.filter(({ status, userType, licence, accountEnabled }) =>
    status === "INSTALLED" && userType === "Member" && licence === "TEAMS" && accountEnabled);
  for (const { objectId } of people.slice(0, OPT_OUTS)) await simulator.say(objectId, "stop");
  const met = people.slice(OPT_OUTS, OPT_OUTS + MET);
  const metIds = new Set(met.map(({ objectId }) => objectId));
  for (const person of met.slice(0, BLOCKS)) person.status = "BLOCKED";
  const recipientIds = (await api.recipients()).filter(({ objectId }) => metIds.has(objectId)).map(({ id }) => id);
  const audience = { kind: "RECIPIENTS", recipientIds };
  const { id } = await api.draft({ ...completeDraft({ title: "Who blocks" }), audience });
  await api.tell(id, "send");
  expect((await api.finished(id, PATIENCE_MS)).counts).toMatchObject({ total: MET, sent: MET - BLOCKS });
}

/** Nobody gets the app for it: who lacks it is left out, and counted. */
async function sendToAll(herald: Herald, api: ApiClient): Promise<void> {
  const estimate = await sendAsEstimated(herald, api, {
    audience: { kind: "ALL" }, members: herald.simulator.people.length, onMissing: "SKIP",
  });
  expect(estimate).toMatchObject({ optedOut: OPT_OUTS, blocked: BLOCKS });
  expect(estimate.net).toBeGreaterThan(1_000);
  expect(estimate.needsInstall).toBeGreaterThan(2_000);
}

async function sendThroughTheApi(herald: Herald, api: ApiClient): Promise<void> {
  const { group, members } = findGroup(herald, ({ groupIds }) => groupIds.size > 0);
  const found = await api.get(`groups?q=${encodeURIComponent(group.displayName)}`, SCHEMAS.GroupPage);
  const { id: groupId } = found.items.find(({ objectId }) => objectId === group.id)!;
  await api.send("POST", `groups/${groupId}/read`);
  const read = async () => (await api.get(`groups/${groupId}`, SCHEMAS.Group)).members;
  await expect.poll(read, { timeout: PATIENCE_MS }).toBe(members);

  await sendAsEstimated(herald, api, { audience: { kind: "ENTRA_GROUP", groupIds: [groupId] }, members });
}

/** The app is added to a team: its members become reachable by the roster alone. */
async function sendToATeam(herald: Herald, api: ApiClient): Promise<void> {
  const { simulator } = herald;
  const isRight = ({ size }: ReadonlySet<string>): boolean => size > 50 && size < 900;
  const team = simulator.teams.find(({ installedBy, memberIds }) => !installedBy && isRight(memberIds));
  const owner = simulator.people.find(({ objectId }) => team?.memberIds.has(objectId));
  if (!team || !owner) throw new Error("The simulated tenant has no such team.");
  await simulator.teamDeeds.install(team, owner);
  const known = async () => {
    const { items } = await api.get(`teams?q=${encodeURIComponent(team.name)}`, SCHEMAS.TeamPage);
    return items.find(({ name }) => name === team.name);
  };
  await expect.poll(async () => (await known())?.members, { timeout: PATIENCE_MS }).toBe(team.memberIds.size);
  const { id } = (await known())!;
  await sendAsEstimated(herald, api, { audience: { kind: "TEAM_MEMBERS", teamIds: [id] }, members: team.memberIds.size });
}

/** Everybody who is in the audience is in the estimate, in the report with the same part, and got one card or none. */
async function sendAsEstimated(
  herald: Herald, api: ApiClient,
  { audience, members, onMissing = "INSTALL" }: { audience: object; members: number; onMissing?: "INSTALL" | "SKIP" },
): Promise<z.output<typeof SCHEMAS.Estimate>> {
  const title = `For ${JSON.stringify(audience).slice(0, 100)}`;
  const question = { audience, topic: "company-news", onMissing };
  const estimate = await api.expect(200, SCHEMAS.Estimate, "POST", "audiences/estimate", { body: question });
  expect(estimate).toMatchObject({ total: members });
  expect(estimate.net + LEFT_OUT_PARTS.reduce((sum, part) => sum + estimate[part], 0)).toBe(members);

  const { id } = await api.draft({ ...completeDraft({ title }), audience, onMissing });
  const sent = estimate.net + (onMissing === "INSTALL" ? estimate.needsInstall : 0);
  await api.tell(id, "send", { confirmed: sent });
  const { counts, reasons } = await api.finished(id, PATIENCE_MS);
  const nothing = { failed: 0, unconfirmed: 0, queued: 0, sending: 0, retryWait: 0 };
  expect(counts).toEqual({ ...nothing, total: members, sent, skipped: members - sent });
  const skipped = (part: LeftOutPart) => reasons.find(({ reason }) => reason === LEFT_OUT[part])?.count ?? 0;
  const isMended = (part: LeftOutPart) => part === "needsInstall" && onMissing === "INSTALL";
  for (const part of LEFT_OUT_PARTS) expect(skipped(part), part).toBe(isMended(part) ? 0 : estimate[part]);
  expectReceivedOnce(herald, title, sent);
  return estimate;
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

async function signedInAuthor(herald: Herald, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: herald.url, ignoreHTTPSErrors: herald.guarded });
  const page = await context.newPage();
  await signIn(page, herald, "author");
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
