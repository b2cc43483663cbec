// What must be known when a browser comes back from Entra, kept in that very browser: a cookie for ten minutes, sealed, so
// that nobody reads or writes it and no other browser can finish the sign-in.
import { z } from "zod";

import { SIGN_IN_MINUTES } from "@/lib/domain/sign-in";
import { seal, unseal } from "@/lib/seal";

import { cookieHeader, cookieName } from "./session";

const PURPOSE = "sign-in";
const MINUTE_MS = 60_000;

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go afterwards. */
  next: z.string(),
  /** Of the one-time code that makes the first admin. */
  adminCodeHash: z.string().optional(),
  at: z.number(),
});
export type PendingSignIn = Omit<z.output<typeof pendingSchema>, "at">;

export function pendingCookieName(appUrl: string): string {
  return cookieName(appUrl, "herald-sign-in");
}

/** A Set-Cookie header. */
export function pendingCookie(appUrl: string, pending: PendingSignIn, secret: string, now = Date.now()): string {
  const sealed = seal(PURPOSE, JSON.stringify({ ...pending, at: now }), secret);
  return cookieHeader(appUrl, pendingCookieName(appUrl), sealed, SIGN_IN_MINUTES * 60);
}

/** A Set-Cookie header that takes it away. */
export function noPendingCookie(appUrl: string): string {
  return cookieHeader(appUrl, pendingCookieName(appUrl), "", 0);
}

/** Undefined when it is not one of ours, or too old. */
export function readPending(
  sealed: string | undefined, secret: string, now = Date.now(), previous: readonly string[] = [],
): PendingSignIn | undefined {
  const text = sealed === undefined ? undefined : unsealWithAny(sealed, [secret, ...previous]);
  if (text === undefined) return undefined;
  const parsed = pendingSchema.safeParse(JSON.parse(text));
  // Another version of Herald may have sealed it.
  if (!parsed.success) return undefined;
  const { at, ...pending } = parsed.data;
  const ageMs = now - at;
  return ageMs >= 0 && ageMs < SIGN_IN_MINUTES * MINUTE_MS ? pending : undefined;
}

function unsealWithAny(sealed: string, secrets: readonly string[]): string | undefined {
  for (const secret of secrets) {
    const text = unseal(PURPOSE, sealed, secret);
    if (text !== undefined) return text;
  }
  return undefined;
}
