// One reader for what others call JSON.
import { expect, test } from "vitest";

import { parseJson, parseJsonObject } from "./parse-json";

test.each<[string, unknown]>([
  ["{\"a\":1}", { a: 1 }], ["[1]", [1]], ["null", null], ["7", 7], ["\"x\"", "x"], ["", undefined], ["{", undefined],
  ["<html>", undefined],
])("%j is read as %j", (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each(["[1]", "null", "7", "\"x\"", "", "{"])("%j is no object", (text) => {
  expect(parseJsonObject(text)).toBeUndefined();
});

test("a key that every object has stays a key", () => {
  expect(Object.keys(parseJsonObject("{\"__proto__\":1}") ?? {})).toEqual(["__proto__"]);
});
