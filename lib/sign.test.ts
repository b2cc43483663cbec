// A signature is good only for its own purpose, parts and secret, and in exactly one spelling.
import { describe, expect, it } from "vitest";

import { sign, verifySignature } from "./sign";

const SECRET = "a-secret-of-more-than-thirty-two-characters";

describe("sign", () => {
  it("verifies what it signed", () => {
    const signature = sign("opt-out", ["broadcast", "recipient"], SECRET);
    expect(signature).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(verifySignature(signature, "opt-out", ["broadcast", "recipient"], SECRET)).toBe(true);
  });

  it.each<[string, string, string[], string]>([
    ["another purpose", "cursor", ["ab", "c"], SECRET],
    ["parts that join to the same text", "opt-out", ["a", "bc"], SECRET],
    ["a part too many", "opt-out", ["ab", "c", ""], SECRET],
    ["parts in another order", "opt-out", ["c", "ab"], SECRET],
    ["another secret", "opt-out", ["ab", "c"], `${SECRET}!`],
  ])("refuses %s", (_name, purpose, parts, secret) => {
    const signature = sign("opt-out", ["ab", "c"], SECRET);
    expect(verifySignature(signature, purpose, parts, secret)).toBe(false);
  });

  it.each(["", "x", "=".repeat(43), "ü", "a".repeat(5000)])("refuses text that is no signature: %.10s", (text) => {
    expect(verifySignature(text, "opt-out", [], SECRET)).toBe(false);
  });

  it("refuses a signature with characters added that decoding would skip", () => {
    const signature = sign("opt-out", [], SECRET);
    expect(verifySignature(`${signature}\n`, "opt-out", [], SECRET)).toBe(false);
  });
});
