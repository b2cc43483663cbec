// The main job without a mouse: sign in, compose, send, open Teams, opt out. Every stop on the way shows where one is.
import { expect, test } from "./fixtures";
import { CANTEEN_NEWS, field, type FieldName } from "./pages/composer";
import { tabTo } from "./pages/keyboard";
import { watchToTheEnd } from "./pages/report";
import { newestMessage, personAt } from "./pages/teams";
import { personaOf } from "./session";

test("composing, sending and opting out work with the keyboard alone", async ({ page, herald, simulator }) => {
  const person = personAt(simulator, 6);
  await test.step("sign in", async () => {
    await page.goto("/sign-in");
    await tabTo(page, page.getByRole("button", { name: herald.guarded ? "Sign in with" : /Author/ }));
    await page.keyboard.press("Enter");
    if (herald.guarded) {
      await tabTo(page, page.getByRole("button", { name: personaOf("author").displayName }));
      await page.keyboard.press("Enter");
    }
    await expect(page.getByRole("heading", { name: "Broadcasts", level: 1 })).toBeVisible();
  });

  await test.step("compose", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "New broadcast" }));
    await page.keyboard.press("Enter");
    const kind = page.getByRole("radio", { name: "Notification" });
    await expect(kind).toBeVisible();
    await tabTo(page, kind);
    await page.keyboard.press("Space");
    const topic = page.getByRole("combobox", { name: "Topic", exact: true });
    await tabTo(page, topic);
    await page.keyboard.type("Company");
    await expect(topic).toHaveValue("company-news");
    for (const [name, text] of Object.entries(CANTEEN_NEWS) as [FieldName, string][]) {
      await tabTo(page, field(page, name));
      await page.keyboard.type(text);
    }
    await tabTo(page, page.getByRole("radio", { name: "Everyone" }));
    await page.keyboard.press("Space");
    await expect(page.getByText(/^\d+ people will get it$/)).toBeVisible();
    await tabTo(page, page.getByRole("button", { name: "Review and send" }), "Shift+Tab");
    await page.keyboard.press("Enter");
  });

  await test.step("send", async () => {
    const send = page.getByRole("button", { name: /^Send to \d+ people$/ });
    await expect(send).toBeEnabled();
    await tabTo(page, send);
    await page.keyboard.press("Enter");
    const { Sent, Audience } = await watchToTheEnd(page);
    expect(Sent).toBeGreaterThan(0);
    expect(Sent).toBeLessThanOrEqual(Audience);
  });

  await test.step("opt out", async () => {
    await page.goto(simulator.url);
    await tabTo(page, page.getByRole("searchbox", { name: "Search people" }));
    await page.keyboard.type(person.email);
    const row = page.getByRole("button", { name: new RegExp(`^${person.displayName}`) });
    await expect(page.getByText("1 person", { exact: true })).toBeVisible();
    await tabTo(page, row);
    await page.keyboard.press("Enter");
    const stop = newestMessage(page, person).getByRole("button", { name: "Stop “Company news”" });
    await expect(stop).toBeVisible();
    await tabTo(page, stop);
    await page.keyboard.press("Enter");
    await expect(newestMessage(page, person)).toContainText("You no longer get Company news");
    await tabTo(page, newestMessage(page, person).getByRole("button", { name: "Undo" }));
    await page.keyboard.press("Enter");
    await expect(newestMessage(page, person)).toContainText("You get Company news again");
  });
});

test("a dialog keeps the keyboard inside, gives it back, and Escape is the safe way out", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.goto("/topics");
  const create = page.getByRole("button", { name: "New topic" });
  await tabTo(page, create);
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer).toBeVisible();
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press("Tab");
    expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(create).toBeFocused();
});

test("an audience is built, asked about and taken apart with the keyboard alone", async ({ page, simulator, signInAs }) => {
  const away = personAt(simulator, 7);
  await signInAs("author");
  await page.goto("/audiences/new");
  const choose = async (words: string): Promise<void> => {
    await page.keyboard.type(words);
    await expect(page.getByRole("option", { name: words })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  };
  await tabTo(page, page.getByRole("textbox", { name: "Name" }));
  await page.keyboard.type("By keyboard");
  await tabTo(page, page.getByRole("radio", { name: "Everyone" }));
  await page.keyboard.press("Space");
  await expect(page.getByText("25 people will get it")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "But not…" }));
  await page.keyboard.press("Enter");
  await page.keyboard.type("Chosen");
  await page.keyboard.press("Enter");
  const find = page.getByRole("combobox", { name: "Find people" });
  await expect(find).toBeFocused();
  await choose(away.displayName);
  await expect(page.getByText("24 people will get it")).toBeVisible();
  await tabTo(page, page.getByRole("combobox", { name: "Why is this person not included?" }));
  await choose(away.displayName);
  await expect(page.getByText(`${away.displayName} is named, and taken away again.`)).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Remove “But not: Chosen people”" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("25 people will get it")).toBeVisible();
  await expect(page.getByRole("button", { name: "And also…" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Save audience" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: "By keyboard" }).getByText("Everyone the bot knows")).toBeVisible();
});
