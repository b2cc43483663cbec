// A standstill is shown only after the first seconds, and never for a broadcast that is paused or moves.
import { expect, test } from "vitest";

import type { StallCause } from "@/lib/domain/views";

import { findShownStall } from "./shown-stall";

const START = "2026-11-23T10:00:00.000Z";
const EARLY = new Date("2026-11-23T10:00:04Z");
const LATE = new Date("2026-11-23T10:00:20Z");

function seen(cause: StallCause, change: { status?: "SENDING" | "PAUSED"; updatedAt?: string } = {}) {
  return { status: "SENDING" as const, stalled: { cause, until: null }, sendingAt: START, updatedAt: START, ...change };
}

test.each<StallCause>(["TURN", "RETRIES"])("%s is not called a standstill in the first seconds of sending", (cause) => {
  expect(findShownStall(seen(cause), EARLY)).toBeNull();
  expect(findShownStall(seen(cause), LATE)).toEqual({ cause, until: null });
});

test("failed deliveries that were just put back get the same seconds", () => {
  expect(findShownStall(seen("TURN", { updatedAt: "2026-11-23T10:00:16Z" }), LATE)).toBeNull();
});

test.each<StallCause>(["NO_ENGINE", "THROTTLED", "BREAKER"])("%s is said at once", (cause) => {
  expect(findShownStall(seen(cause), EARLY)?.cause).toBe(cause);
});

test("a paused broadcast explains itself elsewhere", () => {
  expect(findShownStall(seen("BREAKER", { status: "PAUSED" }), LATE)).toBeNull();
});

test("a broadcast that moves shows nothing", () => {
  expect(findShownStall({ ...seen("TURN"), stalled: null }, LATE)).toBeNull();
});
