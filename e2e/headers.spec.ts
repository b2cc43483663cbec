// What a browser is told beside the page: who may frame it, which scripts run, that nothing is kept. And that the console
// lives within it: its own pages break the policy nowhere.
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { makeDraft } from "./pages/ask";

const EVERYWHERE = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "strict-transport-security": "max-age=31536000",
};

/** The directives that pages break from now on, as the browser itself names them. */
async function watchPolicy(page: Page): Promise<string[]> {
  const broken: string[] = [];
  await page.exposeFunction("brokenDirective", (directive: string) => broken.push(directive));
  await page.addInitScript(() => {
    const { brokenDirective } = window as unknown as { brokenDirective: (directive: string) => void };
    document.addEventListener("securitypolicyviolation", (event) => brokenDirective(event.effectiveDirective));
  });
  return broken;
}

test("headers stand on pages and on data, and nothing behind the sign-in is kept", async ({ page, signInAs }) => {
  await signInAs("viewer");
  const script = await page.locator("script[src*='/_next/']").first().getAttribute("src");
  const paths = [
    "/", "/sign-in", "/broadcasts", "/no-such-page", "/api/broadcasts", "/api/health", "/api/no-such-route", "/api/messages",
    "/_next/no-such-file", "/icon.svg", "/icon.svgz", script ?? "",
  ];
  for (const path of paths) {
    const headers = (await page.request.get(path, { maxRedirects: 0 })).headers();
    expect.soft(headers, path).toMatchObject(EVERYWHERE);
    expect.soft(headers["x-powered-by"], path).toBeUndefined();
    expect.soft(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
  }
  for (const path of ["/broadcasts", "/settings", "/no-such-page", "/api/broadcasts", "/api/no-such-route"]) {
    expect.soft((await page.request.get(path)).headers()["cache-control"], path).toContain("no-store");
  }
});

test("each page has a nonce of its own", async ({ page, signInAs }) => {
  await signInAs("viewer");
  const nonceOf = async (path: string): Promise<string | undefined> => {
    const policy = (await page.request.get(path)).headers()["content-security-policy"];
    return /script-src 'self' 'nonce-([^']{20,})';/.exec(`${policy};`)?.[1];
  };
  const nonces = [await nonceOf("/broadcasts"), await nonceOf("/broadcasts"), await nonceOf("/no-such-page")];
  expect(nonces).not.toContain(undefined);
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("the console breaks the policy nowhere", async ({ page, context, signInAs }) => {
  test.setTimeout(300_000);
  const broken = await watchPolicy(page);
  await context.route("https://pictures.example/**", (route) => route.fulfill({ contentType: "image/svg+xml", body: "<svg/>" }));
  await signInAs("admin");
  const draft = await makeDraft(page, { image: { url: "https://pictures.example/canteen.png", altText: "The canteen" } });
  const pages = [
    "/broadcasts", "/broadcasts/new", `/broadcasts/${draft}`, `/broadcasts/${draft}/edit`, `/broadcasts/${draft}/review`,
    "/recipients", "/teams", "/directory", "/topics", "/templates", "/events", "/audit", "/settings", "/access",
  ];
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  // Proof that the page's own scripts run: a menu that only they open.
  await page.goto("/broadcasts");
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  expect(broken).toEqual([]);
});

test.describe("somebody else", () => {
  test.use({ expectedErrors: async ({}, use) => use([/Content.Security.Policy/i]) });

  test("runs no script in a page", async ({ page, signInAs }) => {
    const broken = await watchPolicy(page);
    await signInAs("viewer");
    const deeds = [
      { name: "a handler", breaks: "script-src-attr", html: "<img src='data:,' onerror='window.hostile = 1'>" },
      { name: "a link", breaks: "script-src-elem", html: "<a href='javascript:window.hostile = 2'>x</a>" },
      { name: "a script", breaks: "script-src-elem", html: "<script>window.hostile = 3</script>" },
    ];
    for (const { name, breaks, html } of deeds) {
      broken.length = 0;
      await page.evaluate((markup) => {
        // Unlike innerHTML, this runs the scripts that it finds.
        const added = document.createRange().createContextualFragment(markup);
        const link = added.querySelector("a");
        document.body.append(added);
        link?.click();
      }, html);
      await expect.poll(() => broken, name).toContain(breaks);
    }
    expect(await page.evaluate(() => (window as unknown as { hostile?: number }).hostile)).toBeUndefined();
  });

  test("frames no page", async ({ page, herald, simulator }) => {
    await page.goto(simulator.url);
    await page.evaluate((src) => {
      const frame = document.createElement("iframe");
      frame.src = src;
      document.body.append(frame);
    }, `${herald.url}/sign-in`);
    // What Chromium shows in the place of a page that refused.
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain("chrome-error://chromewebdata/");
  });
});

test("a connection outlives the patience of the proxies that stand in front", async ({ request }) => {
  const headers = (await request.get("/api/health", { headers: { connection: "keep-alive" } })).headers();
  const seconds = Number(/timeout=(\d+)/.exec(headers["keep-alive"] ?? "")?.[1]);
  // Caddy reuses one that has been idle for less than two minutes.
  expect(seconds).toBeGreaterThan(120);
});
