// What a journey needs to be there before it begins, asked for over the session of the person in the browser.
import { expect, type Page } from "@playwright/test";

import { completeDraft } from "@/e2e/example-messages";

/** Answers the parsed body; fails when the answer is not a success. */
export async function ask<T = unknown>(page: Page, method: string, path: string, data?: unknown): Promise<T> {
  const { origin } = new URL(page.url());
  const headers = { origin, "sec-fetch-site": "same-origin" };
  const answer = await page.request.fetch(`/api/${path}`, { method, headers, ...(data !== undefined && { data }) });
  expect(answer.ok(), `${method} ${path} answered ${await answer.text()}`).toBe(true);
  const text = await answer.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** A complete draft to everyone on company news; answers its id. */
export async function makeDraft(page: Page, message: Record<string, unknown> = {}): Promise<string> {
  const { id } = await ask<{ id: string }>(page, "POST", "broadcasts", completeDraft(message));
  return id;
}

/** A broadcast on company news to the person of this name, on its way; answers its id. */
export async function sendToOne(page: Page, name: string, message: Record<string, unknown> = {}): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET", `recipients?q=${encodeURIComponent(name)}`);
  const audience = { kind: "RECIPIENTS", recipientIds: items.map(({ id }) => id) };
  const { id } = await ask<{ id: string }>(page, "POST", "broadcasts", { ...completeDraft(message), audience });
  await ask(page, "POST", `broadcasts/${id}/send`);
  return id;
}
