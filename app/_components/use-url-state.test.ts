// Filters live in the address: a changed filter must not keep the page of the old one.
import { expect, test } from "vitest";

import { applyPatch, withQuery } from "./use-url-state";

test("a changed filter goes back to the first page", () => {
  const next = applyPatch(new URLSearchParams("q=ann&cursor=abc"), { state: "ACTIVE" });
  expect(next.toString()).toBe("q=ann&state=ACTIVE");
});

test("a changed page keeps the filters", () => {
  expect(applyPatch(new URLSearchParams("q=ann"), { cursor: "abc" }).toString()).toBe("q=ann&cursor=abc");
});

test("an emptied filter leaves no trace", () => {
  expect(applyPatch(new URLSearchParams("q=ann&state=ACTIVE"), { q: "", state: null }).toString()).toBe("");
});

test("a query holds only parameters with a value, encoded", () => {
  expect(withQuery("/api/x", { q: "a&b", state: undefined, cursor: "", limit: 25 })).toBe("/api/x?q=a%26b&limit=25");
  expect(withQuery("/api/x", { q: "" })).toBe("/api/x");
});
