// Reading a roster goes on through what passes, and stops with a reason at what does not.
import { describe, expect, it } from "vitest";

import type { Answer } from "./outcome";
import { decideRoster, MAX_MISSING_ATTEMPTS, MAX_ROSTER_ATTEMPTS, type RosterDecision } from "./roster";

const refused = (code: string, httpStatus: number): Answer => ({
  outcome: { kind: "REFUSED", code, scope: "RECIPIENT" }, httpStatus, durationMs: 1,
});
const gone = refused("NotFound", 404);
const bad = refused("BadArgument", 400);
const away: Answer = { outcome: { kind: "NOT_DELIVERED", reason: "HTTP_502", scope: "RECIPIENT" }, durationMs: 1 };
const notThere: Answer = {
  outcome: { kind: "REFUSED", code: "BotNotInConversationRoster", scope: "RECIPIENT", verdict: "NEEDS_INSTALL" },
  httpStatus: 403,
  durationMs: 1,
};
const throttled: Answer = { outcome: { kind: "THROTTLED", retryAfterMs: 7_000 }, durationMs: 1 };
const outage: Answer = { outcome: { kind: "OUTAGE", reason: "UNAUTHORIZED" }, durationMs: 1 };
const unreadable: Answer = { outcome: { kind: "ACCEPTED" }, httpStatus: 200, durationMs: 1 };

const tried = (attempts: number, resumed = false) => ({ attempts, resumed });
const fresh = { attempts: 0, resumed: false };
const TABLE: [what: string, answer: Answer, facts: { attempts: number; resumed: boolean }, decision: RosterDecision][] = [
  ["a 429 rests and costs no attempt", throttled, tried(99), { next: "AGAIN", delayMs: 7_000, counted: false }],
  ["an error of Teams is tried again", away, fresh, { next: "AGAIN", delayMs: 1_000, counted: true }],
  ["each wait is longer", away, tried(3), { next: "AGAIN", delayMs: 8_000, counted: true }],
  ["not for ever", away, tried(MAX_ROSTER_ATTEMPTS - 1, true), { next: "FAIL", error: "UNAVAILABLE" }],
  ["a page nobody can read is asked for again", unreadable, fresh, { next: "AGAIN", delayMs: 1_000, counted: true }],
  ["credentials may be renewed", outage, fresh, { next: "AGAIN", delayMs: 1_000, counted: true }],
  ["or not", outage, tried(MAX_ROSTER_ATTEMPTS - 1), { next: "FAIL", error: "CREDENTIALS" }],
  ["an app that was removed is final", notThere, fresh, { next: "FAIL", error: "NOT_THERE" }],
  ["a 404 is believed", gone, tried(MAX_MISSING_ATTEMPTS - 1), { next: "FAIL", error: "GONE" }],
  ["but not at first sight", gone, fresh, { next: "AGAIN", delayMs: 1_000, counted: true }],
  ["a place in the roster that is no longer known", bad, tried(0, true), { next: "START_OVER" }],
  ["again and again", bad, tried(MAX_ROSTER_ATTEMPTS - 1, true), { next: "FAIL", error: "REFUSED" }],
  ["a refusal of the first page", bad, fresh, { next: "FAIL", error: "REFUSED" }],
  ["anything unheard of", refused("Teapot", 418), fresh, { next: "FAIL", error: "REFUSED" }],
];

describe("a page that did not come", () => {
  it.each(TABLE)("%s", (_what, answer, facts, decision) => {
    expect(decideRoster(answer, facts, 0)).toEqual(decision);
  });
});
