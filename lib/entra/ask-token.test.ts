// Each way to prove the bot's registration, as the sign-in service sees it. A managed identity is asked for over HTTP, where
// Azure's App Service has its endpoint.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { readCertificate } from "@/lib/certificate";
import { makeCertificate } from "@/lib/testing/make-certificate";

import { askToken, type PostForm } from "./ask-token";
import type { ClientApp, Credential } from "./credential";

const pem = makeCertificate({ from: new Date("2026-01-01"), to: new Date("2036-01-01"), kind: "rsa" });
const appOf = (credential: Credential): ClientApp => ({ loginUrl: "https://login.example", tenantId: "t/1", appId: "app", credential });
const SCOPE = "https://api.botframework.com/.default";
const GRANTED = { status: 200, body: JSON.stringify({ access_token: "the token", expires_in: 3600 }) };

/** A sign-in service that answers so, and what it was asked. */
function service(answer: Awaited<ReturnType<PostForm>>): { post: PostForm; asked: { url: string; form: URLSearchParams }[] } {
  const asked: { url: string; form: URLSearchParams }[] = [];
  const post: PostForm = (url, form) => {
    asked.push({ url, form: new URLSearchParams(form) });
    return Promise.resolve(answer);
  };
  return { post, asked };
}

describe("a certificate", () => {
  it("signs an assertion for this sign-in service, which is good for minutes and once", async () => {
    const { post, asked } = service(GRANTED);
    const credential: Credential = { kind: "CERTIFICATE", ...readCertificate(`${pem.cert}${pem.key}`) };
    expect(await askToken(appOf(credential), SCOPE, post)).toEqual({ kind: "TOKEN", token: "the token", validMs: 3_600_000 });
    await askToken(appOf(credential), SCOPE, post);
    const [first, second] = asked.map(({ form }) => form.get("client_assertion") ?? "");
    const [{ url = "", form = new URLSearchParams() } = {}] = asked;
    expect(url).toBe("https://login.example/t%2F1/oauth2/v2.0/token");
    expect(form.get("client_assertion_type")).toBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    expect(form.has("client_secret")).toBe(false);
    const { certificate } = credential;
    const { payload, protectedHeader } = await jwtVerify(first ?? "", certificate.publicKey, {
      algorithms: ["PS256"], audience: url, issuer: "app", subject: "app",
    });
    expect(protectedHeader["x5t#S256"]).toBe(createHash("sha256").update(certificate.raw).digest("base64url"));
    expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThan(3_600);
    const again = await jwtVerify(second ?? "", certificate.publicKey);
    expect(again.payload.jti).not.toBe(payload.jti);
  });
});

describe("what the sign-in service says", () => {
  const secret = appOf({ kind: "SECRET", secret: "s" });
  const description = "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered.";

  it.each([
    [{ status: 401, body: JSON.stringify({ error: "invalid_client", error_description: description }) },
      { kind: "REFUSED", aadsts: "AADSTS700027", answer: "AADSTS700027" }],
    [{ status: 400, body: JSON.stringify({ error: "invalid_client", error_codes: [7000222] }) },
      { kind: "REFUSED", aadsts: "AADSTS7000222", answer: "AADSTS7000222" }],
    [{ status: 403, body: "<html>" }, { kind: "REFUSED", aadsts: undefined, answer: "HTTP 403" }],
    [{ status: 429, body: "" }, { kind: "UNAVAILABLE", code: "HTTP 429" }],
    [{ status: 503, body: "{}" }, { kind: "UNAVAILABLE", code: "HTTP 503" }],
    [{ status: 200, body: "[]" }, { kind: "UNAVAILABLE", code: "NO_TOKEN" }],
    [{ status: 200, body: JSON.stringify({ access_token: "x", expires_in: 0 }) }, { kind: "UNAVAILABLE", code: "NO_TOKEN" }],
    [{ code: "ECONNREFUSED" }, { kind: "UNAVAILABLE", code: "ECONNREFUSED" }],
  ])("is told apart (%#)", async (answer, reply) => {
    expect(await askToken(secret, SCOPE, service(answer).post)).toEqual(reply);
  });
});

describe("a managed identity", () => {
  const identity = appOf({ kind: "MANAGED_IDENTITY" });
  const never: PostForm = () => Promise.reject(new Error("The sign-in service is not asked."));
  const asked: IncomingMessage[] = [];
  let server: Server;
  let answer: { status: number; body: unknown };

  // One for all: msal looks for the machine's endpoint once.
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`);
    vi.stubEnv("IDENTITY_HEADER", "only on this machine");
  });
  afterAll(() => vi.unstubAllEnvs());

  it("is asked of the machine, by the identity's client id, anew each time", async () => {
    const expiresOn = Math.round(Date.now() / 1000) + 7_200;
    for (const token of ["one", "two"]) {
      const body = { access_token: token, expires_on: expiresOn, resource: "x", token_type: "Bearer", client_id: "app" };
      answer = { status: 200, body };
      const reply = await askToken(identity, SCOPE, never);
      expect(reply).toMatchObject({ kind: "TOKEN", token });
      expect("validMs" in reply && reply.validMs).toBeGreaterThan(7_000_000);
    }
    const url = new URL(asked[0]?.url ?? "", "http://machine");
    expect(url.searchParams.get("resource")).toBe("https://api.botframework.com");
    expect(url.searchParams.get("client_id")).toBe("app");
    expect(asked[0]?.headers["x-identity-header"]).toBe("only on this machine");
    expect(asked).toHaveLength(2);
  });

  it("is refused where the identity is not assigned, and unavailable where nobody answers", async () => {
    answer = { status: 400, body: { error: "invalid_request", error_description: "Identity not found" } };
    expect(await askToken(identity, SCOPE, never)).toMatchObject({ kind: "REFUSED" });
    for (const status of [429, 503, 410]) {
      answer = { status, body: { error: "too_many_requests", error_description: "Later" } };
      expect(await askToken(identity, SCOPE, never)).toEqual({ kind: "UNAVAILABLE", code: `HTTP ${status}` });
    }
    server.close();
    server.closeAllConnections();
    expect(await askToken(identity, SCOPE, never)).toEqual({ kind: "UNAVAILABLE", code: "NO_MANAGED_IDENTITY" });
  });
});
