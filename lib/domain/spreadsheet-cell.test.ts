// What a spreadsheet would run stays text, whatever it takes for the end of a cell: German Excel reads a file of commas with
// semicolons, and then a quote is no quote any more but in the first column.
import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";

import { defuse } from "./spreadsheet-cell";

test.each<[string, string]>([
  ["=HYPERLINK(\"https://evil.invalid\")", "'=HYPERLINK(\"https://evil.invalid\")"],
  ["+1+1", "'+1+1"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t'=1"],
  ["\r=1", "'\r'=1"],
  ["x;=cmd|'/C calc'!A0;y", "x;'=cmd|'/C calc'!A0;y"],
  ["x;\"\"-1", "x;'\"\"-1"],
  ["first\n=1", "first\n'=1"],
  ["ada@contoso.com", "ada@contoso.com"],
  ["a=b; c, d\te\n\nf", "a=b; c, d\te\n\nf"],
  ["", ""],
])("%j is written as %j", (cell, written) => expect(defuse(cell)).toBe(written));

const FORMULA = /^"*[=+\-@]/;
const cell = fc.string({ unit: fc.constantFrom(";", "=", "-", "\"", ",", "\n", "\r", "\t", "'", "x"), maxLength: 8 });

/** What a reader sees who ends cells so, and takes quotes for quotes, or makes nothing of them. */
function read(file: string, delimiter: string, quote: string | null): string[] {
  const lenient = { relax_quotes: true, relax_column_count: true } as const;
  try {
    return parse(file, { delimiter, quote, ...lenient }).flat();
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== "CSV_QUOTE_NOT_CLOSED") throw error;
    return parse(`${file}"`, { delimiter, quote, ...lenient }).flat();
  }
}

test.each([[",", "\""], [";", "\""], [";", null], ["\t", "\""], ["\t", null]])(
  "no reader whose cells end with %j, and who quotes with %j, finds a formula in any column",
  (delimiter, quote) => {
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 3 }), (rows) => {
      const file = stringify(rows.map((row) => row.map(defuse)));
      expect(read(file, delimiter, quote).filter((found) => FORMULA.test(found))).toEqual([]);
    }));
  },
);
