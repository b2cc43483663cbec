// What follows from a page of members that did not come.
import { expect, test } from "vitest";

import { decideGroupReading, MAX_GROUP_ATTEMPTS } from "./group-reading";

const first = { attempts: 0, resumed: false };
const last = { attempts: MAX_GROUP_ATTEMPTS - 1, resumed: true };
const again = { next: "AGAIN", from: "CURSOR", counted: true };

test.each([
  { code: "UNREACHABLE", at: first, then: { ...again, delayMs: 5_000 } },
  { code: "UNREACHABLE", at: { attempts: 2, resumed: true }, then: { ...again, delayMs: 20_000 } },
  { code: "UNREACHABLE", at: { attempts: 9, resumed: false }, then: { ...again, delayMs: 60_000 } },
  { code: "UNREACHABLE", at: last, then: { next: "FAIL", problem: "UNREACHABLE" } },
  { code: "ERROR", at: first, then: { ...again, delayMs: 5_000 } },
  { code: "ERROR", at: last, then: { next: "FAIL", problem: "ERROR" } },
  { code: "STOPPED", at: last, then: { ...again, delayMs: 0, counted: false } },
  { code: "EXPIRED", at: { attempts: 0, resumed: true }, then: { ...again, from: "START", delayMs: 0 } },
  { code: "EXPIRED", at: first, then: { next: "FAIL", problem: "ERROR" } },
  { code: "EXPIRED", at: last, then: { next: "FAIL", problem: "ERROR" } },
  { code: "CONSENT", at: first, then: { next: "FAIL", problem: "CONSENT_GROUPS" } },
  { code: "NOT_FOUND", at: first, then: { next: "FAIL", problem: "NOT_FOUND" } },
  { code: "REFUSED", at: first, then: { next: "FAIL", problem: "REFUSED" } },
] as const)("$code after $at.attempts failures: $then.next", ({ code, at, then }) => {
  expect(decideGroupReading({ code }, at)).toEqual(then);
});

test("Graph says itself how long it is to be waited for", () => {
  expect(decideGroupReading({ code: "THROTTLED", retryAfterMs: 90_000 }, first)).toEqual({ ...again, delayMs: 90_000 });
});
