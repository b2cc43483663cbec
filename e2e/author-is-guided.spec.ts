// The composer says what is missing and what is wrong, takes the author there, and keeps every character.
import { expect, test } from "./fixtures";
import {
  CANTEEN_NEWS, choosePerson, chooseTopic, expectSaved, field, type FieldName, fillTexts, goToReview, LABELS, send,
  startDraft, writeNotification,
} from "./pages/composer";
import { messageWith, openTeams, personAt } from "./pages/teams";

const COMPLETE = {
  NOTIFICATION: { ...CANTEEN_NEWS, optOutHint: "One click below." },
  WELCOME: { title: "Hello", why: "Your team added the app.", offer: "News, twice a month.", nextStep: "Nothing to do." },
} as const;

for (const kind of ["NOTIFICATION", "WELCOME"] as const) {
  test(`a ${kind.toLowerCase()} that lacks a field is not reviewed, and the field gets the focus`, async (
    { page, signInAs },
  ) => {
    await signInAs("author");
    await startDraft(page, kind);
    const review = page.getByRole("button", { name: "Review and send" });
    const summary = page.getByRole("alert").filter({ hasText: /still missing/ });
    await review.click();
    await expect(summary.getByRole("listitem").first()).toContainText("Topic: Choose a topic");
    await expect(page.getByRole("combobox", { name: "Topic", exact: true })).toBeFocused();

    await chooseTopic(page);
    await fillTexts(page, COMPLETE[kind]);
    await review.click();
    await expect(summary).toContainText("Audience: Choose who gets it.");
    await expect(page.getByRole("radio", { name: "Everyone" })).toBeFocused();
    await page.getByRole("radio", { name: "Everyone" }).check();

    for (const [name, text] of Object.entries(COMPLETE[kind]) as [FieldName, string][]) {
      await field(page, name).fill("  ");
      await review.click();
      await expect(summary).toContainText("1 thing is still missing");
      await expect(summary.getByRole("link")).toContainText(`${LABELS[name]}: `);
      await expect(field(page, name)).toBeFocused();
      await expect(field(page, name)).toHaveAttribute("aria-invalid", "true");
      await field(page, name).fill(text);
      await expect(summary).toBeHidden();
    }
    await goToReview(page);
  });
}

test("a title of 3 000 characters is kept, counted and not saved", async ({ page, signInAs }) => {
  await signInAs("author");
  await writeNotification(page);
  await expectSaved(page);
  const long = "ä".repeat(3_000);
  await field(page, "title").fill(long);
  await expect(page.getByText(/^Not saved: Title: At most \d+ characters; this has 3,000\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Review and send" }).click();
  await expect(field(page, "title")).toBeFocused();
  await expect(field(page, "title")).toHaveValue(long);
});

test("a button with a javascript: address is refused where it was typed", async ({ page, signInAs }) => {
  await signInAs("author");
  await writeNotification(page);
  await page.getByRole("button", { name: "Add button" }).click();
  await page.getByRole("textbox", { name: "Button 1: text" }).fill("Read more");
  const address = page.getByRole("textbox", { name: "Button 1: address" });
  await address.fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Review and send" }).click();
  await expect(address).toBeFocused();
  await expect(address).toHaveAccessibleDescription(/Enter a full address that starts with https:\/\//);
  await address.fill("https://example.com/menu");
  await goToReview(page);
});

test("emoji and right-to-left text arrive as they were typed", async ({ page, context, simulator, signInAs }) => {
  const person = personAt(simulator, 8);
  const title = "مرحبًا 🎉 بالجميع";
  const whatHappened = "انتقل المقصف إلى الطابق الأرضي 👩🏽‍🍳 (Building 7)";
  await signInAs("author");
  await writeNotification(page, { title, whatHappened });
  await page.getByRole("combobox", { name: "Language of the message" }).selectOption("Arabic");
  await choosePerson(page, person.displayName);
  await goToReview(page);
  await send(page, 1);

  const teams = await context.newPage();
  await openTeams(teams, simulator, person);
  const message = messageWith(teams, person, title);
  await expect(message.getByRole("heading", { name: title })).toBeVisible();
  await expect(message).toContainText(whatHappened);
  await expect(message.getByRole("heading", { name: title })).toHaveCSS("direction", "rtl");
});
