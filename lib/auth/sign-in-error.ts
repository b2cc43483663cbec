// Why a sign-in did not come to an end, with its problem as people are told it, and what Entra's refusals mean.
// Source: Microsoft, "Microsoft Entra authentication and authorization error codes".
import type { SignInProblem } from "@/lib/domain/sign-in";

export class SignInError extends Error {
  readonly problem: SignInProblem;
  /** For the log: an OAuth error, an AADSTS number, or what was not as it must be. */
  readonly code: string;

  constructor(problem: SignInProblem, code: string, options: { cause?: unknown } = {}) {
    super(`${problem} (${code})`, options);
    this.name = "SignInError";
    this.problem = problem;
    this.code = code;
  }
}

const BY_NUMBER: Record<string, SignInProblem> = {
  // The person declined, or closed the consent.
  AADSTS65004: "CANCELED",
  // Nobody has consented, or only an administrator may.
  AADSTS65001: "CONSENT",
  AADSTS90008: "CONSENT",
  AADSTS90094: "CONSENT",
  AADSTS90095: "CONSENT",
  // An account of another tenant.
  AADSTS50020: "TENANT",
  AADSTS50034: "TENANT",
  AADSTS51004: "TENANT",
  AADSTS90072: "TENANT",
  AADSTS500208: "TENANT",
  // "Assignment required" is on, and the person is not assigned.
  AADSTS50105: "NO_ROLE",
  // The code was used, is too old, or belongs to another verifier.
  AADSTS54005: "STALE",
  AADSTS70000: "STALE",
  AADSTS70008: "STALE",
  AADSTS501481: "STALE",
  // The secret is wrong or has expired; the app, its tenant or the redirect address is unknown.
  AADSTS7000215: "SETUP",
  AADSTS7000222: "SETUP",
  AADSTS700016: "SETUP",
  AADSTS50011: "SETUP",
  AADSTS90002: "SETUP",
};

const BY_ERROR: Record<string, SignInProblem> = {
  access_denied: "CANCELED",
  consent_required: "CONSENT",
  interaction_required: "STALE",
  login_required: "STALE",
  invalid_grant: "STALE",
  temporarily_unavailable: "UNAVAILABLE",
  server_error: "UNAVAILABLE",
};

/** `error` and `description` as Entra sent them; the number in the description says more than the error. */
export function refusedByEntra(error: string, description: string, cause?: unknown): SignInError {
  const number = /\bAADSTS\d+\b/.exec(description)?.[0];
  const problem = (number === undefined ? undefined : BY_NUMBER[number]) ?? BY_ERROR[error] ?? "SETUP";
  // Whoever made the link wrote the error, so nothing but a plain word goes into the log.
  const word = /^[a-z_]{1,40}$/.test(error) ? error : "other";
  return new SignInError(problem, number ?? word, { cause });
}
