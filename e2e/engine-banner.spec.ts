// Without an engine broadcasts wait; the console says so on every page rather than leaving people to wonder. As soon as
// an engine runs, what has waited goes out by itself.
import { startChild } from "@/scripts/children";

import { expect, test } from "./fixtures";
import { sendToOne } from "./pages/ask";
import { expectState, watchToTheEnd } from "./pages/report";
import { personAt } from "./pages/teams";

// Not being ready is the answer 503, and the browser writes that into its console.
test.use({
  people: 4,
  settings: { ENGINE: "off" },
  expectedErrors: async ({}, use) => use([/status of 503.*\/api\/ready/]),
});

const BANNER = "No engine is running. Broadcasts wait until an operator starts one.";

test("the banner stands on every page until an engine runs, and then the broadcast goes out", async (
  { page, herald, simulator, signInAs }, testInfo,
) => {
  await signInAs("author");
  for (const address of ["/broadcasts", "/broadcasts/new", "/recipients", "/topics", "/audit"]) {
    await page.goto(address);
    await expect(page.getByText(BANNER)).toBeVisible();
  }
  const id = await sendToOne(page, personAt(simulator, 2).displayName);
  await page.goto(`/broadcasts/${id}`);
  await expectState(page, "Scheduled");

  const worker = startChild("worker", ["--import", "tsx", "scripts/worker.ts"], {
    env: { ...herald.env, ENGINE: "on" },
    logFile: testInfo.outputPath("worker.log"),
  });
  try {
    expect(await watchToTheEnd(page)).toMatchObject({ Sent: 1, Audience: 1 });
    await page.reload();
    await expect(page.getByRole("table", { name: "Where everybody stands" })).toBeVisible();
    await expect(page.getByText(BANNER)).toBeHidden();
  } finally {
    await worker.stop(10_000);
  }
});
