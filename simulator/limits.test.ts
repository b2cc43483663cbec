// The simulated limits admit exactly their rate, never refuse who keeps the pace, and say how long to wait.
import { expect, test } from "vitest";

import { Limits, SEND_WINDOWS, SlidingWindows, TokenBucket } from "./limits";
import { withSimulator } from "./testing-bot";

test("a bucket admits its burst at once and then exactly its rate", () => {
  const bucket = new TokenBucket(50, 5);
  const atOnce = Array.from({ length: 10 }, () => bucket.take(0)).filter((waitMs) => waitMs === 0);
  expect(atOnce).toHaveLength(5);
  let admitted = 0;
  for (let nowMs = 1; nowMs <= 10_000; nowMs += 1) if (bucket.take(nowMs) === 0) admitted += 1;
  expect(admitted).toBe(500);
});

test("a sender that keeps the pace exactly is never refused", () => {
  const bucket = new TokenBucket(50, 1);
  for (let slot = 0; slot < 5000; slot += 1) expect(bucket.take(slot * 20)).toBe(0);
});

test("a refused request is told how long the next token takes", () => {
  const bucket = new TokenBucket(50, 1);
  bucket.take(0);
  expect(bucket.take(5)).toBeCloseTo(15);
});

test.each([
  { limit: 7, withinMs: 1000, spacingMs: 1 },
  { limit: 8, withinMs: 2000, spacingMs: 150 },
  { limit: 60, withinMs: 30_000, spacingMs: 260 },
  { limit: 1800, withinMs: 3_600_000, spacingMs: 520 },
])("a conversation takes $limit sends within $withinMs ms", ({ limit, withinMs, spacingMs }) => {
  const windows = new SlidingWindows(SEND_WINDOWS.filter((window) => window.lengthMs === withinMs));
  let nowMs = 0;
  for (let sent = 0; sent < limit; sent += 1, nowMs += spacingMs) {
    expect(windows.waitMs(nowMs)).toBe(0);
    windows.count(nowMs);
  }
  expect(windows.waitMs(nowMs)).toBe(withinMs - nowMs);
  expect(windows.waitMs(withinMs)).toBe(0);
});

test("a request that its conversation refuses costs the tenant nothing", () => {
  const limits = new Limits(1, 8);
  for (let sent = 0; sent < 7; sent += 1) expect(limits.admit("send", "a:1", 0)).toBe(0);
  for (let refused = 0; refused < 20; refused += 1) expect(limits.admit("send", "a:1", 0)).toBe(1000);
  expect(limits.admit("send", "a:2", 0)).toBe(0);
});

test.each([
  { retryAfter: "seconds", pattern: /^\d+$/ },
  { retryAfter: "http-date", pattern: /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/ },
  { retryAfter: "none", pattern: undefined },
] as const)("beyond the burst a sender gets 429 with Retry-After as $retryAfter", async ({ retryAfter, pattern }) => {
  await withSimulator({ settings: { ratePerSecond: 0.001, burst: 2, retryAfter } }, async (simulator, call) => {
    const create = { members: [{ id: simulator.people[0]?.teamsUserId }] };
    await call("POST", "v3/conversations", create);
    await call("POST", "v3/conversations", create);
    const refused = await call("POST", "v3/conversations", create);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ error: { code: "TooManyRequests" } });
    const header = refused.headers.get("retry-after");
    if (pattern) expect(header).toMatch(pattern);
    else expect(header).toBeNull();
    expect(simulator.counts()).toMatchObject({ refused429: 1, requests: { byAnswer: { 403: 2, 429: 1 } } });
  });
});
