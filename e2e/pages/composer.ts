// The composer and the review as an author uses them, by the words on the screen.
import { expect, type Page } from "@playwright/test";

import type { MessageKind } from "@/lib/domain/message";

/** The label of each field, by its name in the message. */
export const LABELS = {
  title: "Title",
  whatHappened: "What happened",
  affected: "What it affects",
  actor: "Who did it",
  whatToDo: "What people can do",
  optOutHint: "How to opt out",
  why: "Why they get this",
  offer: "What you offer",
  nextStep: "What to do next",
  summary: "Summary",
} as const;

export type FieldName = keyof typeof LABELS;
type Texts = Partial<Record<FieldName, string>>;

export const CANTEEN_NEWS = {
  title: "The canteen moves",
  whatHappened: "The canteen moved to the ground floor on Monday.",
  affected: "Everyone in Berlin",
  actor: "Facilities, Maria Lopez",
  whatToDo: "Use the **new entrance** next to the lift.",
} satisfies Texts;

export function field(page: Page, name: FieldName) {
  return page.getByRole("textbox", { name: LABELS[name], exact: true });
}

export async function startDraft(page: Page, kind: MessageKind = "NOTIFICATION"): Promise<void> {
  await page.goto("/broadcasts/new");
  await page.getByRole("radio", { name: kind === "WELCOME" ? "Welcome" : "Notification" }).check();
}

export async function fillTexts(page: Page, texts: Texts): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await field(page, name as FieldName).fill(text);
}

export async function chooseTopic(page: Page, topic = "Company news"): Promise<void> {
  await page.getByRole("combobox", { name: "Topic", exact: true }).selectOption(topic);
}

/** Writes a whole notification to everyone; the composer stays open. */
export async function writeNotification(page: Page, texts: Texts = {}, topic?: string): Promise<void> {
  await startDraft(page);
  await chooseTopic(page, topic);
  await fillTexts(page, { ...CANTEEN_NEWS, ...texts });
  await page.getByRole("radio", { name: "Everyone" }).check();
}

/** Chooses one person by name instead of everyone. */
export async function choosePerson(page: Page, name: string): Promise<void> {
  await page.getByRole("radio", { name: "Chosen people" }).check();
  await page.getByRole("combobox", { name: "Find people" }).fill(name);
  await page.getByRole("option", { name }).first().click();
  await expect(page.getByText("1 person chosen")).toBeVisible();
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
}

export async function goToReview(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and send" }).click();
  await expect(page.getByRole("heading", { name: "Review and send", level: 1 })).toBeVisible();
}

export function sendButton(page: Page, people: number) {
  return page.getByRole("button", { name: `Send to ${people} ${people === 1 ? "person" : "people"}` });
}

/** Presses the button that carries this number, and waits for the report. */
export async function send(page: Page, people: number): Promise<void> {
  await sendButton(page, people).click();
  await expect(page).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}$/);
}

/** A confirmation that passes by; screen readers hear it from a region of its own. */
export async function expectToast(page: Page, words: string): Promise<void> {
  await expect(page.getByText(words).last()).toBeVisible();
}
