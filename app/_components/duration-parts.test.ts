// A duration is said in at most two units, rounded so that it never reads as negative or falsely exact.
import { expect, test } from "vitest";

import { durationParts } from "./duration-parts";

test.each([
  [-5, "0 second"],
  [0, "0 second"],
  [420, "0.4 second"],
  [9_960, "10 second"],
  [12_400, "12 second"],
  [60_000, "1 minute"],
  [192_000, "3 minute 12 second"],
  [7_200_000 + 240_000 + 9_000, "2 hour 4 minute"],
  [3_600_000 + 9_000, "1 hour"],
  [2 * 86_400_000 + 4 * 3_600_000 + 59 * 60_000, "2 day 4 hour"],
])("%i ms is said as %s", (ms, words) => {
  expect(durationParts(ms).map(({ value, unit }) => `${value} ${unit}`).join(" ")).toBe(words);
});
