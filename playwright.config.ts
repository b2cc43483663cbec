// Journeys in a real browser against a production build, a real database and the simulated Teams (e2e/fixtures.ts).
// No retries: a test that passes the second time has failed.
import { defineConfig } from "@playwright/test";

import { findBrowser } from "./scripts/find-browser.mjs";

const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results",
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
    // Without a film of each page, which costs the browser time of its own. The snapshots before and after each step remain.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
});
