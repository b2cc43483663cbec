// Journeys in a real browser against a production build, a real database and the simulated Teams (e2e/fixtures.ts).
// No retries: a test that passes the second time has failed. By default in practice, and the main job guarded too, with
// everything switched on as in production; `JOURNEYS=guarded npx playwright test [FILE …]` guards every journey.
import { defineConfig } from "@playwright/test";

import type { WorkerOptions } from "./e2e/fixtures";
import { findBrowser } from "./scripts/find-browser.mjs";

const executablePath = findBrowser();

/** Guarded in `npm test`; what asks whether the guards are there makes no sense without them. */
const ONLY_GUARDED = "everything-switched-on.spec.ts";
const MAIN_JOB = "author-sends-notification.spec.ts";

/** And why. */
const NEVER_GUARDED: Record<string, string> = {
  "simulated-teams-shared.spec.ts": "It starts no Herald: the simulated Teams talks to a bot of the test.",
};

const practice = { name: "practice", testIgnore: ONLY_GUARDED };
const guarded = { name: "guarded", use: { guarded: true }, testIgnore: Object.keys(NEVER_GUARDED) };

export default defineConfig<object, WorkerOptions>({
  testDir: "e2e",
  globalSetup: "./e2e/build-once.ts",
  // Each has a Herald, a database and a Teams of its own. One alone leaves half of two cores waiting for pages and paces.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results",
  projects: process.env["JOURNEYS"] === "guarded" ? [guarded] : [practice, { ...guarded, testMatch: [MAIN_JOB, ONLY_GUARDED] }],
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    // `--trace on` where somebody looks for a cause: its snapshots cost each journey a quarter of its time.
    trace: "off",
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
});
