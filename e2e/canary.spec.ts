// What must stay secret is looked for wherever it could come out: in every answer a browser gets while it walks through the
// console, in the bundles, in what the API answers to good and bad questions, and in the log, also of what goes wrong.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";

const BOT_SECRET = "canary-bot-secret-4711";
const SIGN_IN_SECRET = "canary-sign-in-secret-4712";
const FORMER_KEY = "canary-former-secret-key-4716-of-another-year";
/** Of a person, and of a message to them: not secret on a page, but not to be logged. */
const PERSONAL = { name: "Canary Person 4713", text: "canary message text 4714", search: "canary-search-4715" };

test.use({
  people: 12,
  directory: true,
  // Wrong for the simulated Entra: signing in with it fails, and failures are written about.
  settings: { BOT_APP_PASSWORD: BOT_SECRET, ENTRA_CLIENT_SECRET: SIGN_IN_SECRET, SECRET_KEY_PREVIOUS: FORMER_KEY },
  expectedErrors: async ({}, use) => use([/status of (4|5)\d\d/]),
});

const PAGES = [
  "/", "/broadcasts", "/broadcasts/new", "/topics", "/templates", "/audiences", "/recipients", "/teams", "/directory", "/events",
  "/settings", "/access", "/api-keys", "/sessions", "/audit", "/nowhere",
];
const QUESTIONS = ["health", "ready", "metrics", "openapi.json", "directory", "me", "broadcasts/nonsense", "nowhere", "audit"];

// A whole Herald, and every page of its console.
test.setTimeout(300_000);

test("no secret comes out", async ({ page, context, herald, simulator, signInAs }) => {
  const person = simulator.people.at(-1)!;
  person.displayName = PERSONAL.name;
  await simulator.install(person.objectId);
  const key = makeApiKey(herald.env, "canary", "admin");
  const seen = keepAnswers(page);
  await signInAs("admin");
  for (const path of PAGES) {
    await open(page, path);
  }
  await open(page, `/recipients?q=${PERSONAL.search}`);
  const api = ApiClient.withKey(herald.url, key);
  for (const path of QUESTIONS) seen.push({ url: path, text: (await api.send("GET", path)).text });
  const wrong = ApiClient.withKey(herald.url, `${key}x`);
  seen.push({ url: "a wrong key", text: (await wrong.send("GET", "broadcasts")).text });
  seen.push({ url: "a broken body", text: (await api.send("POST", "broadcasts", { raw: `{"${PERSONAL.text}` })).text });
  const { id } = await api.draft(completeDraft({ whatHappened: PERSONAL.text }));
  await api.tell(id, "send");
  await api.until(id, ({ status }) => status !== "SCHEDULED" && status !== "RESOLVING");

  const cookies = (await context.cookies()).map(({ value }) => value).filter((value) => value.length >= 20);
  expect(cookies.length).toBeGreaterThan(0);
  const passwords = [herald.databaseUrl, herald.ownerUrl].map((url) => new URL(url).password);
  const secrets = [BOT_SECRET, SIGN_IN_SECRET, FORMER_KEY, herald.env["SECRET_KEY"]!, ...passwords, key, ...cookies];
  const log = herald.readLog();
  // The log tells of the failures, so that not finding a secret in it means something.
  expect(log).toContain("\n");
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10);
    expect(seen.filter(({ text }) => text.includes(secret)).map(({ url }) => url), "in an answer").toEqual([]);
    expect(log.includes(secret), "in the log").toBe(false);
    expect(bundles().filter(({ text }) => text.includes(secret)).map(({ url }) => url), "in a bundle").toEqual([]);
  }
  for (const words of Object.values(PERSONAL)) expect(log.includes(words), `${words} in the log`).toBe(false);
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

type Seen = { url: string; text: string };

function keepAnswers(page: Page): Seen[] {
  const seen: Seen[] = [];
  page.on("response", (response) => {
    // Answers of redirects, and those a page no longer waits for, have no body.
    void response.text().then((text) => seen.push({ url: response.url(), text }), () => undefined);
  });
  return seen;
}

/** What a browser can fetch, whether or not a page asks for it. */
function bundles(): Seen[] {
  const root = join(import.meta.dirname, "..", ".next", "static");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ url: entry.name, text: readFileSync(join(entry.parentPath, entry.name), "utf8") }));
}
