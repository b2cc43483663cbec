// Whoever is not Teams, speaking for an allowed tenant, is turned away, and leaves no trace: not in the database, not in
// memory, not in requests to the issuer of the keys.
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { LINES_A_MINUTE } from "@/lib/refusal-log";
import { FOREIGN_PLACES, forgedTokens, WRONG_SCHEMES } from "@/lib/testing/forged-tokens";
import { keepRefusals } from "@/lib/testing/keep-refusals";
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
const [teams, later, otherChannel, stranger] = await Promise.all(["teams", "later", "webchat", "teams"].map(makeKey));
if (!teams || !later || !otherChannel || !stranger) throw new Error("There are four keys.");
const server = await startKeyServer([
  { key: teams, endorsements: ["msteams"] },
  { key: later, endorsements: ["msteams"] },
  { key: otherChannel, endorsements: ["webchat"] },
]);

const activity = {
  ...activities.installationUpdate(simulator.tenant, person, "add"),
  channelData: { tenant: { id: TENANT } },
  conversation: { id: "a:forged", conversationType: "personal", tenantId: TENANT },
};
const rules = {
  botAuth: true, extraOrigins: [simulator.url], allowedTenants: [TENANT], appId: APP_ID, issuer: ISSUER, cloud: "public",
} as const;
let nowMs = 0;
const signingKeys = createSigningKeys({ metadataUrl: server.metadataUrl, now: () => nowMs });
const checkToken = createTokenCheck(signingKeys, { issuer: ISSUER, audience: APP_ID });
const handler = createRequestHandler({ bot, rules, checkToken });

const seconds = Math.floor(Date.now() / 1000);
const claims: JWTPayload = {
  iss: ISSUER, aud: APP_ID, iat: seconds, nbf: seconds, exp: seconds + HOUR, serviceurl: simulator.serviceUrl,
};
const { lines, text } = keepRefusals();
const forged = forgedTokens({ claims, appId: APP_ID, tenantId: TENANT, keys: { teams, otherChannel, stranger } });

function send(token: string | undefined, change: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: token };
  return handler(new Request("http://127.0.0.1/api/messages", {
    method: "POST", headers: { "content-type": "application/json", ...authorization, ...headers },
    body: JSON.stringify({ ...activity, ...change }),
  }));
}

afterAll(() => server.close());
beforeAll(async () => {
  expect((await send(`Bearer ${await sign(teams, claims)}`)).status).toBe(200);
  await bot.db.recipient.deleteMany();
});

describe("a forged token", () => {
  it.each(forged)("with %s is answered 401 and nothing else", async (_what, token) => {
    const answer = await send(`Bearer ${await token()}`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe("");
    expect(await bot.db.recipient.count()).toBe(0);
  });

  it.each(WRONG_SCHEMES)("sent with %s is answered 401", async (_what, write) => {
    expect((await send(write(await sign(teams, claims)))).status).toBe(401);
  });
});

describe("a good token", () => {
  it.each(FOREIGN_PLACES)("in the name of %s is answered 403", async (_what, change) => {
    const answer = await send(`Bearer ${await sign(teams, claims)}`, change(activity));
    expect(answer.status).toBe(403);
    expect(lines()).toMatchObject([{ reason: expect.stringMatching(/^BOT_(TENANT|TWO_TENANTS|CHANNEL)$/) as string, status: 403 }]);
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

  it("that are known are not waited for while somebody's made-up one is looked for", async () => {
    nowMs += 61_000;
    let go = (): void => undefined;
    server.hold = new Promise((resolve) => (go = resolve));
    const madeUp = send(`Bearer ${await sign({ ...stranger, kid: "made-up" }, claims)}`);
    const good = send(`Bearer ${await sign(teams, claims)}`);
    expect(await Promise.race([madeUp, good])).toBe(await good);
    expect((await good).status).toBe(200);
    go();
    expect((await madeUp).status).toBe(401);
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
    expect(lines()).toMatchObject([{ level: "error", reason: "BOT_UNCHECKED", status: 503, route: "POST /api/messages" }]);
  });
});

describe("the door", () => {
  it("refuses headers without end", async () => {
    expect((await send(undefined, {}, { "x-more": "x".repeat(MAX_HEADER_BYTES) })).status).toBe(431);
    expect(lines()).toMatchObject([{ level: "warn", reason: "BOT_HEADERS", status: 431, route: "POST /api/messages" }]);
    expect(text()).not.toContain("xxx");
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
    for (let n = 0; n < 1_000; n += 1) await request();
    expect(lines()).toHaveLength(LINES_A_MINUTE);
    expect(lines()[0]).toMatchObject({ level: "warn", reason: "BOT_BUSY", status: 503, route: "POST /api/messages" });
    go();
    expect((await Promise.all(waiting)).every(({ status }) => status === 401)).toBe(true);
    expect((await request()).status).toBe(401);
  });

  // A byte and then nothing, from a hundred connections: nobody else came in until each had been waited for.
  it("reads no body of whoever brings no token, nor waits long for the body of one who does", async () => {
    const begun = { pull: () => undefined, start: (body: ReadableStreamDefaultController) => body.enqueue(Buffer.from("{")) };
    const stall = (handle: typeof handler, authorization: string): Promise<Response> => handle(new Request("http://127.0.0.1/", {
      method: "POST", body: new ReadableStream(begun), duplex: "half", headers: { authorization },
    } as RequestInit));
    const forgeries = forged.filter(([what]) => !what.endsWith("service URL")).map(async ([, token]) => `Bearer ${await token()}`);
    const answers = await Promise.all([...(await Promise.all(forgeries)), ""].map((token) => stall(handler, token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    const impatient = createRequestHandler({ bot, rules, checkToken, bodyWithinMs: 20 });
    expect((await stall(impatient, `Bearer ${await sign(later, claims)}`)).status).toBe(408);
    expect(lines().at(-1)).toMatchObject({ level: "warn", reason: "BOT_SLOW", status: 408, route: "POST /api/messages" });
  });

  it("does not open without a way to check tokens", () => {
    expect(() => createRequestHandler({ bot, rules, checkToken: undefined })).toThrow(/cannot be checked/);
  });
});
