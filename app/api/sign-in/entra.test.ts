// Signing in against a real OpenID Connect server over TLS: what proves somebody lets them in, and nothing else does.
import { generateKeyPair, type JWTPayload } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { GET as me } from "@/app/api/me/route";
import { POST as signOut } from "@/app/api/sign-out/route";
import { SignInBrowser } from "@/lib/testing/sign-in-browser";
import { APP_URL, CLIENT_ID, startEntraTown, TENANT } from "@/lib/testing/start-entra-town";

const ADA = { oid: "00000000-0000-4000-9000-00000000ada0", name: "Ada Admin", roles: ["Admin"] };
const NORA = { oid: "00000000-0000-4000-9000-0000000000a0", name: "Nora Norole" };
const { db, oidc } = await startEntraTown([ADA, NORA]);

const context = { params: Promise.resolve({}) };
let browser: SignInBrowser;

beforeEach(() => {
  browser = new SignInBrowser(APP_URL);
});

afterEach(async () => {
  oidc.change = undefined;
  oidc.signWith = undefined;
  await db.session.deleteMany();
});

/** The role this browser has now, or the status that refuses it. */
async function roleOf(who: SignInBrowser): Promise<string | number> {
  const response = await me(who.request("GET", "/api/me"), context);
  return response.ok ? ((await response.json()) as { role: string }).role : response.status;
}

function otherBrowser(cookies: ReadonlyMap<string, string>): SignInBrowser {
  const other = new SignInBrowser(APP_URL);
  for (const [name, value] of cookies) other.herald.set(name, value);
  return other;
}

describe("a person with an app role", () => {
  test("is led to where they wanted to go, with a session that only this browser has", async () => {
    const url = await browser.begin({ next: "/topics?tab=all" });
    const { searchParams } = new URL(url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: CLIENT_ID, response_type: "code", response_mode: "query", code_challenge_method: "S256",
      redirect_uri: `${APP_URL}/api/sign-in/entra/callback`,
    });
    for (const secret of ["state", "nonce", "code_challenge"]) expect(searchParams.get(secret)).toMatch(/^[\w-]{43}$/);
    expect([...browser.herald.keys()]).toEqual(["__Host-herald-sign-in"]);

    expect(await browser.comeBack(await browser.choose(url, ADA.oid))).toBe("/topics?tab=all");
    expect([...browser.herald.keys()]).toEqual(["__Host-herald-session"]);
    expect(await roleOf(browser)).toBe("admin");
    const [person] = await db.person.findMany({ include: { sessions: true } });
    expect(person).toMatchObject({ tenantId: TENANT, objectId: ADA.oid, displayName: ADA.name, role: "admin" });
    expect(person?.sessions).toMatchObject([{ source: "ENTRA", browser: "A browser for tests" }]);
    expect(JSON.stringify(person)).not.toContain(browser.herald.get("__Host-herald-session"));
  });

  test("gets cookies that scripts and other sites cannot use", async () => {
    const { POST: begin } = await import("./entra/route");
    const response = await begin(browser.request("POST", "/api/sign-in/entra", "{}"));
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-herald-sign-in=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("gets a new session at each sign-in, and the old one of this browser ends", async () => {
    await browser.signIn(ADA.oid);
    const before = otherBrowser(browser.herald);
    await browser.signIn(ADA.oid);
    expect(browser.herald.get("__Host-herald-session")).not.toBe(before.herald.get("__Host-herald-session"));
    expect([await roleOf(before), await roleOf(browser)]).toEqual([401, "admin"]);
  });

  test("does not take over a session that somebody else put into the browser", async () => {
    browser.herald.set("__Host-herald-session", "a-token-of-my-choice");
    await browser.signIn(ADA.oid);
    expect(browser.herald.get("__Host-herald-session")).not.toBe("a-token-of-my-choice");
    expect(await roleOf(otherBrowser(new Map([["__Host-herald-session", "a-token-of-my-choice"]])))).toBe(401);
  });

  test("signs out here, and is sent to sign out at Entra too", async () => {
    await browser.signIn(ADA.oid);
    const before = otherBrowser(browser.herald);
    const response = await signOut(browser.request("POST", "/api/sign-out"));
    const { next } = (await response.json()) as { next: string };
    expect(next).toContain(`${oidc.authority}/${TENANT}/v2.0/session/end?`);
    expect(new URL(next).searchParams.get("post_logout_redirect_uri")).toBe(`${APP_URL}/sign-in`);
    expect(response.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await roleOf(before)).toBe(401);
  });

  test("signs out as an event of the audit, once", async () => {
    await browser.signIn(ADA.oid);
    const before = otherBrowser(browser.herald);
    for (const each of [browser, before]) expect((await signOut(each.request("POST", "/api/sign-out"))).status).toBe(200);
    const [last, previous] = await db.auditEvent.findMany({ orderBy: { id: "desc" }, take: 2 });
    expect(last).toMatchObject({ command: "sign-out", actorKind: "PERSON", actorName: ADA.name, detail: { source: "ENTRA" } });
    expect(last?.targetId).toBe(last?.actorId);
    expect(previous?.command).toBe("sign-in");
  });

  test.each([
    "https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/api/sign-out",
  ])("is not led to %j", async (next) => {
    expect(await browser.signIn(ADA.oid, { next })).toBe("/");
  });
});

describe("nobody is signed in", () => {
  afterEach(async () => {
    expect(await db.session.count()).toBe(0);
    expect(browser.herald.has("__Host-herald-sign-in")).toBe(false);
  });

  test("with another state", async () => {
    const url = await browser.choose(await browser.begin(), ADA.oid);
    url.searchParams.set("state", "another");
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
  });

  test("with the state twice, or none", async () => {
    const url = await browser.choose(await browser.begin(), ADA.oid);
    url.searchParams.append("state", url.searchParams.get("state") ?? "");
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
    url.searchParams.delete("state");
    await browser.begin();
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
  });

  test("in a browser that did not begin", async () => {
    const url = await browser.choose(await browser.begin(), ADA.oid);
    browser.herald.clear();
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
    await browser.begin();
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
  });

  test("with a cookie that was changed anywhere", async () => {
    const url = await browser.choose(await browser.begin(), ADA.oid);
    const cookie = browser.herald.get("__Host-herald-sign-in") ?? "";
    for (const at of [0, 15, 40, cookie.length - 1]) {
      const other = cookie[at] === "A" ? "B" : "A";
      browser.herald.set("__Host-herald-sign-in", cookie.slice(0, at) + other + cookie.slice(at + 1));
      expect(await browser.comeBack(url), `character ${at}`).toBe("/sign-in?problem=STALE");
    }
  });

  test("with a code that nobody gave out", async () => {
    const state = new URL(await browser.begin()).searchParams.get("state") ?? "";
    const url = new URL(`${APP_URL}/api/sign-in/entra/callback?${new URLSearchParams({ code: "made-up", state })}`);
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=STALE");
  });

  const HOUR = 3600;
  const now = Math.floor(Date.now() / 1000);
  const without = (name: string) => (claims: JWTPayload): JWTPayload =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  test.each<[string, (claims: JWTPayload) => JWTPayload, string]>([
    ["the nonce of another sign-in", (claims) => ({ ...claims, nonce: "another" }), "UNTRUSTED"],
    ["no nonce", without("nonce"), "UNTRUSTED"],
    ["another issuer", (claims) => ({ ...claims, iss: "https://evil.example/v2.0" }), "UNTRUSTED"],
    ["the issuer of another tenant", (claims) => ({ ...claims, iss: `${oidc.authority}/${ADA.oid}/v2.0` }), "UNTRUSTED"],
    ["the issuer with a slash more", (claims) => ({ ...claims, iss: `${claims.iss}/` }), "UNTRUSTED"],
    ["no issuer", without("iss"), "UNTRUSTED"],
    ["another tenant", (claims) => ({ ...claims, tid: "11111111-2222-4333-8444-555555555555" }), "TENANT"],
    ["no tenant", without("tid"), "UNTRUSTED"],
    ["no object id", without("oid"), "UNTRUSTED"],
    ["an object id that is none", (claims) => ({ ...claims, oid: "admin" }), "UNTRUSTED"],
    ["the audience of another app", (claims) => ({ ...claims, aud: "9c1d2e3f-0000-4000-8000-00000000b0b0" }), "UNTRUSTED"],
    ["several audiences", (claims) => ({ ...claims, aud: [CLIENT_ID, "another"] }), "UNTRUSTED"],
    ["a time that is over", (claims) => ({ ...claims, iat: now - 2 * HOUR, exp: now - HOUR }), "UNTRUSTED"],
    ["no time", without("exp"), "UNTRUSTED"],
    ["a time to come", (claims) => ({ ...claims, nbf: now + HOUR }), "UNTRUSTED"],
    ["roles that are no list", (claims) => ({ ...claims, roles: "admin" }), "UNTRUSTED"],
  ])("with a token of %s", async (_what, change, problem) => {
    oidc.change = change;
    expect(await browser.signIn(ADA.oid)).toBe(`/sign-in?problem=${problem}`);
  });

  test("with a token that somebody else signed", async () => {
    oidc.change = (claims) => claims;
    oidc.signWith = (await generateKeyPair("RS256")).privateKey;
    expect(await browser.signIn(ADA.oid)).toBe("/sign-in?problem=UNTRUSTED");
  });

  test("when they gave up, and they are told so with the way they wanted to go", async () => {
    expect(await browser.signIn("nobody", { next: "/topics" })).toBe("/sign-in?problem=CANCELED&next=%2Ftopics");
  });

  test.each([
    ["consent_required", "AADSTS65001: The user or administrator has not consented.", "CONSENT"],
    ["access_denied", "AADSTS90094: Admin consent is required.", "CONSENT"],
    ["invalid_request", "AADSTS500208: The domain is not valid for this account type.", "TENANT"],
    ["access_denied", "AADSTS50105: The user is not assigned to a role for the application.", "NO_ROLE"],
    ["unauthorized_client", "AADSTS700016: Application not found.", "SETUP"],
    ["temporarily_unavailable", "", "UNAVAILABLE"],
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "SETUP"],
  ])("when Entra says %j (%s)", async (error, error_description, problem) => {
    const state = new URL(await browser.begin()).searchParams.get("state") ?? "";
    const answer = new URLSearchParams({ error, error_description, state });
    const url = new URL(`${APP_URL}/api/sign-in/entra/callback?${answer}`);
    expect(await browser.comeBack(url)).toBe(`/sign-in?problem=${problem}`);
  });

  test("when an error or another issuer's answer comes without the state of this browser", async () => {
    await browser.begin();
    const forged = new URL(`${APP_URL}/api/sign-in/entra/callback?error=access_denied`);
    expect(await browser.comeBack(forged)).toBe("/sign-in?problem=STALE");
    const url = await browser.choose(await browser.begin(), ADA.oid);
    url.searchParams.set("iss", "https://evil.example");
    expect(await browser.comeBack(url)).toBe("/sign-in?problem=UNTRUSTED");
  });

  test("without a role, and strangers leave nothing behind", async () => {
    expect(await browser.signIn(NORA.oid)).toBe("/sign-in?problem=NO_ROLE");
    expect(await db.person.count({ where: { objectId: NORA.oid } })).toBe(0);
  });
});

test("a code leads to one session only, however often it comes", async () => {
  const url = await browser.choose(await browser.begin(), ADA.oid);
  const thief = otherBrowser(browser.herald);
  expect(await browser.comeBack(url)).toBe("/");
  expect(await thief.comeBack(url)).toBe("/sign-in?problem=STALE");
  expect(await db.session.count()).toBe(1);
});

test("the way back from a page of another site begins nothing", async () => {
  const { POST: begin } = await import("./entra/route");
  const request = browser.request("POST", "/api/sign-in/entra", "{}");
  request.headers.set("sec-fetch-site", "cross-site");
  const response = await begin(request);
  expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
});
