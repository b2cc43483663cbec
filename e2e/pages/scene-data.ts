// What the scenes of the console show.
import { expect, type Page } from "@playwright/test";

import { ApiClient, makeApiKey } from "@/e2e/api-client";
import { completeDraft, NOTIFICATION } from "@/e2e/example-messages";
import type { Herald } from "@/e2e/start-herald";
import type { Simulator } from "@/simulator/simulator";

import { ask, makeDraft, sendToOne } from "./ask";
import { readLedger } from "./report";

/** A draft, an empty draft, one that is finished and one that is paused half way; and whom the finished one reached. */
export async function makeBroadcasts(page: Page, name: string) {
  const draft = await makeDraft(page);
  const { id: empty } = await ask<{ id: string }>(page, "POST", "broadcasts", { message: { kind: "NOTIFICATION" } });
  const sent = await sendToOne(page, name);
  const paused = await makeDraft(page, { title: "Half way" });
  await ask(page, "POST", `broadcasts/${paused}/schedule`, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
  await ask(page, "POST", `broadcasts/${paused}/pause`);
  await page.goto(`/broadcasts/${sent}`);
  await expect.poll(async () => (await readLedger(page)).Sent).toBe(1);
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", `recipients?q=${encodeURIComponent(name)}`);
  return { draft, empty, sent, paused, person: items[0]?.id ?? "" };
}

/** A broadcast that another system has sent for approval, and that waits for whoever is signed in. The rule is off again. */
export async function makeReview(page: Page, herald: Herald): Promise<string> {
  const off = { above: null, urgent: false, mandatory: false, needed: 1, approverIds: [] };
  await ask(page, "PUT", "approval-rule", { ...off, above: 0 });
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "desk", "author"));
  const { id } = await api.draft(completeDraft({ title: "Waits for approval" }));
  expect(await api.tell(id, "send")).toMatchObject({ status: "IN_REVIEW" });
  await ask(page, "PUT", "approval-rule", off);
  return id;
}

/** A template that events fill, made once, and an event that was tried with it. */
export async function makeTemplate(page: Page, herald: Herald): Promise<string> {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(page, "GET", "templates");
  const known = items.find(({ name }) => name === "Server incident");
  if (known) return known.id;
  const message = { ...NOTIFICATION, title: "A server is {{event.state}}" };
  const { id } = await ask<{ id: string }>(page, "POST", "templates", { name: "Server incident", message });
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "monitoring", "author"));
  const event = { template: id, topic: "company-news", variables: { state: "down" }, audience: { kind: "ALL" }, dryRun: true };
  expect((await api.send("POST", "events", { body: event })).status).toBe(200);
  return id;
}

/** A team with the app; answers its id. */
export async function makeTeam(page: Page, simulator: Simulator): Promise<string> {
  const [owner] = simulator.people;
  const [team] = simulator.teams;
  if (team!.installedBy === undefined) await simulator.teamDeeds.install(team!, owner!);
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", "teams");
  return items[0]?.id ?? "";
}
