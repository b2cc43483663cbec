// Who was not let in, as lines of the log: who (an id, never a name), at which door, and why. What a stranger can cause can
// be caused a million times, so each reason has so many lines a minute, and what is beyond them is told as a number when the
// minute is over. Reasons are a list of ours, so that their counters cannot grow either.
import type { SignInProblem } from "./domain/sign-in";
import type { AppError, ErrorCode } from "./errors";
import { type Log,log } from "./log";

/** Why the API, the sign-in or the bot refused. The bot's own begin with BOT, a card's with CARD. */
export type RefusalReason =
  | "NO_SESSION" | "KEY_UNKNOWN" | "KEY_EXPIRED" | "KEY_REPLACED" | "CROSS_SITE" | "ROLE" | "SCOPE" | "RATE"
  /** A rule of the command that was asked for, or something that is not there or not theirs. */
  | "RULE" | "NOT_FOUND" | "LIMIT" | "TOO_LARGE"
  /** Nobody's fault who asked: what Herald needs does not answer. */
  | "UNAVAILABLE" | "BOT_UNCHECKED"
  | "BOT_HEADERS" | "BOT_TOO_LARGE" | "BOT_SLOW" | "BOT_BUSY"
  | "BOT_TOKEN" | "BOT_SIGNATURE" | "BOT_CHANNEL" | "BOT_TWO_TENANTS" | "BOT_TENANT" | "BOT_SERVICE_URL"
  | "CARD_FORGED" | "CARD_NOT_YOURS"
  | `SIGN_IN_${SignInProblem}`;

export type Refusal = {
  reason: RefusalReason;
  status: number;
  /** As it is declared, such as `GET /api/topics/{id}`: an address as it was asked may hold anything. */
  route: string;
  actorKind?: string | undefined;
  actorId?: string | undefined;
  tenantId?: string | undefined;
  code?: string | undefined;
  /** What an operator has to mend, rather than somebody who may not. */
  isOurs?: boolean;
  error?: unknown;
};

export const LINES_A_MINUTE = 20;
const MINUTE_MS = 60_000;

export type RefusalLog = {
  note(refusal: Refusal): void;
  /** How many there were since the process began, whether or not they have a line. */
  counts(): { reason: RefusalReason; count: number }[];
};

/** `to` is for tests, the log of the process otherwise. */
export function makeRefusalLog(to: Pick<Log, "warn" | "error"> = log): RefusalLog {
  const totals = new Map<RefusalReason, number>();
  const thisMinute = new Map<RefusalReason, number>();

  const endMinute = (reason: RefusalReason): void => {
    const count = (thisMinute.get(reason) ?? 0) - LINES_A_MINUTE;
    thisMinute.delete(reason);
    if (count > 0) to.warn("security.refused_more", { reason, count });
  };
  return {
    note: ({ isOurs = false, ...fields }) => {
      const { reason } = fields;
      totals.set(reason, (totals.get(reason) ?? 0) + 1);
      const nth = (thisMinute.get(reason) ?? 0) + 1;
      thisMinute.set(reason, nth);
      if (nth === 1) setTimeout(endMinute, MINUTE_MS, reason).unref();
      if (nth <= LINES_A_MINUTE) to[isOurs ? "error" : "warn"]("security.refused", fields);
    },
    counts: () => [...totals].map(([reason, count]) => ({ reason, count })),
  };
}

// Next may give routes instances of a module each; there is one count for all of them.
const here = globalThis as { heraldRefusals?: RefusalLog };

export function refusals(): RefusalLog {
  return (here.heraldRefusals ??= makeRefusalLog());
}

/** What a refusal without a reason of its own is counted as; other codes are mistakes of whoever may. */
const REFUSED: Partial<Record<ErrorCode, RefusalReason>> = {
  UNAUTHENTICATED: "NO_SESSION", FORBIDDEN: "RULE", NOT_FOUND: "NOT_FOUND", TOO_MANY: "LIMIT", TOO_LARGE: "TOO_LARGE",
  UNAVAILABLE: "UNAVAILABLE",
};

export type Asker = { kind: string; id: string };

/** Notes an AppError that says who may not, or that it cannot be done now; nothing for one that says what is wrong. */
export function noteRefused({ code, status, refusal, cause }: AppError, route: string, asker: Asker | undefined): void {
  const reason = refusal?.reason ?? REFUSED[code];
  if (reason === undefined) return;
  const key = refusal?.keyId === undefined ? undefined : { kind: "API_KEY", id: refusal.keyId };
  const who = asker ?? key;
  const why = code === "UNAVAILABLE" ? { isOurs: true, code: refusal?.code, error: cause } : {};
  refusals().note({ reason, status, route, actorKind: who?.kind, actorId: who?.id, ...why });
}
