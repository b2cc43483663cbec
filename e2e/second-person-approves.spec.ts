// A second person stands between an author and a large audience: an admin sets the rule, the author asks, and somebody else
// approves or rejects, in the console or on a card in Teams.
import type { Page, TestInfo } from "@playwright/test";

import { PERSONAS } from "@/lib/domain/personas";

import { expect, test } from "./fixtures";
import { goToReview, writeNotification } from "./pages/composer";
import { expectState, watchToTheEnd } from "./pages/report";
import { messageWith, newestMessage, openTeams } from "./pages/teams";

test.describe.configure({ mode: "serial" });
test.use({ people: 25 });

const [author, approver] = PERSONAS;
if (!author || !approver) throw new Error("The personas are missing.");

const review = (page: Page) => page.getByRole("region", { name: "Approval", exact: true });

async function photograph(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  const body = await page.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
  await testInfo.attach(name, { body, contentType: "image/png" });
}

/** Writes it as the author and sends it for approval; the page of the broadcast is open then. */
async function askForApproval(page: Page, title: string): Promise<void> {
  await page.goto("/broadcasts");
  await page.getByRole("link", { name: "New broadcast" }).click();
  await writeNotification(page, { title });
  await goToReview(page);
  await expect(page.getByText("Somebody else must approve this before it is sent.")).toBeVisible();
  await page.getByRole("button", { name: "Send for approval to 25 people" }).click();
  await expectState(page, "In review");
}

test("an admin asks for a second person above 10 people", async ({ page, signInAs }, testInfo) => {
  // Who has signed in once is known, and can be named and told.
  await signInAs("approver");
  await signInAs("admin");
  await page.goto("/settings");
  const rule = page.getByRole("region", { name: "Approval by a second person" });
  await rule.getByRole("switch", { name: "Large audiences" }).check();
  await rule.getByRole("textbox", { name: "Approval is needed for more than this many people" }).fill("10");
  await photograph(page, testInfo, "settings");
  await rule.getByRole("button", { name: "Save the rule for approval" }).click();
  await expect(page.getByText("Saved: it holds for whatever is sent from now on.").first()).toBeVisible();
  await page.reload();
  await expect(rule.getByRole("textbox", { name: "Approval is needed" })).toHaveValue("10");
});

test("an author asks, nobody gets it, and the approver sends it from the console", async (
  { page, simulator, signInAs }, testInfo,
) => {
  await signInAs("author");
  await askForApproval(page, "Approved in the console");
  const url = page.url();
  await expect(review(page)).toContainText("Amelia Hart asks for approval");
  await expect(review(page).getByRole("button", { name: /Approve/ })).toHaveCount(0);
  await photograph(page, testInfo, "author-waits");
  const before = simulator.counts().posts.total;

  await signInAs("approver");
  const waiting = page.getByRole("region", { name: "Waiting for your approval" });
  await expect(waiting).toBeVisible();
  await photograph(page, testInfo, "list-of-the-approver");
  await waiting.getByRole("link", { name: "Approved in the console" }).click();
  await expect(page).toHaveURL(url);
  await expect(review(page)).toContainText("25 people are in the audience.");
  await expect(page.getByRole("region", { name: "The message" })).toContainText("The canteen moved to the ground floor");
  await page.setViewportSize({ width: 400, height: 800 });
  await photograph(page, testInfo, "approver-decides-400");
  await page.setViewportSize({ width: 1280, height: 720 });
  await photograph(page, testInfo, "approver-decides");
  expect(simulator.counts().posts.total - before, "the card to the approver, and nothing else").toBeLessThanOrEqual(1);
  await review(page).getByRole("textbox", { name: "Comment" }).fill("Good to go.");
  await review(page).getByRole("button", { name: "Approve for 25 people" }).click();
  expect(await watchToTheEnd(page)).toMatchObject({ Sent: 25, Failed: 0, Audience: 25 });
  await expect(review(page)).toContainText("Bruno Keller approved");
  await expect(review(page)).toContainText("Good to go.");
});

test("a rejection says why, and the author finds it with the draft", async ({ page, signInAs }, testInfo) => {
  await signInAs("author");
  await askForApproval(page, "To be rejected");
  const url = page.url();
  await signInAs("approver");
  await page.goto(url);
  await review(page).getByRole("button", { name: "Reject" }).click();
  await expect(page.getByText("Say why, so that the author knows what to change.")).toBeVisible();
  await review(page).getByRole("textbox", { name: "Comment" }).fill("The date is wrong.");
  await review(page).getByRole("button", { name: "Reject" }).click();
  await expectState(page, "Draft");
  await signInAs("author");
  await page.goto(`${url}/edit`);
  await expect(page.getByText("Bruno Keller rejected it")).toBeVisible();
  await expect(page.getByText("The date is wrong.")).toBeVisible();
  await photograph(page, testInfo, "author-reads-why");
});

test("the approver decides on the card in Teams, and the author is told there", async (
  { page, context, simulator, signInAs }, testInfo,
) => {
  const personOf = (objectId: string) => {
    const person = simulator.people.find((one) => one.objectId === objectId);
    if (!person) throw new Error("The persona is not in Teams.");
    return person;
  };
  const [amelia, bruno] = [personOf(author.objectId), personOf(approver.objectId)];
  await signInAs("author");
  await askForApproval(page, "Approved in Teams");
  const teams = await context.newPage();
  await openTeams(teams, simulator, bruno);
  const request = messageWith(teams, bruno, "Your approval is wanted").filter({ hasText: "Approved in Teams" });
  await expect(request).toContainText("Amelia Hart wants to send a broadcast");
  await expect(request).toContainText("It goes to 25 people.");
  await expect(request).toContainText("The canteen moved to the ground floor");
  await photograph(teams, testInfo, "card-in-teams");

  await request.getByRole("button", { name: "Reject" }).click();
  await expect(newestMessage(teams, bruno)).toContainText("Say why, so that the author knows what to change.");
  await newestMessage(teams, bruno).getByRole("textbox", { name: "Comment" }).fill("Go ahead.");
  await newestMessage(teams, bruno).getByRole("button", { name: "Approve" }).click();
  await expect(messageWith(teams, bruno, "Bruno Keller approved “Approved in Teams”")).toBeVisible();
  await photograph(teams, testInfo, "card-approved");

  expect(await watchToTheEnd(page)).toMatchObject({ Sent: 25, Failed: 0, Audience: 25 });
  await expect(review(page)).toContainText("Go ahead.");
  await openTeams(teams, simulator, amelia);
  await expect(messageWith(teams, amelia, "Your broadcast was approved").filter({ hasText: "Go ahead." })).toBeVisible();
  await photograph(teams, testInfo, "author-is-told");
});
