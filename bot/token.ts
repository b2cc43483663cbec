// The bot's bearer token for Teams. One is kept until five minutes before it expires, and however many sends ask at once,
// one request is in flight.
import { askToken, FORM_HEADERS } from "@/lib/entra/ask-token";
import type { ClientApp } from "@/lib/entra/credential";

import type { Wire } from "./wire";

export type TokenOptions = {
  app: ClientApp;
  scope: string;
  wire: Wire;
  now?: () => number;
};

/** A token, or why there is none: then nothing can be sent for anybody. */
export type TokenAnswer = { token: string } | { reason: "TOKEN_REFUSED" | "TOKEN_UNAVAILABLE" };

export interface TokenSource {
  get(): Promise<TokenAnswer>;
  /** Forgets `refused`, a token that was answered 401. One that has been replaced since stays. */
  refresh(refused: string): void;
}

const EXPIRY_MARGIN_MS = 5 * 60_000;
/** After a failure, every send would ask again; the sign-in service is spared that. */
const FAILURE_PAUSE_MS = 1_000;

export function createTokenSource(options: TokenOptions): TokenSource {
  const now = options.now ?? (() => performance.now());
  let cached: { answer: TokenAnswer; until: number } | undefined;
  let inFlight: Promise<TokenAnswer> | undefined;

  const ask = async (): Promise<TokenAnswer> => {
    const { answer, validMs } = await requestToken(options);
    // A token that lives shorter than the margin is still used for half of its life.
    cached = { answer, until: now() + Math.max(validMs - EXPIRY_MARGIN_MS, validMs / 2) };
    return answer;
  };
  return {
    get: () => {
      if (cached && now() < cached.until) return Promise.resolve(cached.answer);
      inFlight ??= ask().finally(() => {
        inFlight = undefined;
      });
      return inFlight;
    },
    refresh: (refused) => {
      if (cached && "token" in cached.answer && cached.answer.token === refused) cached = undefined;
    },
  };
}

async function requestToken({ app, scope, wire }: TokenOptions): Promise<{ answer: TokenAnswer; validMs: number }> {
  const reply = await askToken(app, scope, async (address, body) => {
    const { origin, pathname } = new URL(address);
    const answer = await wire.request({ method: "POST", origin, path: pathname, headers: FORM_HEADERS, body });
    return answer.kind === "FAILED" ? { code: answer.code } : answer;
  });
  if (reply.kind === "TOKEN") return { answer: { token: reply.token }, validMs: reply.validMs };
  return failed(reply.kind === "REFUSED" ? "TOKEN_REFUSED" : "TOKEN_UNAVAILABLE");
}

function failed(reason: Extract<TokenAnswer, { reason: string }>["reason"]): { answer: TokenAnswer; validMs: number } {
  // Twice, because half of a short life is used.
  return { answer: { reason }, validMs: 2 * FAILURE_PAUSE_MS };
}
