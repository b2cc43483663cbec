// Files of people come in every shape: which cell is an id, which row a heading, which sign a delimiter.
import { describe, expect, test } from "vitest";

import { MAX_LIST_VALUE } from "./audience-list";
import { findDelimiter, findShape, readListCell } from "./list-row";

const ID = "0190A6F0-0000-7000-8000-000000000001";

describe("a cell", () => {
  test.each<[string, string | undefined, object]>([
    ["an object id, in small letters", ID, { value: ID.toLowerCase() }],
    ["an address with blanks around it", "  Ada.Lovelace@Contoso.COM ", { value: "ada.lovelace@contoso.com" }],
    ["a link to an address", "mailto:ada@contoso.com", { value: "ada@contoso.com" }],
    ["a guest's sign-in name", "ada_other.com#EXT#@contoso.com", { value: "ada_other.com#ext#@contoso.com" }],
    ["nothing", "   ", { flaw: "EMPTY", value: "" }],
    ["a cell that is not there", undefined, { flaw: "EMPTY", value: "" }],
    ["a name", "Ada Lovelace", { flaw: "NO_ID", value: "Ada Lovelace" }],
    ["two addresses", "a@b.c;d@e.f", { flaw: "NO_ID", value: "a@b.c;d@e.f" }],
    ["a cut-off id", ID.slice(1), { flaw: "NO_ID", value: ID.slice(1) }],
    ["a number in scientific notation", "1,9E+12", { flaw: "NO_ID", value: "1,9E+12" }],
    ["bytes that are no text", "a\uFFFD@b.c", { flaw: "ENCODING", value: "a\uFFFD@b.c" }],
    ["what a database cannot keep", "a\0@b.c", { flaw: "ENCODING", value: "a\uFFFD@b.c" }],
    ["far too much", "x".repeat(1_000), { flaw: "TOO_LONG", value: "x".repeat(MAX_LIST_VALUE) }],
  ])("%s", (_what, cell, read) => expect(readListCell(cell)).toEqual(read));
});

describe("the delimiter", () => {
  test.each<[string, string]>([
    ["id;name", ";"],
    ["id,name", ","],
    ["id\tname\tcity", "\t"],
    ["\"Doe, Jane, Dr.\";jane@contoso.com", ";"],
    ["jane@contoso.com", ","],
  ])("of %j is %j", (line, delimiter) => expect(findDelimiter(line)).toBe(delimiter));
});

describe("the shape of a file", () => {
  const people = ["ada@contoso.com", "bob@contoso.com"];
  const rowsOf = (...cells: string[]): string[][] => cells.map((cell) => [cell]);

  test.each<[string, string[][], string | undefined, object | undefined]>([
    ["ids alone", rowsOf(ID, ID), undefined, { column: 0, heading: null }],
    ["a heading that says so", [["Name", "E-Mail"], ["Ada", people[0] ?? ""]], undefined, { column: 1, heading: "E-Mail" }],
    ["a heading of another kind", rowsOf("Mitarbeiter", ...people), undefined, { column: 0, heading: "Mitarbeiter" }],
    ["a first row that is a mistake", rowsOf("ada@", ...people), undefined, { column: 0, heading: null }],
    [
      "an id is better than an address",
      [["mail", "objectId"], [people[0] ?? "", ID]], undefined, { column: 1, heading: "objectId" },
    ],
    [
      "what is filled is better than what is well named",
      [["id", "mail"], ["", people[0] ?? ""], ["", people[1] ?? ""]], undefined, { column: 1, heading: "mail" },
    ],
    [
      "employee numbers under the heading id",
      [["ID", "UPN"], ["4711", people[0] ?? ""]], undefined, { column: 1, heading: "UPN" },
    ],
    ["a column chosen by name", [["manager", "mail"], people], "Manager", { column: 0, heading: "manager" }],
    ["a column chosen by place", [[people[0] ?? "", people[1] ?? ""]], "2", { column: 1, heading: null }],
    ["a column that is not there", [["mail"], people.slice(0, 1)], "3", undefined],
    ["nothing that looks like an id", [["Name"], ["Ada"]], undefined, { column: 0, heading: "Name" }],
  ])("%s", (_what, rows, wanted, shape) => expect(findShape(rows, wanted)).toEqual(shape));
});
