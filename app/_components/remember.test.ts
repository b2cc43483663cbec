// A choice of this browser never goes over the wire in the clear where the console has https.
import { expect, test } from "vitest";

import { choiceCookie } from "./remember";

test("a choice is bound to https where the page came by it, and to our own pages' requests", () => {
  expect(choiceCookie("herald-theme", "a;b", true)).toBe("herald-theme=a%3Bb; path=/; max-age=31536000; samesite=lax; secure");
});

test("on plain http, where a browser would refuse a secure cookie, it is kept all the same", () => {
  expect(choiceCookie("herald-theme", "dark", false)).not.toContain("secure");
});
