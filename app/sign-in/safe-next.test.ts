// The parameter `next` is written by whoever made the link.
import { expect, test } from "vitest";

import { safeNext } from "./safe-next";

test.each([
  ["/broadcasts?tab=drafts", "/broadcasts?tab=drafts"],
  ["/broadcasts/1#deliveries", "/broadcasts/1#deliveries"],
])("a path of this site is followed: %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "/\t/evil.example/",
  "/.//evil.example",
  "javascript:alert(1)",
  "broadcasts",
  "/api/sign-out",
  "",
  undefined,
])("anything else leads to the start: %s", (next) => {
  expect(safeNext(next)).toBe("/");
});

test("a repeated parameter leads to the start", () => {
  expect(safeNext(["/topics", "/audit"])).toBe("/");
});
