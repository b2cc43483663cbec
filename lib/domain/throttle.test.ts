// How a rate that 429s have lowered comes back.
import { expect, test } from "vitest";

import { climbedRate, HEADROOM, MIN_RATE_PER_SECOND } from "./throttle";

const ALLOWED = 50;

test("a rate climbs slowly where it was refused a moment ago", () => {
  expect(climbedRate(30, 0, ALLOWED)).toBe(30);
  expect(climbedRate(30, 10, ALLOWED)).toBeLessThan(31.5);
});

test("a rate that a storm has taken is back within six minutes, and never above what is allowed", () => {
  expect(climbedRate(MIN_RATE_PER_SECOND, 360, ALLOWED)).toBe(ALLOWED * HEADROOM);
  expect(climbedRate(MIN_RATE_PER_SECOND, Infinity, ALLOWED)).toBe(ALLOWED * HEADROOM);
});

test("a clock that goes back lowers nothing", () => {
  expect(climbedRate(30, -10, ALLOWED)).toBe(30);
});
