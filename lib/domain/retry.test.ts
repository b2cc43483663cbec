// What becomes of a delivery by its answer: what the table of outcomes cannot say, because it depends on what came before.
import { describe, expect, test } from "vitest";

import { MAX_ATTEMPTS } from "./delivery";
import type { Outcome } from "./outcome";
import { decide, type DeliveryFacts } from "./retry";

const FACTS: DeliveryFacts = {
  attempts: 1, remedy: null, possibleDuplicate: false, onUnknown: "HOLD", tenantReachable: true,
};
const BLOCKED: Outcome = { kind: "REFUSED", code: "ConversationBlockedByUser", scope: "RECIPIENT", verdict: "BLOCKED" };
const NOT_TAKEN: Outcome = { kind: "NOT_DELIVERED", reason: "HTTP_412", scope: "RECIPIENT" };
const UNKNOWN: Outcome = { kind: "UNKNOWN", reason: "TIMEOUT" };

describe("a refusal", () => {
  test("fails the delivery, with what it says about the person", () => {
    expect(decide(BLOCKED, FACTS, 0)).toEqual({ status: "FAILED", reason: "ConversationBlockedByUser", verdict: "BLOCKED" });
  });

  // It said FAILED, although the person may have had the message since the first try.
  test("of a second try leaves open what became of the first", () => {
    const decision = decide(BLOCKED, { ...FACTS, attempts: 2, possibleDuplicate: true }, 0);
    expect(decision).toEqual({ status: "UNCONFIRMED", reason: "SECOND_FAILED", verdict: "BLOCKED" });
  });
});

describe("a try that certainly did not arrive", () => {
  test("is the last one after so many", () => {
    expect(decide(NOT_TAKEN, { ...FACTS, attempts: MAX_ATTEMPTS - 1 }, 0)).toMatchObject({ status: "RETRY_WAIT" });
    expect(decide(NOT_TAKEN, { ...FACTS, attempts: MAX_ATTEMPTS }, 0)).toEqual({ status: "FAILED", reason: "MAX_ATTEMPTS" });
  });

  test("says nothing about an earlier one that may have", () => {
    const decision = decide(NOT_TAKEN, { ...FACTS, attempts: MAX_ATTEMPTS, possibleDuplicate: true }, 0);
    expect(decision).toEqual({ status: "UNCONFIRMED", reason: "SECOND_FAILED" });
  });
});

test("an answer that never came is tried once more by RETRY alone, and never twice", () => {
  expect(decide(UNKNOWN, FACTS, 0)).toEqual({ status: "UNCONFIRMED", reason: "TIMEOUT" });
  const retried = { ...FACTS, onUnknown: "RETRY" as const };
  expect(decide(UNKNOWN, retried, 0)).toMatchObject({ status: "RETRY_WAIT", possibleDuplicate: true });
  expect(decide(UNKNOWN, { ...retried, possibleDuplicate: true }, 0)).toEqual({ status: "UNCONFIRMED", reason: "TIMEOUT" });
});
