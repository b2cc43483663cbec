// Text that PostgreSQL cannot keep is found and named by its path; every other text passes.
import { describe, expect, it } from "vitest";

import { findUnstorable } from "./storable-text";

describe("text that cannot be kept", () => {
  const refused: [string, unknown, string][] = [
    ["a NUL", { message: { title: "a\0b" } }, "message.title"],
    ["half a surrogate pair", { message: { buttons: [{ title: "\ud83d" }] } }, "message.buttons.0.title"],
    ["a NUL in a name", { message: { "a\0b": 1 } }, "message"],
    ["a value nested without end", nested(40), "a.a.a"],
  ];
  it.each(refused)("is named by its path: %s", (_what, value, path) => {
    expect(findUnstorable(value)?.path).toBe(path);
  });

  it("is not emoji, right-to-left text, line breaks or an ordinary value", () => {
    const value = { title: "👩‍👩‍👧 مرحبا\n", n: 1, none: null, list: [true, "é"] };
    expect(findUnstorable(value)).toBeUndefined();
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}
