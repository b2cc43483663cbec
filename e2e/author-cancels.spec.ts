// Stopping a broadcast that is under way: a pause that holds, and a cancel that says beforehand how many it spares.
import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";
import { expectState, readLedger } from "./pages/report";

// Slow enough to be stopped twice on the way.
test.use({ people: 60, settings: { SEND_RATE_PER_SECOND: "4" } });

test("an author pauses, resumes and cancels, and everybody is accounted for", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  const title = "Sent by mistake";
  const id = await makeDraft(page, { title });
  await page.goto(`/broadcasts/${id}/review`);
  await page.getByRole("button", { name: /^Send to \d+ people$/ }).click();

  // Paused before that, its audience is not frozen yet, and there is nothing to count.
  await expect.poll(async () => (await readLedger(page)).Sent, { intervals: [100] }).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause" }).click();
  await expectState(page, "Paused");
  await expect(page.getByText("This broadcast is paused.")).toBeVisible();
  await expect.poll(async () => (await readLedger(page)).Sending).toBe(0);
  const paused = await readLedger(page);
  expect(paused.Queued).toBeGreaterThan(0);
  await page.reload();
  await expect(page.getByRole("table", { name: "Where everybody stands" })).toBeVisible();
  expect(await readLedger(page)).toEqual(paused);

  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(async () => (await readLedger(page)).Sent, { intervals: [100] }).toBeGreaterThan(paused.Sent);
  await page.getByRole("button", { name: "Pause" }).click();
  await expectState(page, "Paused");
  await expect.poll(async () => (await readLedger(page)).Sending).toBe(0);
  const { Sent, Queued, Audience } = await readLedger(page);

  await page.getByRole("button", { name: "Cancel broadcast" }).click();
  const question = page.getByRole("alertdialog", { name: "Cancel this broadcast?" });
  const confirm = question.getByRole("button", { name: `Cancel for ${Queued} people` });
  await expect(question).toContainText(`${Queued} people will not get it.`);
  await expect(confirm).toBeVisible();
  await expect(question.getByRole("button", { name: "Go back" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expectState(page, "Paused");
  await page.getByRole("button", { name: "Cancel broadcast" }).click();
  await confirm.click();
  await expectState(page, "Canceled");
  await expect.poll(async () => (await readLedger(page)).Skipped).toBe(Audience - Sent);
  await expect(page.getByRole("region", { name: "Why it did not arrive" })).toContainText("Canceled before sending");
  await expect(page.getByRole("button", { name: /Resume|Pause/ })).toHaveCount(0);

  const reached = simulator.people.filter(({ objectId }) => JSON.stringify(simulator.received(objectId)).includes(title));
  expect(reached).toHaveLength(Sent);
});

test("a scheduled broadcast is taken back and becomes a draft again", async ({ page, signInAs }) => {
  await signInAs("author");
  const id = await makeDraft(page);
  await page.goto(`/broadcasts/${id}/review`);
  await page.getByRole("radio", { name: "Later" }).check();
  const time = page.getByLabel("Date and time");
  await time.fill("2020-01-01T10:00");
  await page.getByRole("button", { name: /^Schedule for \d+ people$/ }).click();
  await expect(page.getByText("This time has passed. Choose a later one.")).toBeVisible();
  await expect(time).toBeFocused();
  await time.fill(`${new Date().getFullYear() + 1}-06-01T10:00`);
  await expect(page.getByText(/\(Europe\/Berlin\), that is .*8:00.* UTC\./)).toBeVisible();
  await page.getByRole("button", { name: /^Schedule for \d+ people$/ }).click();
  await expectState(page, "Scheduled");
  await page.getByRole("button", { name: "Back to draft" }).click();
  await expectState(page, "Draft");
});
