// Lines of a file, however its bytes are cut into pieces: numbers, encodings, line ends, quotes that close and that do not.
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MAX_LIST_LINE } from "./audience-list";
import { createCsvLines, type CsvLine } from "./csv-lines";

const encoder = new TextEncoder();

function split(bytes: Uint8Array, pieces: readonly number[] = []): CsvLine[] {
  const lines = createCsvLines(() => ";");
  const ends = [...pieces, bytes.length].sort((a, b) => a - b);
  const found = ends.flatMap((end, index) => lines.push(bytes.subarray(ends[index - 1] ?? 0, end)));
  return [...found, ...lines.end()];
}

const linesOf = (text: string): CsvLine[] => split(encoder.encode(text));

describe("lines", () => {
  test.each<[string, string, CsvLine[]]>([
    ["end in every way", "a\r\nb\nc\rd", [1, 2, 3, 4].map((line, index) => ({ line, text: "abcd"[index] ?? "" }))],
    ["keep their numbers when some are blank", "a\n\n  \nb\n", [{ line: 1, text: "a" }, { line: 4, text: "b" }]],
    ["begin behind a byte order mark", "\uFEFFa\nb", [{ line: 1, text: "a" }, { line: 2, text: "b" }]],
    ["go on within quotes", "a;\"x\ny\";b\nc", [{ line: 1, text: "a;\"x\ny\";b" }, { line: 3, text: "c" }]],
    ["know doubled quotes", "\"a\"\"b\"\nc", [{ line: 1, text: "\"a\"\"b\"" }, { line: 2, text: "c" }]],
    ["take a quote inside a cell as it is", "5\" disk;x\nb", [{ line: 1, text: "5\" disk;x" }, { line: 2, text: "b" }]],
    [
      "behind a quote that is never closed are none of its business",
      "a\n\"b;c\nd\n\"e\nf",
      [
        { line: 1, text: "a" }, { line: 2, flaw: "QUOTES", value: "\"b;c" }, { line: 3, text: "d" },
        { line: 4, flaw: "QUOTES", value: "\"e" }, { line: 5, text: "f" },
      ],
    ],
  ])("%s", (_what, text, expected) => expect(linesOf(text)).toEqual(expected));

  test("are found again when the quote closes too late, each by its number", () => {
    const names = Array.from({ length: 200 }, (_, index) => `p${index}@contoso.com`);
    const found = linesOf(["\"lost", ...names, "\"late\""].join("\n"));
    expect(found[0]).toEqual({ line: 1, flaw: "QUOTES", value: "\"lost" });
    expect(found.slice(1, -1)).toEqual(names.map((text, index) => ({ line: index + 2, text })));
    expect(found.at(-1)).toEqual({ line: 202, text: "\"late\"" });
  });

  test("that are too long are named once and cost nothing else", () => {
    const found = linesOf(`a\n${"x".repeat(3 * MAX_LIST_LINE)}\nb\n${"y".repeat(MAX_LIST_LINE + 1)}`);
    expect(found.map((line) => [line.line, "flaw" in line ? line.flaw : line.text])).toEqual([
      [1, "a"], [2, "TOO_LONG"], [3, "b"], [4, "TOO_LONG"],
    ]);
  });

  // An overlong line between the lines of an open quote was left out of the count when they were looked at again, so that two
  // lines had one number, and the list could not be saved.
  test("keep their numbers when one that is too long stands within a quote", () => {
    const found = linesOf(`email\n"a\n${"x".repeat(MAX_LIST_LINE + 1)}\nno-id-1\n`);
    expect(found.map((line) => [line.line, "flaw" in line ? line.flaw : line.text])).toEqual([
      [1, "email"], [2, "QUOTES"], [3, "TOO_LONG"], [4, "no-id-1"],
    ]);
  });

  test("as long as is allowed are read however their bytes come", () => {
    const text = "x".repeat(MAX_LIST_LINE);
    expect(split(encoder.encode(`${text}\r\nb`), [MAX_LIST_LINE + 1])).toEqual([{ line: 1, text }, { line: 2, text: "b" }]);
  });

  test.each(["sep=|", "SEP=|", '"sep=|"'])("begin behind %s, which spreadsheets write to tell the separator", (first) => {
    const lines = createCsvLines(() => ";");
    const found = [...lines.push(encoder.encode(`${first}\r\na|b\r\nsep=|`)), ...lines.end()];
    expect(found).toEqual([{ line: 2, text: "a|b" }, { line: 3, text: "sep=|" }]);
    expect(lines.delimiter()).toBe("|");
  });

  test("in UTF-16, as spreadsheets write it, are read too", () => {
    const text = Buffer.from("\uFEFFa;ä\nb", "utf16le");
    expect(split(text, [1, 3])).toEqual([{ line: 1, text: "a;ä" }, { line: 2, text: "b" }]);
    const swapped = Buffer.from(text).swap16();
    expect(split(swapped)).toEqual([{ line: 1, text: "a;ä" }, { line: 2, text: "b" }]);
  });

  test("show bytes that are no text", () => {
    expect(split(Uint8Array.from([0x61, 0xfc, 0x62]))).toEqual([{ line: 1, text: "a\uFFFDb" }]);
  });

  test("are not ended by half of a line end and a piece that is empty", () => {
    expect(split(encoder.encode("a\r\nb"), [2, 2])).toEqual([{ line: 1, text: "a" }, { line: 2, text: "b" }]);
  });

  test("do not depend on how the bytes come", () => {
    const sign = fc.constantFrom("a", "ä", ";", '"', "\n", "\r", "\r\n", " ", "@");
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), fc.array(fc.nat(80), { maxLength: 6 }), (signs, cuts) => {
        const bytes = encoder.encode(signs.join(""));
        expect(split(bytes, cuts.map((cut) => Math.min(cut, bytes.length)))).toEqual(split(bytes));
      }),
    );
  });

  test("are all accounted for: each that is not blank is in a record or is named", () => {
    const sign = fc.constantFrom("a", "b", ";", '"', "\n", "x".repeat(MAX_LIST_LINE + 1));
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 80 }).map((signs) => signs.join("")), (text) => {
        const covered = linesOf(text).flatMap((one) => {
          const length = "flaw" in one ? 1 : one.text.split("\n").length;
          return Array.from({ length }, (_, index) => one.line + index);
        });
        const written = text.split("\n").flatMap((line, index) => (line === "" ? [] : [index + 1]));
        expect(covered.toSorted((a, b) => a - b)).toEqual(expect.arrayContaining(written));
        expect(new Set(covered).size).toBe(covered.length);
      }),
    );
  });
});
