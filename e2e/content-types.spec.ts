// Whatever has a body says what it is, and what is text of some kind says in which letters: every page and every route, for
// nobody and for an admin, and the files beside them. JSON is UTF-8 by its own standard and has no such parameter (RFC 8259).
import { randomUUID } from "node:crypto";

import { PAGES, ROUTES } from "@/lib/testing/door-table";

import { ApiClient, makeApiKey } from "./api-client";
import { expect, test } from "./fixtures";

test.use({ people: 2 });

const IS_TEXT = /^text\/|[/+]xml\b|javascript/i;

function flawOf(type: string | null, length: number): string | undefined {
  if (length === 0) return undefined;
  if (type === null || type === "") return "no type";
  if (/^application\/(problem\+)?json(;|$)/.test(type)) return undefined;
  if (!IS_TEXT.test(type)) return `unexpected: ${type}`;
  return /;\s*charset="?utf-8"?/i.test(type) ? undefined : `no charset: ${type}`;
}

test("every answer with a body has a type, and a text its charset", async ({ herald, signInAs, page }) => {
  await signInAs("admin");
  const script = await page.locator("script[src*='/_next/']").first().getAttribute("src");
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const flaws: string[] = [];
  let asked = 0;
  const ask = async (method: string, path: string, headers: Record<string, string>): Promise<void> => {
    const answer = await fetch(`${herald.url}${path}`, { method, headers, redirect: "manual" });
    const flaw = flawOf(answer.headers.get("content-type"), (await answer.arrayBuffer()).byteLength);
    asked += 1;
    if (flaw !== undefined) flaws.push(`${method} ${path} (${answer.status}): ${flaw}`);
  };
  const { headers } = ApiClient.withKey(herald.url, makeApiKey(herald.env, "types", "admin"));
  for (const [door] of Object.entries(ROUTES)) {
    const [method = "", path = ""] = door.split(" ");
    const address = path.replace("{id}", randomUUID());
    await ask(method, address, {});
    if (method === "GET") await ask(method, address, headers);
    await ask("PATCH", address, { "content-type": "text/html" });
  }
  const filled = ["/api/exports?kind=x", "/api/recipients?limit=wrong", "/api/metrics", "/api/audit?format=csv"];
  for (const path of filled) await ask("GET", path, headers);
  const files = ["/icon.svg", script ?? "", "/_next/no-such-file", "/no-such-page", "/api/no-such-route"];
  for (const path of [...Object.keys(PAGES).map((path) => path.replace("[id]", randomUUID())), ...files]) {
    await ask("GET", path, {});
    await ask("GET", path, { cookie });
  }
  expect(flaws).toEqual([]);
  expect(asked).toBeGreaterThan(200);
});
