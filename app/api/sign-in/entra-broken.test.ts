// Signing in while something is wrong with our registration or at the sign-in service: nobody comes in, and people are told
// whose turn it is to act.
import { afterEach, beforeEach, expect, test } from "vitest";

import { keepRefusals } from "@/lib/testing/keep-refusals";
import { SignInBrowser } from "@/lib/testing/sign-in-browser";
import { APP_URL, startEntraTown } from "@/lib/testing/start-entra-town";

import { POST as begin } from "./entra/route";

const ADA = { oid: "00000000-0000-4000-9000-00000000ada0", name: "Ada Admin", roles: ["admin"] };
const { db, oidc } = await startEntraTown([ADA], { ENTRA_CLIENT_SECRET: "a secret that was replaced" });
const { lines } = keepRefusals();
let browser: SignInBrowser;

beforeEach(() => {
  browser = new SignInBrowser(APP_URL);
});

afterEach(async () => {
  expect(await db.session.count()).toBe(0);
});

async function refused(body: string): Promise<[number, string | null]> {
  const response = await begin(browser.request("POST", "/api/sign-in/entra", body));
  return [response.status, response.headers.get("set-cookie")];
}

// In this order: what is once known about the service is kept for an hour.
test("metadata that name another issuer, or a place without https, are not believed", async () => {
  oidc.changeMetadata = { issuer: "https://evil.example" };
  expect(await refused("{}")).toEqual([503, null]);
  oidc.changeMetadata = { token_endpoint: "http://evil.example/token" };
  expect(await refused("{}")).toEqual([503, null]);
  oidc.changeMetadata = undefined;
  const line = { level: "error", reason: "SIGN_IN_UNTRUSTED", status: 503, route: "POST /api/sign-in/entra" };
  expect(lines()).toEqual(Array(2).fill(expect.objectContaining({ ...line, code: expect.any(String) as string })));
});

test.each(['{ "next": 5 }', '{ "nxt": "/" }', '{ "adminCode": "" }', "[]", "{", `{ "next": "${"x".repeat(2001)}" }`])(
  "a body that is not as it must be begins nothing: %s", async (body) => {
    expect(await refused(body)).toEqual([400, null]);
  },
);

test("a secret that Entra refuses is the operator's turn", async () => {
  expect(await browser.signIn(ADA.oid)).toBe("/sign-in?problem=SETUP");
});

test("a service that is gone is nobody's fault", async () => {
  const url = await browser.choose(await browser.begin(), ADA.oid);
  await oidc.close();
  expect(await browser.comeBack(url)).toBe("/sign-in?problem=UNAVAILABLE");
});
