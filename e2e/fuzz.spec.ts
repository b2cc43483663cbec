// Every operation of the API, and the bot's endpoint, asked from their own schemas: validly, nearly so, and wildly. The same
// few hundred each time; `npm run threats -- fuzz` asks a hundred thousand.
import fc from "fast-check";

import { fuzzRequests, near } from "@/lib/testing/fuzz-requests";

import { makeApiKey } from "./api-client";
import { expect, test } from "./fixtures";

test.use({ people: 6 });

const REQUESTS = 400;
const SEED = 20_261_128;

test("nothing that is sent to the API is answered with a bug", async ({ herald }) => {
  const authorization = `Bearer ${makeApiKey(herald.env, "fuzz", "admin")}`;
  for (const { method, path, headers, body } of fc.sample(fuzzRequests([]), { numRuns: REQUESTS, seed: SEED })) {
    const ask = () => fetch(`${herald.url}${path}`, {
      method, redirect: "manual", headers: { ...headers, authorization }, ...(body === undefined ? {} : { body }),
    });
    // A connection that the server closes after refusing a body may be taken for the next request; a dead server fails twice.
    const response = await ask().catch(ask);
    await response.text();
    expect(response.status, `${method} ${path} ${body ?? ""}`).toBeLessThan(500);
  }
  expect(herald.readLog()).not.toMatch(/unhandled ?rejection/i);
});

test("nothing that is sent to the bot is answered with a bug", async ({ herald, simulator }) => {
  const [person] = simulator.people;
  const activity = {
    type: "message", id: "1", timestamp: "2026-11-28T12:00:00.000Z", channelId: "msteams", serviceUrl: simulator.serviceUrl,
    text: "help", from: { id: person?.teamsUserId, aadObjectId: person?.objectId, name: "A" }, recipient: { id: "28:b" },
    conversation: { id: person?.conversationId, conversationType: "personal", tenantId: simulator.tenant.id },
    channelData: { tenant: { id: simulator.tenant.id } },
  };
  // Signed where tokens are asked for, so that more than the gate is met.
  const token = await simulator.bot.authorize?.(activity);
  const headers = { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  for (const body of fc.sample(near(fc.constant(activity)), { numRuns: REQUESTS / 2, seed: SEED })) {
    const { status } = await fetch(`${herald.url}/api/messages`, { method: "POST", headers, body });
    expect(status, body).toBeLessThan(500);
  }
  expect(herald.readLog()).not.toMatch(/unhandled ?rejection/i);
});
