// A list is called after its file, within the limit, and never like another.
import { expect, test } from "vitest";

import { listNameSchema } from "@/lib/domain/audience-list";

import { listNameOf } from "./list-name";

test("a list is called after its file, without the ending", () => {
  expect(listNameOf("plant 4.csv", [])).toBe("plant 4");
  expect(listNameOf("no ending", [])).toBe("no ending");
  expect(listNameOf(".csv", [])).toBe("List");
});

test("a second file of the same name gets a number, and a long name stays within the limit", () => {
  expect(listNameOf("a.csv", ["a", "a (2)"])).toBe("a (3)");
  const long = "x".repeat(120);
  const first = listNameOf(`${long}.csv`, []);
  const second = listNameOf(`${long}.csv`, [first]);
  expect(second).toMatch(/x \(2\)$/);
  for (const name of [first, second]) expect(listNameSchema.parse(name)).toBe(name);
});
