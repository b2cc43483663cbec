// What an API key may do. Its role is the upper bound and its scopes narrow it; it may end on a day, and its secret may be
// replaced, the old one going on for a while so that nobody has to be there when it happens.
import { z } from "zod";

/** Each door of the API needs one of them (app/api/_door-scopes.ts). */
export const SCOPES = [
  "broadcasts:read", "broadcasts:write", "broadcasts:send",
  "audiences:read", "audiences:write",
  "templates:read", "templates:write",
  "topics:read", "topics:write",
  "events:read", "events:write",
  "recipients:read", "recipients:write",
  "directory:read", "directory:write",
  "reports:read", "metrics:read", "audit:read",
  "settings:read", "settings:write",
  "access:read", "access:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** Everything its role may do, what is built later too. */
export const EVERY_SCOPE = "*";
export type KeyScope = Scope | typeof EVERY_SCOPE;

export const scopesSchema = z
  .array(z.enum([EVERY_SCOPE, ...SCOPES], `Use "*", or some of ${SCOPES.join(", ")}.`))
  .min(1, "Name at least one scope.")
  .max(SCOPES.length + 1, "Name each scope once.");

export function allowsScope(scopes: readonly KeyScope[], needed: Scope): boolean {
  return scopes.includes(EVERY_SCOPE) || scopes.includes(needed);
}

/** Whether nothing of `inner` goes beyond `outer`. */
export function coversScopes(outer: readonly KeyScope[], inner: readonly KeyScope[]): boolean {
  return outer.includes(EVERY_SCOPE) || inner.every((scope) => outer.includes(scope));
}

/** What a key may do unless it was made with other limits. */
export const DEFAULT_KEY_LIMITS = { eventsPerMinute: 60, peoplePerEvent: 1_000 };
export const keyLimitSchemas = {
  eventsPerMinute: z.int("Enter a whole number.").min(1, "At least 1.").max(6_000, "At most 6000."),
  peoplePerEvent: z.int("Enter a whole number.").min(1, "At least 1.").max(1_000_000, "At most 1000000."),
};

/** The day a key ends is given as an instant. */
export const keyExpirySchema = z.iso.datetime({ offset: true, error: "Enter a time such as 2027-06-30T00:00:00Z." });

export const MAX_GRACE_DAYS = 7;
/** So long before its end a key is warned about. */
export const EXPIRY_WARNING_DAYS = 14;
export const KEY_STATES = ["ACTIVE", "EXPIRES_SOON", "EXPIRED"] as const;
export type KeyState = (typeof KEY_STATES)[number];

const DAY_MS = 86_400_000;

export function keyStateOf(expiresAt: Date | null, now: Date): KeyState {
  if (expiresAt === null) return "ACTIVE";
  const leftMs = expiresAt.getTime() - now.getTime();
  if (leftMs <= 0) return "EXPIRED";
  return leftMs <= EXPIRY_WARNING_DAYS * DAY_MS ? "EXPIRES_SOON" : "ACTIVE";
}
