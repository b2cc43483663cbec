// The sender gives token and message to Teams' hosts alone, and turns what happens there into an outcome.
import { afterAll, describe, expect, it } from "vitest";

import type { BroadcastContent, ClaimedDelivery } from "@/lib/domain/ports";
import { startSimulator } from "@/simulator/simulator";

import { CLOUDS, otherServiceUrl } from "./clouds";
import { createConnector } from "./connector";
import { createSender } from "./sender";
import { createTokenSource } from "./token";
import { createWire } from "./wire";

const APP_ID = "22222222-2222-4222-8222-222222222222";
const simulator = await startSimulator({
  people: 5,
  appId: APP_ID,
  settings: { limits: false, requireToken: true, clientId: APP_ID, clientSecret: "secret", logRequests: true },
});
const wire = createWire({ connections: 4, timeoutMs: 400 });
const tokens = createTokenSource({
  app: {
    loginUrl: simulator.url, tenantId: simulator.tenant.id, appId: APP_ID, credential: { kind: "SECRET", secret: "secret" },
  },
  scope: CLOUDS.public.scope,
  wire,
});
const rules = { botAuth: true, extraOrigins: [simulator.url], cloud: "public" } as const;
const secretKey = "a key for tests alone, 32 characters";
const sender = createSender({ connector: createConnector({ wire, rules, tokens }), secretKey });

afterAll(async () => {
  await simulator.close();
  await sender.close();
});

const content: BroadcastContent = {
  broadcastId: "00000000-0000-4000-a000-000000000001",
  purpose: "NORMAL",
  onUnknown: "HOLD",
  message: {
    kind: "NOTIFICATION",
    title: "The lift is out of order",
    whatHappened: "It stopped.",
    affected: "Lift 2",
    actor: "Facilities",
    whatToDo: "Take the stairs.",
    optOutHint: "One click.",
  },
  topic: { id: "00000000-0000-4000-a000-000000000002", name: "Company news", mandatory: false },
};

const [person] = simulator.people;
if (!person) throw new Error("The practice tenant is empty.");
const { objectId, teamsUserId, conversationId } = person;
person.status = "INSTALLED";

function delivery(more: Partial<ClaimedDelivery["address"]> = {}): ClaimedDelivery & { address: { conversationId: string } } {
  return {
    broadcastId: content.broadcastId,
    recipientId: "00000000-0000-4000-8000-000000000001",
    epoch: 1,
    tenantId: simulator.tenant.id,
    attempts: 1,
    remedy: null,
    possibleDuplicate: false,
    revision: 1,
    context: null,
    recipient: { kind: "PERSON", displayName: "Amelia", givenName: null, locale: null },
    address: { serviceUrl: simulator.serviceUrl, botId: simulator.tenant.botId, memberId: teamsUserId, ...more, conversationId },
  };
}

describe("the sender", () => {
  it("creates the conversation, always the same, and posts a card with a bearer token", async () => {
    const first = await sender.createConversation(delivery());
    const again = await sender.createConversation(delivery());
    expect(first.outcome).toEqual({ kind: "ACCEPTED", conversationId });
    expect(again.outcome).toEqual(first.outcome);
    const answer = await sender.post(delivery(), content);
    const received = simulator.received(objectId);
    expect(received).toMatchObject([{ summary: "The lift is out of order" }]);
    expect(answer).toMatchObject({
      outcome: { kind: "ACCEPTED", activityId: received[0]?.activityId },
      httpStatus: 201,
      durationMs: expect.any(Number) as number,
    });
  });

  it("begins a post in a channel, with a card that carries no button of ours and says why the channel gets it", async () => {
    const [team] = simulator.teams;
    const channel = team?.channels[1];
    if (!team || !channel) throw new Error("The practice tenant has no channels.");
    team.installedBy = objectId;
    const post = delivery();
    const answer = await sender.post(
      { ...post, recipient: { ...post.recipient, kind: "CHANNEL" }, address: { ...post.address, conversationId: channel.id } },
      content,
    );
    const [message] = simulator.tenant.chats.get(channel.id)?.messages ?? [];
    expect(answer.outcome).toEqual({ kind: "ACCEPTED", activityId: message?.activityId });
    expect(message?.json).toContain("The lift is out of order");
    expect(message?.json).toContain("because the sender chose this channel");
    expect(message?.json).not.toContain("Action.Execute");
  });

  it("uses a fresh token after Teams refused one", async () => {
    simulator.reset({ chats: false, counts: false, tokens: true });
    expect((await sender.post(delivery(), content)).outcome).toMatchObject({ kind: "OUTAGE", remedy: "REFRESH_TOKEN" });
    expect((await sender.post(delivery(), content)).outcome.kind).toBe("ACCEPTED");
  });

  it.each([
    ["a refusal", { kind: "status", status: 403, code: "MessageWritesBlocked", envelope: "old" }, "REFUSED"],
    ["throttling", { kind: "status", status: 429, retryAfter: 3 }, "THROTTLED"],
    ["a gateway's error", { kind: "status", status: 502 }, "UNKNOWN"],
    ["a cut before the answer", { kind: "resetBeforeAccept" }, "UNKNOWN"],
    ["a cut after it was taken", { kind: "resetAfterAccept" }, "UNKNOWN"],
    ["silence", { kind: "hang" }, "UNKNOWN"],
    ["a body that does not come", { kind: "slowBody", delayMs: 2_000 }, "ACCEPTED"],
    ["a body nobody can read", { kind: "brokenBody" }, "ACCEPTED"],
  ] as const)("makes one request of %s, and a value of the answer", async (_what, fault, kind) => {
    const posts = () => simulator.requests().filter(({ operation }) => operation === "postActivity").length;
    const before = posts();
    simulator.setFaults([{ ...fault, times: 1, match: { operations: ["postActivity"] } }]);
    const answer = await sender.post(delivery(), content);
    expect(answer.outcome.kind).toBe(kind);
    expect(posts() - before).toBe(1);
  });

  it.each(["https://evil.example/", "http://smba.trafficmanager.net/", "http://127.0.0.1:1/"])(
    "sends neither token nor message to %s",
    async (serviceUrl) => {
      const answer = await sender.post(delivery({ serviceUrl }), content);
      expect(answer.outcome).toMatchObject({ kind: "REFUSED", code: "ServiceUrlNotAllowed" });
      expect(answer).not.toHaveProperty("httpStatus");
    },
  );

  it("does not send a card that Teams would refuse for its size", async () => {
    const message = { ...content.message, kind: "NOTIFICATION", whatHappened: "x".repeat(60_000) } as const;
    const answer = await sender.post(delivery(), { ...content, message });
    expect(answer.outcome).toMatchObject({ kind: "REFUSED", code: "MessageSizeTooBig", scope: "BROADCAST" });
  });

  it("says that nothing can be sent while there is no token", async () => {
    simulator.reset({ chats: false, counts: false, tokens: true });
    await sender.post(delivery(), content);
    simulator.setFaults([{ kind: "status", status: 503, match: { operations: ["token"] }, times: 1 }]);
    expect((await sender.post(delivery(), content)).outcome).toEqual({ kind: "OUTAGE", reason: "TOKEN_UNAVAILABLE" });
  });
});

describe("the other host", () => {
  it.each([
    [CLOUDS.public.serviceUrl, CLOUDS.gcc.serviceUrl],
    [CLOUDS.gcc.serviceUrl, CLOUDS.public.serviceUrl],
    // The token of a government cloud is for its own host alone.
    [CLOUDS.gcch.serviceUrl, CLOUDS.gcch.serviceUrl],
    [CLOUDS.dod.serviceUrl, CLOUDS.dod.serviceUrl],
    ["http://127.0.0.1:4711/", "http://127.0.0.1:4711/"],
  ] as const)("of %s is %s", (from, to) => {
    expect(otherServiceUrl(from)).toBe(to);
  });
});
