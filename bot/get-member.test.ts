// The roster tells of one person in Microsoft's own words, `objectId`; only what this repository's simulator says beside it was
// understood, so that nobody who was named by their Teams id alone could be told.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, it } from "vitest";

import { createConnector } from "./connector";
import { createWire } from "./wire";

const OBJECT_ID = "00000000-0000-4000-8000-00000000000a";
let answer: { status: number; body: object };
const server = createServer((_request, response) => {
  response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const wire = createWire({ connections: 1, timeoutMs: 1_000 });
const rules = { botAuth: false, extraOrigins: [origin], cloud: "public" } as const;
const connector = createConnector({ wire, rules, tokens: undefined });
afterAll(async () => {
  await connector.close();
  server.close();
});

const ask = () => connector.getMember({ serviceUrl: `${origin}/`, conversationId: "19:team", memberId: "29:one" });

it.each(["objectId", "aadObjectId"])("somebody is told whose object id is called %s", async (key) => {
  answer = { status: 200, body: { id: "29:one", [key]: OBJECT_ID, name: "Ada" } };
  expect(await ask()).toMatchObject({ id: "29:one", aadObjectId: OBJECT_ID, name: "Ada" });
});

it.each([
  ["who is not in it is told apart", 404, "MemberNotFoundInConversation", null],
  ["from a conversation that Teams does not find for the moment", 404, "ConversationNotFound", undefined],
  ["and from no answer", 503, "ServiceUnavailable", undefined],
])("%s", async (_what, status, code, told) => {
  answer = { status, body: { error: { code, message: "" } } };
  expect(await ask()).toBe(told);
});
