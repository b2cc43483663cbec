// A refusal to a person or a caller. Each code is one HTTP status; the mapping to problem details is done in one
// place at the edge. What Teams answers is an Outcome, and a bug is an assert: neither is an AppError.

/** The HTTP status of each code. */
export const HTTP_STATUS = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  INCOMPLETE: 422,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;

/** One thing wrong with what was sent: `path` is dotted ("message.buttons.0.url"), `message` a sentence for people. */
export interface Issue {
  path: string;
  message: string;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, message: string, options: { issues?: readonly Issue[]; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues ?? [];
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
