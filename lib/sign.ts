// Signatures for values that leave the house and come back: card button data, cursors, links. One secret serves many
// purposes, so each signature names its purpose and is worthless for any other.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over the purpose and the parts, as 43 base64url characters. */
export function sign(purpose: string, parts: readonly string[], secret: string): string {
  return digest(purpose, parts, secret).toString("base64url");
}

/** True when `signature` was made by `sign` with the same purpose, parts and secret; takes the same time either way. */
export function verifySignature(
  signature: string,
  purpose: string,
  parts: readonly string[],
  secret: string,
): boolean {
  const given = Buffer.from(signature, "base64url");
  const expected = digest(purpose, parts, secret);
  // Buffer's decoder skips characters it does not know, so the text must also be exactly what `sign` would write.
  return given.length === expected.length
    && timingSafeEqual(given, expected)
    && given.toString("base64url") === signature;
}

// JSON keeps ["ab", "c"] and ["a", "bc"] apart, which joining with a separator would not for every text.
function digest(purpose: string, parts: readonly string[], secret: string): Buffer {
  return createHmac("sha256", keyOf(secret)).update(JSON.stringify([purpose, ...parts])).digest();
}

/** Every message is signed, all with one secret: preparing its key takes longer than signing. */
function keyOf(secret: string): KeyObject {
  if (prepared?.secret !== secret) prepared = { secret, key: createSecretKey(secret, "utf8") };
  return prepared.key;
}

let prepared: { secret: string; key: KeyObject } | undefined;
