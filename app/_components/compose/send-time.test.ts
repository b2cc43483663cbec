// Times are typed in Berlin, where on 25 October 2026 half past two happens twice and on 28 March 2027 never.
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Expires, expiryProblem, isoOf, type TypedTime, typedTimeOf, type When, whenProblem } from "./send-time";

const NOW = new Date("2026-10-01T08:00:00Z");
const TWICE = "2026-10-25T02:30";

let before: string | undefined;
beforeEach(() => {
  before = process.env["TZ"];
  process.env["TZ"] = "Europe/Berlin";
});
afterEach(() => {
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
});

function later(time: string, occurrence: TypedTime["occurrence"] = null): When {
  return { kind: "LATER", time, occurrence };
}
function until(time: string, occurrence: TypedTime["occurrence"] = null): Expires {
  return { on: true, time, occurrence };
}

test.each([
  ["", "timeMissing"],
  ["2026-10-01T10:00", "timePast"],
  ["2026-10-01T10:01", undefined],
  ["2027-03-28T02:30", "timeSkipped"],
  [TWICE, "timeTwice"],
])("sending at %j in Berlin has the problem %s", (time, problem) => {
  expect(whenProblem(later(time), NOW)).toBe(problem);
});

test("what was typed for later does not matter when it is sent now", () => {
  expect(whenProblem({ ...later("nonsense"), kind: "NOW" }, NOW)).toBeUndefined();
});

test("a time that happens twice becomes the instant that was chosen", () => {
  expect(isoOf(later(TWICE, "EARLIER"))).toBe("2026-10-25T00:30:00.000Z");
  expect(isoOf(later(TWICE, "LATER"))).toBe("2026-10-25T01:30:00.000Z");
  expect(isoOf(later(TWICE))).toBeUndefined();
});

test("a choice between two stays without effect when the time happens once", () => {
  expect(isoOf(later("2026-10-26T09:00", "LATER"))).toBe("2026-10-26T08:00:00.000Z");
});

const CASES: [string, Expires, When, string | undefined][] = [
  ["none", { ...until(""), on: false }, later("2026-10-02T09:00"), undefined],
  ["one that is on and empty", until(""), later("2026-10-02T09:00"), "timeMissing"],
  ["one that has passed", until("2026-09-30T09:00"), { ...later(""), kind: "NOW" }, "timePast"],
  ["one before the start", until("2026-10-02T08:59"), later("2026-10-02T09:00"), "expiryTooEarly"],
  ["one at the start", until("2026-10-02T09:00"), later("2026-10-02T09:00"), "expiryTooEarly"],
  ["one after the start", until("2026-10-02T09:01"), later("2026-10-02T09:00"), undefined],
  ["the earlier of two, for the later", until(TWICE, "EARLIER"), later(TWICE, "LATER"), "expiryTooEarly"],
  ["the later of two, for the earlier", until(TWICE, "LATER"), later(TWICE, "EARLIER"), undefined],
];
test.each(CASES)("an expiry, %s, is judged", (_name, expires, when, problem) => {
  expect(expiryProblem(expires, when, NOW)).toBe(problem);
});

test("what a draft had planned comes back into the field, unless it has passed", () => {
  expect(typedTimeOf("2026-10-25T01:30:00Z", NOW)).toEqual({ time: TWICE, occurrence: "LATER" });
  expect(typedTimeOf("2026-10-26T08:00:00Z", NOW)).toEqual({ time: "2026-10-26T09:00", occurrence: null });
  expect(typedTimeOf("2026-09-01T08:00:00Z", NOW)).toEqual({ time: "", occurrence: null });
  expect(typedTimeOf(null, NOW)).toEqual({ time: "", occurrence: null });
});
