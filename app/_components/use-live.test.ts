// A server in trouble is asked less and less often, but always again.
import { expect, test } from "vitest";

import { slowDown } from "./use-live";

test("without failures the interval stays as it is", () => {
  expect(slowDown(2_000, 0)).toBe(2_000);
});

test("each failure in a row doubles the interval, up to half a minute", () => {
  expect([1, 2, 3, 4, 50].map((failures) => slowDown(2_000, failures))).toEqual([4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("an interval that is longer already is never shortened", () => {
  expect(slowDown(60_000, 3)).toBe(60_000);
});

test("what is asked only once stays so", () => {
  expect(slowDown(0, 3)).toBe(0);
});
