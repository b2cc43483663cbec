// What a spreadsheet would run stays text.
import { expect, test } from "vitest";

import { defuse } from "./spreadsheet-cell";

test.each<[string, string]>([
  ["=HYPERLINK(\"https://evil.invalid\")", "'=HYPERLINK(\"https://evil.invalid\")"],
  ["+1+1", "'+1+1"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", "'\r=1"],
  ["ada@contoso.com", "ada@contoso.com"],
  ["a=b", "a=b"],
  ["", ""],
])("%j is written as %j", (cell, written) => expect(defuse(cell)).toBe(written));
