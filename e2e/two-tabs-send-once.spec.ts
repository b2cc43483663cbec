// Two tabs, or two people, at the same button: the broadcast goes out once, and the later one is told so in words.
import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";
import { watchToTheEnd } from "./pages/report";

test.use({ expectedErrors: async ({}, use) => use([/status of 409/]) });

const SEND = { name: /^Send to \d+ people$/ };
const MOVED = "This broadcast is no longer a draft: somebody has sent, scheduled or canceled it";

test("a draft open in two tabs is sent once, and cannot be sent again", async ({ page, context, simulator, signInAs }) => {
  await signInAs("author");
  const title = "Sent from two tabs";
  const id = await makeDraft(page, { title });
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`/broadcasts/${id}/review`);
    await expect(tab.getByRole("button", SEND)).toBeEnabled();
  }

  await other.getByRole("button", SEND).click();
  await expect(other).toHaveURL(`/broadcasts/${id}`);
  await page.getByRole("button", SEND).click();
  const refusal = page.getByRole("alert").filter({ hasText: MOVED });
  await expect(refusal).toContainText("Nothing was sent twice.");
  await refusal.getByRole("link", { name: "Open the report" }).click();
  await watchToTheEnd(page);
  const copies = simulator.people.map(({ objectId }) => {
    return simulator.received(objectId).filter((message) => JSON.stringify(message).includes(title)).length;
  });
  expect(Math.max(...copies)).toBe(1);

  await page.goto(`/broadcasts/${id}/review`);
  await expect(page.getByText(MOVED)).toBeVisible();
  await expect(page.getByRole("button", SEND)).toHaveCount(0);
  await page.goto(`/broadcasts/${id}/edit`);
  await expect(page.getByText("This broadcast has left the drafts, so it can no longer be changed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Review and send" })).toHaveCount(0);
});
