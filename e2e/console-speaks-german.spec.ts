// The console in German: every page, and the choice is remembered. A text without a translation is an error in the
// browser's console, which fails the test, and would show its key.
import { expect, test } from "./fixtures";
import { makeDraft, sendToOne } from "./pages/ask";
import { confirmSignOut } from "./pages/sign-in";
import { personAt } from "./pages/teams";

// The page that does not exist is one of the pages.
test.use({ expectedErrors: async ({}, use) => use([/status of 404.*\/nowhere/]) });

const KEY = /\b(audit|broadcasts|card|compose|lint|reasons|recipients|refusal|report|review|shell|status|topics)\.[a-z]\w+/;

test("every page is German once German is chosen", async ({ page, herald, simulator, signInAs }) => {
  await signInAs("admin");
  const draft = await makeDraft(page);
  const sent = await sendToOne(page, personAt(simulator, 2).displayName);
  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { name: "Sendungen", level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");

  const pages = [
    ["/broadcasts/new", "Neue Sendung"],
    [`/broadcasts/${draft}/edit`, "The canteen moves"],
    [`/broadcasts/${draft}/review`, "Prüfen und senden"],
    [`/broadcasts/${sent}`, "The canteen moves"],
    ["/topics", "Themen"],
    ["/recipients", "Empfänger"],
    ["/audit", "Protokoll"],
    ["/nowhere", "Hier ist nichts"],
  ] as const;
  for (const [address, heading] of pages) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(address === "/nowhere" ? 404 : 200);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByRole("progressbar", { name: "Wird geladen" })).toHaveCount(0);
    expect(await page.getByRole("main").innerText()).not.toMatch(KEY);
  }

  await page.goto("/broadcasts");
  await page.getByRole("button", { name: /^Konto: / }).click();
  await page.getByRole("menuitem", { name: "Abmelden" }).click();
  await confirmSignOut(page, herald);
  await expect(page.getByRole("heading", { name: "Bei Herald anmelden" })).toBeVisible();
});
