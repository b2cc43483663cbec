// A control that does not hold must be named, or the whole run proves nothing.
import { expect, test } from "vitest";

import { broken, lineOf, type Row } from "./row";

const GOOD: Row = {
  threat: "forged tokens", attempts: 32, answers: new Map([[403, 4], [401, 28]]), written: [], left: [], figures: [], faults: [],
};

test("a threat that was answered, and left nothing, holds", () => {
  expect(broken(GOOD)).toEqual([]);
  expect(lineOf(GOOD)).toBe("forged tokens | 32 | 401 × 28, 403 × 4 | nothing | nothing |  | HOLDS");
});

test.each<[string, Partial<Row>]>([
  ["nothing was tried", { attempts: 0 }],
  ["written: recipients", { written: ["recipients"] }],
  ["left: http://127.0.0.1:1", { left: ["http://127.0.0.1:1"] }],
  ["no end: 200", { faults: ["no end: 200"] }],
])("%s is named", (words, change) => {
  expect(lineOf({ ...GOOD, ...change })).toContain(`BROKEN: ${words}`);
});
