// A requirement that is missed must be named, or the whole exercise proves nothing.
import { expect, test } from "vitest";

import { type Finding, lineOf, missed } from "./finding";

const TRUTH = {
  people: 10, sent: 9, lost: 0, denied: 0, duplicated: 0, unrecorded: 0, recorded: 0, unconfirmed: 1, arrived: 1,
  unintended: 0, miscounted: 0,
};
const GOOD: Finding = {
  name: "kill20", policy: "HOLD", what: "one kill", explained: 1, worstCaught: { count: 1, bound: 5 }, resumedMs: [15_000],
  truth: TRUTH, leaseMs: 13_250, seconds: 20, logDir: "/nowhere",
};

test("a run that keeps every promise holds", () => {
  expect(missed(GOOD)).toEqual([]);
  expect(lineOf(GOOD)).toContain("HOLDS");
});

test.each<[string, Partial<Finding>]>([
  ["1 lost", { truth: { ...TRUTH, lost: 1 } }],
  ["2 called undelivered although accepted", { truth: { ...TRUTH, denied: 2 } }],
  ["3 duplicated in HOLD", { truth: { ...TRUTH, duplicated: 3 } }],
  ["1 duplicates not recorded", { policy: "RETRY", truth: { ...TRUTH, duplicated: 1, unrecorded: 1 } }],
  ["1 accepted without a committed intent", { truth: { ...TRUTH, unintended: 1 } }],
  ["1 counters differ from a recount", { truth: { ...TRUTH, miscounted: 1 } }],
  ["1 unconfirmed that no fault explains", { explained: 0 }],
  ["one fault caught 6 deliveries", { worstCaught: { count: 6, bound: 5 } }],
  ["resumed only after 18.3 s", { resumedMs: [1, 18_251] }],
])("a run with %s is missed and says so", (words, change) => {
  expect(missed({ ...GOOD, ...change })).toEqual([words]);
  expect(lineOf({ ...GOOD, ...change })).toContain(`MISSED: ${words}`);
});

test("duplicates that were recorded first are what RETRY is for", () => {
  expect(missed({ ...GOOD, policy: "RETRY", truth: { ...TRUTH, duplicated: 1, recorded: 1 } })).toEqual([]);
});
