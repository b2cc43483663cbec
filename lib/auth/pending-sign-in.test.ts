// What a browser keeps between the two halves of a sign-in lasts ten minutes and opens with our secret alone.
import { expect, test } from "vitest";

import { pendingCookie, pendingCookieName, readPending } from "./pending-sign-in";

const SECRET = "a-secret-key-for-tests-and-nothing-else";
const pending = { state: "s", nonce: "n", verifier: "v", next: "/topics", adminCodeHash: "h" };
const MINUTE_MS = 60_000;

function valueOf(cookie: string): string {
  return /=([^;]*)/.exec(cookie)?.[1] ?? "";
}

test("it comes back as it was for ten minutes, and no longer", () => {
  const sealed = valueOf(pendingCookie("https://herald.example", pending, SECRET, 1_000));
  expect(readPending(sealed, SECRET, 1_000 + 9 * MINUTE_MS)).toEqual(pending);
  expect(readPending(sealed, SECRET, 1_000 + 10 * MINUTE_MS)).toBeUndefined();
  expect(readPending(sealed, SECRET, 0)).toBeUndefined();
});

test("it is nothing with another secret, or when there is none", () => {
  const sealed = valueOf(pendingCookie("https://herald.example", pending, SECRET));
  expect(readPending(sealed, `${SECRET}x`)).toBeUndefined();
  expect(readPending(undefined, SECRET)).toBeUndefined();
  expect(readPending("", SECRET)).toBeUndefined();
});

test("it is bound to the host over https, and to plain http only on loopback", () => {
  expect(pendingCookie("https://herald.example", pending, SECRET)).toMatch(/^__Host-.*Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/);
  expect(pendingCookieName("http://localhost:3000")).toBe("herald-sign-in");
});

test("it opens with a former secret as long as that is named", () => {
  const sealed = valueOf(pendingCookie("https://herald.example", pending, SECRET));
  expect(readPending(sealed, `${SECRET}x`, Date.now(), [`${SECRET}y`])).toBeUndefined();
  expect(readPending(sealed, `${SECRET}x`, Date.now(), [`${SECRET}y`, SECRET])).toEqual(pending);
});
