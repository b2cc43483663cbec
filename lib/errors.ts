// A refusal to a person or a caller. Each code is one HTTP status; the mapping to problem details is done in one
// place at the edge. What Teams answers is an Outcome, and a bug is an assert: neither is an AppError.
import type { RefusalReason } from "./refusal-log";

/** The HTTP status of each code. */
export const HTTP_STATUS = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  INCOMPLETE: 422,
  /** A number that has to be confirmed was not, or is another one now. */
  NOT_CONFIRMED: 422,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;

/** One thing wrong with what was sent: `path` is dotted ("message.buttons.0.url"), `message` a sentence for people. */
export interface Issue {
  path: string;
  message: string;
}

/**
 * What the log says of a refusal beyond its code (refusal-log.ts); `keyId` is the API key that was refused, if it is known, and
 * `code` what broke, where Herald is not able to.
 */
export type RefusalFacts = { reason: RefusalReason; keyId?: string | undefined; code?: string | undefined };

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  /** When it is worth asking again, where that is known. */
  readonly retryAfterSeconds: number | undefined;
  readonly refusal: RefusalFacts | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { issues?: readonly Issue[]; cause?: unknown; retryAfterSeconds?: number; refusal?: RefusalFacts } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.refusal = options.refusal;
  }

  get status(): number {
    return HTTP_STATUS[this.code];
  }
}

/** Why Herald cannot start, in words for the person at the terminal, who needs no stack trace. */
export class StartError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "StartError";
  }
}
