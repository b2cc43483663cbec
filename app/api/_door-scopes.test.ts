// Every door that a key may knock at has its scope, and an address leads to the door that answers it.
import { expect, test } from "vitest";

import { allowsScope, SCOPES } from "@/lib/domain/api-key";

import { DOOR_SCOPES, doorOf, neededScope } from "./_door-scopes";
import { OPERATIONS } from "./_openapi-routes";

const guarded = OPERATIONS.filter(({ access }) => typeof access !== "string");

test("every door behind the sign-in has a scope, and no other has one", () => {
  const doors = guarded.map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(DOOR_SCOPES).toSorted()).toEqual(doors.toSorted());
});

test("every scope opens a door", () => {
  expect(new Set(Object.values(DOOR_SCOPES))).toEqual(new Set([...SCOPES, "NONE"]));
});

test("a key that may only read opens no door that changes something", () => {
  const reading = SCOPES.filter((scope) => scope.endsWith(":read"));
  const writing = guarded.filter(({ method, path }) => {
    const needed = DOOR_SCOPES[`${method} ${path}`];
    return method !== "GET" && needed !== undefined && needed !== "NONE" && allowsScope(reading, needed);
  });
  // Two ask a question that is too long for an address, and one asks for a file of what may be read.
  expect(writing.map(({ path }) => path)).toEqual(["/api/audiences/estimate", "/api/audiences/explain", "/api/exports"]);
});

test.each(guarded.map(({ method, path }) => [method, path] as const))("%s %s leads to its own door", (method, path) => {
  const address = path.replace("{id}", "0199a3a0-0000-7000-8000-000000000001");
  for (const asked of [address, `${address}/`, address.replaceAll("/", "//")]) {
    expect(doorOf(method, asked)).toBe(`${method} ${path}`);
  }
});

test.each([
  ["GET", "/api/recipients/counts/"], ["HEAD", "/api/recipients/counts"],
])("%s %s is no recipient", (method, path) => expect(doorOf(method, path)).toBe("GET /api/recipients/counts"));

test.each([
  ["GET", "/api/nowhere"], ["GET", "/API/topics"], ["PUT", "/api/topics"], ["OPTIONS", "/api/topics"], ["GET", "/"],
  ["GET", "/api/topics/a/b"], ["GET", "/api/topics%2f1"], ["get", "/api/topics"],
])("%s %s is no door, and needs what nobody has", (method, path) => expect(neededScope(method, path)).toBeUndefined());
