// The simulated Teams as its people use it: whose chat is open, what stands in it, which button is pressed.
import { expect, type Locator, type Page } from "@playwright/test";

import type { Simulator } from "@/simulator/simulator";

type Person = Simulator["people"][number];

/** Opens Teams and chooses this person in the list. */
export async function openTeams(page: Page, simulator: Simulator, person: Person): Promise<void> {
  await page.goto(simulator.url);
  await page.getByRole("searchbox", { name: "Search people" }).fill(person.email);
  // Behind the name stands how much is unread.
  const escaped = person.displayName.replaceAll(/[.()]/g, "\\$&");
  await page.getByRole("button", { name: new RegExp(`^${escaped}( , \\d+ unread)?$`) }).click();
  await expect(page.getByText(`as ${person.displayName} sees it`)).toBeVisible();
}

export function chatOf(page: Page, person: Person): Locator {
  return page.getByRole("log", { name: `Chat of ${person.displayName} with Herald` });
}

/** The newest message of that chat which says this. */
export function messageWith(page: Page, person: Person, text: string | RegExp): Locator {
  return chatOf(page, person).getByRole("article").filter({ hasText: text }).last();
}

export function newestMessage(page: Page, person: Person): Locator {
  return chatOf(page, person).getByRole("article").last();
}

/** Types to the bot and waits until it has answered below. */
export async function say(page: Page, person: Person, words: string): Promise<Locator> {
  const messages = chatOf(page, person).getByRole("article");
  const before = await messages.count();
  const box = page.getByRole("textbox", { name: "Message to Herald" });
  await box.fill(words);
  await box.press("Enter");
  await expect(messages).toHaveCount(before + 2);
  return messages.last();
}

/** A person of the practice tenant who can be written to, by position; the personas come first. */
export function personAt(simulator: Simulator, index: number): Person {
  const person = simulator.people[index];
  if (!person) throw new RangeError(`There are only ${simulator.people.length} people`);
  return person;
}
