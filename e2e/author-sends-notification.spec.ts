// The main job, from the first word to the second broadcast that leaves out whoever has opted out.
import { expect, test } from "./fixtures";
import { field, fillTexts, goToReview, send, writeNotification } from "./pages/composer";
import { expectState, readLedger, watchToTheEnd } from "./pages/report";
import { messageWith, newestMessage, openTeams, personAt } from "./pages/teams";

test.use({ people: 250 });

const TITLE = "The canteen moves";
const FACTS = [
  "What happened", "The canteen moved to the ground floor on Monday.",
  "What it is about", "Everyone in Berlin",
  "Who did it", "Facilities, Maria Lopez",
  "What you can do", "new entrance",
];

test("a notification reaches all 250, and the next one leaves out the person who opted out", async (
  { page, context, simulator, signInAs }, testInfo,
) => {
  const photograph = async (name: string, of = page): Promise<void> => {
    await of.evaluate(() => window.scrollTo(0, 0));
    const body = await of.screenshot({ path: testInfo.outputPath(`${name}.png`), fullPage: true });
    await testInfo.attach(name, { body, contentType: "image/png" });
  };
  const meera = personAt(simulator, 7);
  const leila = personAt(simulator, 8);
  const phone = await context.newPage();
  await openTeams(phone, simulator, meera);
  await expect(newestMessage(phone, meera)).toBeVisible();

  await test.step("compose", async () => {
    await signInAs("author");
    await page.getByRole("link", { name: "New broadcast" }).click();
    await writeNotification(page);
    await expect(page.getByText("Everything is there.").first()).toBeVisible();
    await expect(page.getByText("250 people will get it")).toBeVisible();
    await photograph("1-compose");
  });

  await test.step("send to all 250", async () => {
    await goToReview(page);
    await expect(page.getByText("Everyone the bot knows")).toBeVisible();
    await photograph("2-review");
    await send(page, 250);
  });

  await test.step("the person who has Teams open sees a toast with the title", async () => {
    await expect(phone.getByRole("status").filter({ hasText: TITLE })).toBeVisible();
    await photograph("3-toast", phone);
  });

  await test.step("watch the report to the end", async () => {
    await photograph("4-report-under-way");
    expect(await watchToTheEnd(page)).toMatchObject({ Sent: 250, Skipped: 0, Failed: 0, Unconfirmed: 0, Audience: 250 });
    await expect(page.getByText("The audience was exactly what the button said.")).toBeVisible();
    await photograph("5-report-finished");
  });
  const first = page.url();

  await test.step("two people read the card", async () => {
    for (const person of [leila, meera]) {
      await openTeams(phone, simulator, person);
      const message = messageWith(phone, person, TITLE);
      await expect(message.getByRole("heading", { name: TITLE })).toBeVisible();
      for (const words of FACTS) await expect(message).toContainText(words);
      await expect(message.getByRole("button", { name: "Stop “Company news”" })).toBeVisible();
      await expect(message).toContainText("You get this because your organisation uses this app to inform everyone.");
    }
    await photograph("6-card", phone);
  });

  await test.step("one of them opts out, and the card says so", async () => {
    await messageWith(phone, meera, TITLE).getByRole("button", { name: "Stop “Company news”" }).click();
    const answer = newestMessage(phone, meera);
    await expect(answer.getByRole("heading", { name: "You no longer get Company news" })).toBeVisible();
    await expect(answer.getByRole("button", { name: "Undo" })).toBeVisible();
    await photograph("7-opted-out", phone);
  });

  await test.step("send it again: the button counts without that person", async () => {
    await page.getByRole("button", { name: "Duplicate" }).click();
    await expect(field(page, "title")).toHaveValue(TITLE);
    await fillTexts(page, { title: "The canteen has moved" });
    await expect(page.getByText("249 people will get it")).toBeVisible();
    await goToReview(page);
    await photograph("8-review-again");
    await send(page, 249);
    expect(await watchToTheEnd(page)).toMatchObject({ Sent: 249, Skipped: 1, Failed: 0, Unconfirmed: 0, Audience: 250 });
  });

  await test.step("the report says who was left out and why", async () => {
    const reasons = page.getByRole("region", { name: "Why it did not arrive" });
    await expect(reasons.getByRole("listitem")).toHaveCount(1);
    await expect(reasons.getByRole("listitem")).toContainText(/Opted out.*1.*chose not to get this topic/s);
    const estimate = page.getByRole("table", { name: "Estimate and audience" });
    await expect(estimate.getByRole("row", { name: "To be sent to 249 249 –" })).toBeVisible();
    await expect(estimate.getByRole("row", { name: "Opted out 1 1 –" })).toBeVisible();
    await expect(page.getByText("The audience was exactly what the button said.")).toBeVisible();
    await page.getByRole("link", { name: "Skipped" }).click();
    const deliveries = page.getByRole("table", { name: "Deliveries" });
    await expect(deliveries.getByRole("row")).toHaveCount(2);
    await expect(deliveries.getByRole("row", { name: meera.displayName })).toContainText(/Skipped.*Opted out/s);
    await photograph("9-report-again");
  });

  await test.step("nothing reached that person, and everybody else has it", async () => {
    await phone.reload();
    await expect(newestMessage(phone, meera)).toContainText("You no longer get Company news");
    await expect(messageWith(phone, meera, "The canteen has moved")).toHaveCount(0);
    await openTeams(phone, simulator, leila);
    await expect(newestMessage(phone, leila).getByRole("heading", { name: "The canteen has moved" })).toBeVisible();
    expect(simulator.counts().posts.duplicates).toBe(0);
  });

  await test.step("the first report still says what was true when it was sent", async () => {
    await page.goto(first);
    await expectState(page, "Finished");
    expect(await readLedger(page)).toMatchObject({ Sent: 250, Skipped: 0, Audience: 250 });
  });
});
