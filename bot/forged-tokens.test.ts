// Whoever is not Teams, speaking for an allowed tenant, is turned away, and leaves no trace: not in the database, not in
// memory, not in requests to the issuer of the keys.
import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";

import { makeKey, sign, startKeyServer } from "@/lib/testing/start-key-server";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

import { createRequestHandler, MAX_HEADER_BYTES, MAX_IN_FLIGHT } from "./handle-request";
import { createSigningKeys } from "./signing-keys";
import { createTokenCheck } from "./token-check";

const APP_ID = "33333333-3333-4333-8333-333333333333";
const TENANT = "11111111-1111-4111-8111-111111111111";
const ISSUER = "https://api.botframework.com";
const HOUR = 3_600;

const { bot, simulator } = await startTestBot();
const [person] = simulator.people;
if (!person) throw new Error("The practice tenant is empty.");
const [teams, otherChannel, stranger] = await Promise.all([makeKey("teams"), makeKey("webchat"), makeKey("teams")]);
const server = await startKeyServer([
  { key: teams, endorsements: ["msteams"] },
  { key: otherChannel, endorsements: ["webchat"] },
]);

const activity = {
  ...activities.installationUpdate(simulator.tenant, person, "add"),
  channelData: { tenant: { id: TENANT } },
  conversation: { id: "a:forged", conversationType: "personal", tenantId: TENANT },
};
const rules = { botAuth: true, extraOrigins: [simulator.url], allowedTenants: [TENANT], appId: APP_ID, issuer: ISSUER };
let nowMs = 0;
const signingKeys = createSigningKeys({ metadataUrl: server.metadataUrl, now: () => nowMs });
const checkToken = createTokenCheck(signingKeys, { issuer: ISSUER, audience: APP_ID });
const handler = createRequestHandler({ bot, rules, checkToken });

const seconds = Math.floor(Date.now() / 1000);
const claims: JWTPayload = {
  iss: ISSUER, aud: APP_ID, iat: seconds, nbf: seconds, exp: seconds + HOUR, serviceurl: simulator.serviceUrl,
};
const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function send(token: string | undefined, change: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: token };
  return handler(new Request("http://127.0.0.1/api/messages", {
    method: "POST", headers: { "content-type": "application/json", ...authorization, ...headers },
    body: JSON.stringify({ ...activity, ...change }),
  }));
}

async function withPublicKeyAsSecret(): Promise<string> {
  const secret = new TextEncoder().encode(await exportSPKI(teams.publicKey));
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: teams.kid }).sign(secret);
}

async function withSignatureOf(payload: JWTPayload): Promise<string> {
  const [head, , signature] = (await sign(teams, claims)).split(".");
  return [head, base64(payload), signature].join(".");
}

const header = (over: object): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: teams.kid, ...over }).sign(stranger.privateKey);

beforeAll(async () => {
  expect((await send(`Bearer ${await sign(teams, claims)}`)).status).toBe(200);
  await bot.db.recipient.deleteMany();
});

describe("a forged token", () => {
  it.each<[what: string, token: () => Promise<string> | string]>([
    ["no signature at all", () => new UnsecuredJWT(claims).encode()],
    ["an empty signature", async () => `${(await sign(teams, claims)).split(".").slice(0, 2).join(".")}.`],
    ["a signature of something else", () => withSignatureOf({ ...claims, exp: seconds + 2 * HOUR })],
    ["a signature cut short", async () => (await sign(teams, claims)).slice(0, -4)],
    ["a stranger's key under the name of Teams'", () => sign(stranger, claims)],
    ["a key that is not published", async () => sign(await makeKey("unknown"), claims)],
    ["a key that is endorsed for another channel", () => sign(otherChannel, claims)],
    ["the public key used as a secret", withPublicKeyAsSecret],
    ["a key that it brings along", () => header({ jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } })],
    ["a key that it says where to fetch", () => header({ jku: "http://127.0.0.1:1/keys" })],
    ["a certificate that it says where to fetch", () => header({ x5u: "http://127.0.0.1:1/cert" })],
    ["no key named", async () => sign({ ...teams, kid: "" }, claims)],
    ["another algorithm", async () => [base64({ alg: "PS256", kid: "teams" }), base64(claims), "eA"].join(".")],
    ["Entra as its issuer", () => sign(teams, { ...claims, iss: `https://sts.windows.net/${TENANT}/` })],
    ["an issuer that only begins alike", () => sign(teams, { ...claims, iss: `${ISSUER}/` })],
    ["the issuer of another cloud", () => sign(teams, { ...claims, iss: "https://api.botframework.us" })],
    ["no issuer", () => sign(teams, without("iss"))],
    ["another bot as its audience", () => sign(teams, { ...claims, aud: TENANT })],
    ["several audiences, ours among them", () => sign(teams, { ...claims, aud: [APP_ID, TENANT] })],
    ["no audience", () => sign(teams, without("aud"))],
    ["our own id as its author", () => sign(teams, { ...without("serviceurl"), azp: APP_ID, appid: APP_ID })],
    ["an end ten minutes ago", () => sign(teams, { ...claims, exp: seconds - 600 })],
    ["no end", () => sign(teams, without("exp"))],
    ["an end that is no number", () => withSignatureOf({ ...claims, exp: "never" } as unknown as JWTPayload)],
    ["a beginning in ten minutes", () => sign(teams, { ...claims, nbf: seconds + 600 })],
    ["no service URL", () => sign(teams, without("serviceurl"))],
    ["another service URL", () => sign(teams, { ...claims, serviceurl: "https://smba.trafficmanager.net/de/" })],
  ])("with %s is answered 401 and nothing else", async (_what, token) => {
    const answer = await send(`Bearer ${await token()}`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe("");
    expect(await bot.db.recipient.count()).toBe(0);
  });

  it.each([
    ["no scheme", (token: string) => token],
    ["another scheme", (token: string) => `Basic ${token}`],
    ["the scheme in lower case", (token: string) => `bearer ${token}`],
    ["two tokens", (token: string) => `Bearer ${token}, Bearer ${token}`],
    ["something behind it", (token: string) => `Bearer ${token} `.concat("x")],
  ])("sent with %s is answered 401", async (_what, write) => {
    expect((await send(write(await sign(teams, claims)))).status).toBe(401);
  });
});

describe("a good token", () => {
  it.each<[what: string, change: object]>([
    ["another tenant", { channelData: { tenant: { id: APP_ID } }, conversation: { ...activity.conversation, tenantId: APP_ID } }],
    ["two tenants", { conversation: { ...activity.conversation, tenantId: APP_ID } }],
    ["another channel", { channelId: "emulator" }],
    ["Teams in capitals", { channelId: "MSTeams" }],
  ])("in the name of %s is answered 403", async (_what, change) => {
    const answer = await send(`Bearer ${await sign(teams, claims)}`, change);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe("");
    expect(await bot.db.recipient.count()).toBe(0);
  });

  it.each([
    ["ended four minutes ago", { exp: seconds - 240 }],
    ["begins in four minutes", { nbf: seconds + 240 }],
  ])("that %s is believed, since clocks differ", async (_what, change) => {
    expect((await send(`Bearer ${await sign(teams, { ...claims, ...change })}`)).status).toBe(200);
  });
});

describe("the keys", () => {
  it("are read again for a key that is new, once a minute at most", async () => {
    const fresh = await makeKey("fresh");
    server.published = [...server.published, { key: fresh, endorsements: ["msteams"] }];
    const token = `Bearer ${await sign(fresh, claims)}`;
    const before = server.reads;
    nowMs += 30_000;
    expect((await send(token)).status).toBe(401);
    expect(server.reads).toBe(before);
    nowMs += 31_000;
    expect((await send(token)).status).toBe(200);
    for (let n = 0; n < 50; n += 1) await send(`Bearer ${await sign({ ...stranger, kid: `made-up-${n}` }, claims)}`);
    expect(server.reads).toBe(before + 1);
  });

  it("of yesterday go on while the issuer is away, and those it has withdrawn end a day later", async () => {
    server.isBroken = true;
    nowMs += 25 * 3_600_000;
    expect((await send(`Bearer ${await sign(teams, claims)}`)).status).toBe(200);
    server.isBroken = false;
    server.published = server.published.filter(({ key }) => key !== teams);
    nowMs += 61_000;
    expect((await send(`Bearer ${await sign(teams, claims)}`)).status).toBe(401);
  });

  it("that cannot be fetched at all leave it open who is speaking", async () => {
    const keys = createSigningKeys({ metadataUrl: "http://127.0.0.1:1/" });
    const check = createTokenCheck(keys, { issuer: ISSUER, audience: APP_ID });
    const answer = await createRequestHandler({ bot, rules, checkToken: check })(
      new Request("http://127.0.0.1/", {
        method: "POST", body: JSON.stringify(activity), headers: { authorization: `Bearer ${await sign(teams, claims)}` },
      }),
    );
    expect(answer.status).toBe(503);
  });
});

describe("the door", () => {
  it("refuses headers without end", async () => {
    expect((await send(undefined, {}, { "x-more": "x".repeat(MAX_HEADER_BYTES) })).status).toBe(431);
  });

  it("turns the rest away while it is full, and opens again", async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow = createRequestHandler({ bot, rules, checkToken: () => gate.then(() => "REFUSED") });
    const token = `Bearer ${await sign(otherChannel, claims)}`;
    const request = (): Promise<Response> =>
      slow(new Request("http://127.0.0.1/", { method: "POST", body: JSON.stringify(activity), headers: { authorization: token } }));
    const waiting = Array.from({ length: MAX_IN_FLIGHT }, request);
    const refused = await request();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    go();
    expect((await Promise.all(waiting)).every(({ status }) => status === 401)).toBe(true);
    expect((await request()).status).toBe(401);
  });

  it("does not open without a way to check tokens", () => {
    expect(() => createRequestHandler({ bot, rules, checkToken: undefined })).toThrow(/cannot be checked/);
  });
});
