// What a browser keeps for us comes back from whoever wants to try.
import { expect, test } from "vitest";

import { seal, unseal } from "./seal";

const SECRET = "a-secret-key-for-tests-and-nothing-else";
const text = JSON.stringify({ state: "s", word: "Grüße" });

test("what was sealed opens with its purpose and secret", () => {
  expect(unseal("sign-in", seal("sign-in", text, SECRET), SECRET)).toBe(text);
});

test("the same text never looks the same twice, and does not show", () => {
  const [one, two] = [seal("sign-in", text, SECRET), seal("sign-in", text, SECRET)];
  expect(one).not.toBe(two);
  expect(Buffer.from(one, "base64url").toString("latin1")).not.toContain("state");
});

test("it opens for no other purpose and with no other secret", () => {
  const sealed = seal("sign-in", text, SECRET);
  expect(unseal("something-else", sealed, SECRET)).toBeUndefined();
  expect(unseal("sign-in", sealed, `${SECRET}.`)).toBeUndefined();
});

test("one changed bit anywhere closes it for good", () => {
  const bytes = Buffer.from(seal("sign-in", text, SECRET), "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal("sign-in", changed.toString("base64url"), SECRET), `byte ${at}`).toBeUndefined();
  }
});

test.each(["", "x", "====", "a b", "A".repeat(40), `${seal("sign-in", text, SECRET)}=`, ` ${seal("sign-in", text, SECRET)}`])(
  "what was never sealed does not open: %j", (value) => {
    expect(unseal("sign-in", value, SECRET)).toBeUndefined();
  },
);
