// The bot's token is asked for once at a time, renewed before it expires, and its absence has a reason.
import { describe, expect, it } from "vitest";

import { createTokenSource, type TokenSource } from "./token";
import type { Wire, WireAnswer, WireRequest } from "./wire";

const credential = { kind: "SECRET", secret: "s&cret" } as const;
const OPTIONS = { app: { loginUrl: "https://login.example", tenantId: "t", appId: "app", credential }, scope: "x/.default" };

type Practice = { tokens: TokenSource; asked: WireRequest[]; turn(ms: number): void };

/** A sign-in service at the other end of the wire, and a clock to turn. */
function practice(answerOf: (index: number) => Partial<WireAnswer>): Practice {
  const asked: WireRequest[] = [];
  let now = 0;
  const wire: Wire = {
    request: (request) => {
      asked.push(request);
      const answer = { kind: "ANSWERED", status: 200, headers: {}, body: "", durationMs: 1, ...answerOf(asked.length) };
      return Promise.resolve(answer as WireAnswer);
    },
    close: () => Promise.resolve(),
  };
  return { tokens: createTokenSource({ ...OPTIONS, wire, now: () => now }), asked, turn: (ms) => (now += ms) };
}

const granted = (index: number) => ({ body: JSON.stringify({ access_token: `token-${index}`, expires_in: 3600 }) });

describe("the bot's token", () => {
  it("is asked for once, however many want it", async () => {
    const { tokens, asked } = practice(granted);
    const answers = await Promise.all(Array.from({ length: 50 }, () => tokens.get()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"token":"token-1"}']));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ origin: "https://login.example", path: "/t/oauth2/v2.0/token" });
    expect(new URLSearchParams(asked[0]?.body).get("client_secret")).toBe("s&cret");
  });

  it("is replaced five minutes before it expires", async () => {
    const { tokens, turn } = practice(granted);
    await tokens.get();
    turn(54 * 60_000);
    expect(await tokens.get()).toEqual({ token: "token-1" });
    turn(2 * 60_000);
    expect(await tokens.get()).toEqual({ token: "token-2" });
  });

  it("is replaced once Teams refuses it, but only if it is still the same", async () => {
    const { tokens, asked } = practice(granted);
    await tokens.get();
    tokens.refresh("token-1");
    expect(await tokens.get()).toEqual({ token: "token-2" });
    tokens.refresh("token-1");
    await tokens.get();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["TOKEN_REFUSED", { status: 401, body: '{"error":"invalid_client"}' }],
    ["TOKEN_REFUSED", { status: 400, body: "" }],
    ["TOKEN_UNAVAILABLE", { status: 503, body: "" }],
    ["TOKEN_UNAVAILABLE", { status: 200, body: "<html>" }],
    ["TOKEN_UNAVAILABLE", { kind: "FAILED" as const, code: "ECONNREFUSED", written: false }],
  ])("is missing for the reason %s, and asked for again after a second", async (reason, answer) => {
    const { tokens, asked, turn } = practice(() => answer);
    expect(await tokens.get()).toEqual({ reason });
    await tokens.get();
    expect(asked).toHaveLength(1);
    turn(1500);
    await tokens.get();
    expect(asked).toHaveLength(2);
  });
});
