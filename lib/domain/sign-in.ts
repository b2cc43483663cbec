// Signing in to the console: through which door, what may go wrong on the way (its words are texts), and how Entra's app
// roles become a role here.
import { z } from "zod";

import { type Role, ROLES } from "./role";

/** ENTRA: a work account proved who it is. PRACTICE: a persona was chosen. */
export const SESSION_SOURCES = ["ENTRA", "PRACTICE"] as const;
export type SessionSource = (typeof SESSION_SOURCES)[number];

/** On what a page asks by itself while nobody is at it: it does not count as a use of the session. */
export const UNATTENDED_HEADER = "x-unattended";

export const SIGN_IN_PROBLEMS = [
  /** The person stopped, or refused what was asked. */
  "CANCELED",
  /** An administrator has to consent to the app first. */
  "CONSENT",
  /** The account belongs to another organisation. */
  "TENANT",
  /** Known, and without a role. */
  "NO_ROLE",
  /** Begun in another browser, too long ago, or finished already. */
  "STALE",
  /** The one-time code of the first admin is wrong, used, expired, or there is an admin. */
  "CODE",
  /** Entra refuses Herald itself: a wrong secret, id or redirect address. */
  "SETUP",
  /** What came back does not prove anything. */
  "UNTRUSTED",
  /** Entra does not answer. */
  "UNAVAILABLE",
] as const;
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

/** How long somebody may take from our page to Entra and back. */
export const SIGN_IN_MINUTES = 10;

/** Of several app roles the one with the most to say counts. */
const MOST_FIRST: readonly Role[] = [...ROLES].reverse();

/** The role for the values of the token's `roles`, in any letter case; undefined when none is ours. */
export function roleOfAppRoles(values: readonly string[]): Role | undefined {
  const given = new Set(values.map((value) => value.toLowerCase()));
  return MOST_FIRST.find((role) => given.has(role));
}

/** What begins a sign-in with Entra. */
export const signInInputSchema = z.strictObject({
  /** A path of our own to go to afterwards; anything else leads to the start. */
  next: z.string().max(2000).optional(),
  /** Whether Entra should ask for the account even if it knows one, as after a wrong one. */
  chooseAccount: z.boolean().default(false),
  /** The one-time code that makes the first admin. */
  adminCode: z.string().trim().min(1).max(200, "At most 200 characters.").optional(),
});
