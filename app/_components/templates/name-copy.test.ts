// A copy of a template has a name that is free and not too long.
import { expect, test } from "vitest";

import { nameCopy } from "./name-copy";

const format = (base: string, number: number) => (number === 1 ? `${base} (copy)` : `${base} (copy ${number})`);

test.each([
  ["Incident", [], "Incident (copy)"],
  ["Incident", ["Incident (copy)"], "Incident (copy 2)"],
  ["Incident", ["Incident (copy)", "Incident (copy 2)"], "Incident (copy 3)"],
  ["x".repeat(80), [], `${"x".repeat(73)} (copy)`],
])("%j beside %j is copied as %j", (name, taken, copy) => {
  expect(nameCopy(name, taken, format)).toBe(copy);
});
