// Each answer of the Connector becomes exactly one outcome, in both envelopes of its errors and for nonsense too.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Outcome } from "@/lib/domain/outcome";

import { classify, type ConnectorCall } from "./outcomes";
import type { WireAnswer } from "./wire";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const CALLS = ["POST", "CHANNEL_POST", "CREATE", "PUT", "DELETE", "GET"] as const;

function answered(status: number, body: unknown = "", headers: Record<string, string> = {}): WireAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "ANSWERED", status, headers, body: text, durationMs: 1 };
}

const modern = (code: string, message = "no") => ({ error: { code, message } });
const old = (subCode: string, details = "no") => ({
  errorCode: 209,
  message: JSON.stringify({ subCode, details, errorCode: null }, null, 2),
});

function refused(code: string, more: object = {}): Outcome {
  return { kind: "REFUSED", code, scope: "RECIPIENT", ...more };
}

const TABLE: [what: string, call: ConnectorCall, answer: WireAnswer, outcome: Outcome][] = [
  ["a 201 with an id", "POST", answered(201, { id: "1" }), { kind: "ACCEPTED", activityId: "1" }],
  ["a 200 without a body", "POST", answered(200), { kind: "ACCEPTED" }],
  ["a 201 with an id that cannot be kept", "POST", answered(201, { id: "1\0" }), { kind: "ACCEPTED" }],
  ["a 201 nobody can read", "POST", answered(201, "<html>"), { kind: "ACCEPTED" }],
  ["a created conversation", "CREATE", answered(201, { id: "a:1" }), { kind: "ACCEPTED", conversationId: "a:1" }],
  [
    "a created post",
    "CREATE",
    answered(201, { id: "a:1", activityId: "2" }),
    { kind: "ACCEPTED", conversationId: "a:1", activityId: "2" },
  ],
  [
    "a created conversation without an id",
    "CREATE",
    answered(201, "{"),
    { kind: "NOT_DELIVERED", reason: "NO_CONVERSATION_ID", scope: "RECIPIENT" },
  ],
  [
    "a post that began a thread in a channel",
    "CHANNEL_POST",
    answered(201, { id: "19:c@thread.tacv2;messageid=2", activityId: "2" }),
    { kind: "ACCEPTED", activityId: "2" },
  ],
  [
    "a post that only its thread names",
    "CHANNEL_POST",
    answered(201, { id: "19:c@thread.tacv2;messageid=3" }),
    { kind: "ACCEPTED", activityId: "3" },
  ],
  ["a post whose answer nobody can read", "CHANNEL_POST", answered(201, "{"), { kind: "ACCEPTED" }],
  ["a channel that is gone", "CHANNEL_POST", answered(404, modern("ConversationNotFound")), refused("ConversationNotFound")],
  ["a bad argument", "POST", answered(400, modern("BadArgument")), refused("BadArgument")],
  ["bad syntax", "POST", answered(400, modern("BadSyntax")), refused("BadSyntax")],
  [
    "an id of another bot as 400",
    "POST",
    answered(400, modern("BadArgument", "Failed to decrypt pairwise id")),
    refused("PairwiseId", { remedy: "RECREATE_CONVERSATION" }),
  ],
  [
    "an id of another bot as 403",
    "POST",
    answered(403, modern("Forbidden", "Failed to decrypt conversation id")),
    refused("PairwiseId", { remedy: "RECREATE_CONVERSATION" }),
  ],
  [
    "a token that is not good",
    "POST",
    answered(401, modern("Unauthorized")),
    { kind: "OUTAGE", reason: "UNAUTHORIZED", remedy: "REFRESH_TOKEN" },
  ],
  [
    "a block",
    "POST",
    answered(403, modern("ConversationBlockedByUser")),
    refused("ConversationBlockedByUser", { verdict: "BLOCKED" }),
  ],
  [
    "blocked writes, new envelope",
    "POST",
    answered(403, modern("MessageWritesBlocked")),
    refused("MessageWritesBlocked", { verdict: "BLOCKED" }),
  ],
  [
    "blocked writes, old envelope",
    "POST",
    answered(403, old("MessageWritesBlocked")),
    refused("MessageWritesBlocked", { verdict: "BLOCKED" }),
  ],
  [
    "no installation",
    "POST",
    answered(403, modern("BotNotInConversationRoster")),
    refused("BotNotInConversationRoster", { verdict: "NEEDS_INSTALL" }),
  ],
  [
    "a forbidden operation",
    "CREATE",
    answered(403, modern("ForbiddenOperationException")),
    refused("ForbiddenOperationException", { verdict: "NEEDS_INSTALL" }),
  ],
  ["an app policy", "POST", answered(403, modern("BotDisabledByAdmin")), refused("BotDisabledByAdmin")],
  [
    "the wrong host",
    "POST",
    answered(403, modern("InvalidBotApiHost")),
    refused("InvalidBotApiHost", { remedy: "SWITCH_HOST" }),
  ],
  ["a 403 nobody has listed", "POST", answered(403, modern("SomethingNew")), refused("SomethingNew")],
  ["a 403 that says nothing", "POST", answered(403), refused("HTTP_403")],
  [
    "a lost conversation",
    "POST",
    answered(404, modern("ConversationNotFound")),
    refused("ConversationNotFound", { remedy: "RECREATE_CONVERSATION" }),
  ],
  ["a person who is gone", "CREATE", answered(404, modern("NotFound")), refused("UserNotFound")],
  ["a recalled card that is gone", "DELETE", answered(404), { kind: "ACCEPTED" }],
  ["a replaced card that is gone", "PUT", answered(404, modern("ActivityNotFound")), refused("ActivityNotFound")],
  [
    "a concurrent operation",
    "POST",
    answered(412, modern("PreconditionFailed")),
    { kind: "NOT_DELIVERED", reason: "PreconditionFailed", scope: "RECIPIENT" },
  ],
  ["too large a card", "POST", answered(413), refused("MessageSizeTooBig", { scope: "BROADCAST" })],
  ["a redirect", "POST", answered(307, "", { location: "https://evil.example/" }), refused("HTTP_307")],
  ["429 with seconds", "POST", answered(429, "", { "retry-after": "7" }), { kind: "THROTTLED", retryAfterMs: 7000 }],
  [
    "429 with a date",
    "POST",
    answered(429, "", { "retry-after": "Mon, 23 Nov 2026 12:00:09 GMT" }),
    { kind: "THROTTLED", retryAfterMs: 9000 },
  ],
  [
    "429 with a date by the server's own clock",
    "POST",
    answered(429, "", { "retry-after": "Mon, 23 Nov 2026 13:00:09 GMT", date: "Mon, 23 Nov 2026 13:00:00 GMT" }),
    { kind: "THROTTLED", retryAfterMs: 9000 },
  ],
  ["429 with a date that has passed", "POST", answered(429, "", { "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }), {
    kind: "THROTTLED",
    retryAfterMs: 0,
  }],
  ["429 without a word", "POST", answered(429), { kind: "THROTTLED" }],
  ["429 with nonsense", "POST", answered(429, "", { "retry-after": "soon" }), { kind: "THROTTLED" }],
  ["429 with a negative number", "POST", answered(429, "", { "retry-after": "-5" }), { kind: "THROTTLED" }],
  ["429 for a week", "POST", answered(429, "", { "retry-after": "604800" }), {
    kind: "THROTTLED",
    retryAfterMs: 900_000,
  }],
  ...[408, 500, 502, 503, 504, 520].map(
    (status): [string, ConnectorCall, WireAnswer, Outcome] =>
      [`${status} to a message`, "POST", answered(status), { kind: "UNKNOWN", reason: `HTTP_${status}` }],
  ),
  ["502 to a post in a channel", "CHANNEL_POST", answered(502), { kind: "UNKNOWN", reason: "HTTP_502" }],
  ...(["CREATE", "PUT", "DELETE", "GET"] as const).map(
    (call): [string, ConnectorCall, WireAnswer, Outcome] =>
      [`502 to ${call}`, call, answered(502), { kind: "NOT_DELIVERED", reason: "HTTP_502", scope: "RECIPIENT" }],
  ),
];

describe("classify", () => {
  it.each(TABLE)("knows %s", (_what, call, answer, outcome) => {
    expect(classify(call, answer, NOW)).toEqual(outcome);
  });

  it.each([
    ["ENOTFOUND", "DNS"],
    ["ECONNREFUSED", "REFUSED"],
    ["UND_ERR_CONNECT_TIMEOUT", "CONNECT_TIMEOUT"],
    ["CERT_HAS_EXPIRED", "TLS"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "TLS"],
    ["TIMEOUT", "TIMEOUT"],
    ["ESOMETHING", "NOT_CONNECTED"],
  ])("takes %s before the first byte for a safe retry", (code, reason) => {
    const answer: WireAnswer = { kind: "FAILED", code, written: false, durationMs: 1 };
    expect(classify("POST", answer, NOW)).toEqual({ kind: "NOT_DELIVERED", reason, scope: "TENANT" });
  });

  it.each([
    ["TIMEOUT", "TIMEOUT"],
    ["ECONNRESET", "RESET"],
    ["UND_ERR_SOCKET", "RESET"],
  ])("does not know what became of a message after %s", (code, reason) => {
    const answer: WireAnswer = { kind: "FAILED", code, written: true, durationMs: 1 };
    expect(classify("POST", answer, NOW)).toEqual({ kind: "UNKNOWN", reason });
    expect(classify("CREATE", answer, NOW)).toEqual({ kind: "NOT_DELIVERED", reason, scope: "RECIPIENT" });
  });

  it("believes the head of an answer whose body broke off", () => {
    const cut = (status: number): WireAnswer =>
      ({ kind: "FAILED", code: "TIMEOUT", written: true, head: { status, headers: {} }, durationMs: 1 });
    expect(classify("POST", cut(201), NOW)).toEqual({ kind: "ACCEPTED" });
    expect(classify("POST", cut(429), NOW)).toEqual({ kind: "THROTTLED" });
    expect(classify("CREATE", cut(201), NOW)).toMatchObject({ kind: "NOT_DELIVERED" });
  });

  it("gives every answer one outcome; what nobody has listed is neither retried for ever nor a verdict", () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ error: fc.record({ code: fc.string(), message: fc.string() }) }).map((value) => JSON.stringify(value)),
      fc.string().map((code) => JSON.stringify(old(code))),
    );
    const status = fc.integer({ min: 200, max: 599 });
    fc.assert(
      fc.property(fc.constantFrom(...CALLS), status, body, fc.string(), (call, code, text, header) => {
        const outcome = classify(call, answered(code, text, { "retry-after": header }), NOW);
        expect(outcome.kind === "ACCEPTED").toBe(
          (code < 300 && (call !== "CREATE" || "conversationId" in outcome)) || (code === 404 && call === "DELETE"),
        );
        if (outcome.kind === "UNKNOWN") expect(["POST", "CHANNEL_POST"]).toContain(call);
        if (outcome.kind === "THROTTLED") expect(code).toBe(429);
        // Only these may be tried again without end of the engine's patience; a new code is none of them.
        if (outcome.kind === "NOT_DELIVERED") expect(code < 300 || code === 408 || code === 412 || code >= 500).toBe(true);
        expect("verdict" in outcome).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
