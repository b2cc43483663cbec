// The bot's endpoint refuses what is malformed, too large or not authentic, and ignores what it does not know with 200.
import { describe, expect, it } from "vitest";

import { keepRefusals } from "@/lib/testing/keep-refusals";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

import { createRequestHandler, MAX_BODY_BYTES } from "./handle-request";

const { bot, simulator, post } = await startTestBot();
const { lines, text } = keepRefusals();
const [person] = simulator.people;
if (!person) throw new Error("The practice tenant is empty.");
const valid = activities.installationUpdate(simulator.tenant, person, "add");
const without = (key: string): object => Object.fromEntries(Object.entries(valid).filter(([name]) => name !== key));

describe("the bot's endpoint", () => {
  it.each<[what: string, body: string, status: number]>([
    ["nothing", "", 400],
    ["no JSON", "{", 400],
    ["an empty object", "{}", 400],
    ["a type that is no text", '{"type":5}', 400],
    ["a list", "[]", 400],
    ["a list of activities", JSON.stringify([valid]), 400],
    ["null", "null", 400],
    ["a number", "7", 400],
    ["a text", '"hello"', 400],
    ["lists without end", "[".repeat(100_000), 400],
    ["an activity without a conversation", JSON.stringify(without("conversation")), 400],
    ["an activity without a recipient", JSON.stringify(without("recipient")), 400],
    ["an activity without a service URL", JSON.stringify(without("serviceUrl")), 400],
    ["members that are no list", JSON.stringify({ ...valid, membersAdded: "all" }), 400],
    ["a from that is no account", JSON.stringify({ ...valid, from: 7 }), 400],
    ["no tenant", JSON.stringify({ ...valid, channelData: {}, conversation: { id: "a:1" } }), 400],
    ["300 KB", JSON.stringify({ ...valid, text: "x".repeat(300 * 1024) }), 413],
    ["two tenants", JSON.stringify({ ...valid, channelData: { tenant: { id: "another" } } }), 403],
    ["another channel", JSON.stringify({ ...valid, channelId: "directline" }), 403],
    ["somebody else's service URL", JSON.stringify({ ...valid, serviceUrl: "https://evil.example/" }), 403],
    ["Microsoft's service URL while practising", JSON.stringify({ ...valid, serviceUrl: "https://smba.trafficmanager.net/" }), 403],
  ])("refuses %s", async (_what, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).toBe("");
    else expect(JSON.parse(answer.body)).toMatchObject({ status, code: expect.any(String) as string });
    expect(await bot.db.recipient.count()).toBe(0);
  });

  it("refuses a body whose length is not told and does not end", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) });
    const handler = createRequestHandler({ bot, rules: { ...RULES, botAuth: false }, checkToken: undefined });
    const request = new Request("http://127.0.0.1/", { method: "POST", body: endless, duplex: "half" } as RequestInit);
    expect((await handler(request)).status).toBe(413);
    expect(lines()).toMatchObject([{ level: "warn", reason: "BOT_TOO_LARGE", status: 413, route: "POST /api/messages" }]);
    expect(MAX_BODY_BYTES).toBe(262_144);
  });

  it.each([
    ["an unknown type", { ...valid, type: "somethingNew" }],
    ["an unknown event", { ...valid, type: "event", name: "application/vnd.microsoft.meetingStart" }],
    ["an unknown invoke", { ...valid, type: "invoke", name: "composeExtension/query" }],
    ["a name of every object", { ...valid, type: "constructor" }],
    ["an unknown team event", { ...valid, type: "conversationUpdate", channelData: { ...channelDataOf(valid), eventType: "x" } }],
    ["an edited message", { ...valid, type: "messageUpdate" }],
  ])("answers %s with 200 and ignores it", async (_what, activity) => {
    expect((await post(JSON.stringify(activity))).status).toBe(200);
    expect(await bot.db.recipient.count()).toBe(0);
  });

  it("takes names and texts that a database could choke on", async () => {
    const from = { ...(valid.from as object), name: `A\0B \ud800 ${"x".repeat(5_000)}`, aadObjectId: "odd" };
    expect((await post(JSON.stringify({ ...valid, from }))).status).toBe(200);
    const recipient = await bot.db.recipient.findFirst({ where: { externalId: "odd" } });
    expect(recipient?.displayName).toMatch(/^AB /);
    expect(recipient?.displayName).toHaveLength(200);
  });

  it("does not believe a time in the future", async () => {
    const from = { ...(valid.from as object), aadObjectId: "traveller" };
    await post(JSON.stringify({ ...valid, from, timestamp: "2999-01-01T00:00:00Z" }));
    const reference = await bot.db.conversationReference.findFirst({ where: { recipient: { externalId: "traveller" } } });
    expect(reference?.seenAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});

const APP_ID = "33333333-3333-4333-8333-333333333333";
const TENANT = "11111111-1111-4111-8111-111111111111";
const ISSUER = "https://api.botframework.com";
const RULES = {
  botAuth: true, extraOrigins: [simulator.url], allowedTenants: [TENANT], appId: APP_ID, issuer: ISSUER, cloud: "public",
} as const;

describe("the bot's endpoint with BOT_AUTH on", () => {
  const handler = createRequestHandler({ bot, rules: RULES, checkToken: async () => "REFUSED" });
  const send = async (activity: object, authorization?: string): Promise<number> => {
    const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
    const request = new Request("http://127.0.0.1/", { method: "POST", headers, body: JSON.stringify(activity) });
    return (await handler(request)).status;
  };
  const claims = { iss: ISSUER, aud: APP_ID, exp: Date.now() / 1000 + 3600, serviceurl: valid.serviceUrl };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

  it.each([
    ["no token", undefined],
    ["no bearer", "Basic abc"],
    ["no JWT", "Bearer abc"],
    ["a token of nonsense", "Bearer a.b.c"],
    ["a token that nobody signed", `Bearer ${encode({ alg: "none" })}.${encode(claims)}.x`],
  ])("answers %s with 401", async (_what, authorization) => {
    const from = { ...(valid.from as object), aadObjectId: "stranger" };
    expect(await send({ ...valid, from }, authorization)).toBe(401);
    expect(await bot.db.recipient.count({ where: { externalId: "stranger" } })).toBe(0);
  });

  it("writes down why, and nothing of what it does not believe", async () => {
    const type = "canary-4717";
    expect(await send({ ...valid, type }, "Bearer canary-4717")).toBe(401);
    expect(lines()).toEqual([expect.objectContaining({
      level: "warn", msg: "security.refused", reason: "BOT_TOKEN", status: 401, route: "POST /api/messages",
    })]);
    for (const words of ["canary", person.objectId]) expect(text()).not.toContain(words);
  });
});

function channelDataOf(activity: activities.Activity): object {
  return activity.channelData as object;
}
