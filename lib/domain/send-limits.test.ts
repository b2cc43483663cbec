// When a number of people has to be typed, and what counts as having typed it.
import { describe, expect, test } from "vitest";

import { confirmsByHand, isConfirmed, needsConfirmation } from "./send-limits";

test.each([
  [1_000, 1_000, false], [1_001, 1_000, true], [1, 0, true], [0, 0, false], [10_000_000, null, false],
])("%d people with the limit %s need it: %s", (people, confirmAbove, needed) => {
  expect(needsConfirmation(people, { confirmAbove })).toBe(needed);
});

test.each([
  [2_000, undefined, false], [2_000, 2_000, true], [2_000, 1_900, true], [2_000, 2_100, true], [2_000, 1_899, false],
  // Confirmed for a team, sent to the whole organisation.
  [120_000, 1_500, false], [1_500, 120_000, false], [2_000, 0, false],
])("%d people are confirmed by %s: %s", (people, confirmed, good) => expect(isConfirmed(people, confirmed)).toBe(good));

describe("by hand", () => {
  test.each(["12480", " 12 480 ", "12,480", "12.480", "12’480", "12 480", "The canteen moves"])("%j confirms", (typed) => {
    expect(confirmsByHand(typed, 12_480, "The canteen moves ")).toBe(true);
  });
  test.each(["", " ", "1248", "124800", "-12480", "twelve", "12480 people", "x12480", "the canteen moves", "12480\n1"])(
    "%j does not", (typed) => expect(confirmsByHand(typed, 12_480, "The canteen moves")).toBe(false));
  test("an empty title confirms nothing", () => expect(confirmsByHand(" ", 5, "  ")).toBe(false));
});
