// What a key may and until when.
import { describe, expect, test } from "vitest";

import { allowsScope, coversScopes, keyStateOf, scopesSchema } from "./api-key";

describe("scopes", () => {
  test("narrow: what is not named is not allowed, and reading is no writing", () => {
    expect(allowsScope(["broadcasts:read"], "broadcasts:write")).toBe(false);
    expect(allowsScope(["broadcasts:write"], "broadcasts:read")).toBe(false);
    expect(allowsScope(["events:write"], "events:write")).toBe(true);
    expect(allowsScope(["*"], "access:write")).toBe(true);
    expect(allowsScope([], "broadcasts:read")).toBe(false);
  });

  test("cover others only when nothing goes beyond them", () => {
    expect(coversScopes(["events:write", "events:read"], ["events:read"])).toBe(true);
    expect(coversScopes(["events:write"], ["*"])).toBe(false);
    expect(coversScopes(["events:write"], ["events:write", "audit:read"])).toBe(false);
    expect(coversScopes(["*"], ["*", "access:write"])).toBe(true);
  });

  test.each([[[]], [["broadcasts:*"]], [["Broadcasts:read"]], [["access:write "]], ["*"]])("%j is refused", (scopes) => {
    expect(scopesSchema.safeParse(scopes).success).toBe(false);
  });
});

test.each([
  [null, "ACTIVE"],
  ["2026-06-30T00:00:01Z", "ACTIVE"],
  ["2026-06-29T00:00:00Z", "EXPIRES_SOON"],
  ["2026-06-15T00:00:00.001Z", "EXPIRES_SOON"],
  ["2026-06-15T00:00:00Z", "EXPIRED"],
  ["2020-01-01T00:00:00Z", "EXPIRED"],
])("a key that ends %s is %s", (end, state) => {
  expect(keyStateOf(end === null ? null : new Date(end), new Date("2026-06-15T00:00:00Z"))).toBe(state);
});
