// The bot's bearer token for Teams, by client credentials. One is kept until five minutes before it expires, and however
// many sends ask at once, one request is in flight. The secret stands in the body only, and is never logged.
import { parseObject } from "./error-envelope";
import type { Wire } from "./wire";

export type TokenOptions = {
  /** `https://login.microsoftonline.com`, or a stand-in for practice. */
  loginUrl: string;
  tenantId: string;
  appId: string;
  appPassword: string;
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

async function requestToken(options: TokenOptions): Promise<{ answer: TokenAnswer; validMs: number }> {
  const url = new URL(`${options.loginUrl}/${encodeURIComponent(options.tenantId)}/oauth2/v2.0/token`);
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: options.appId,
    client_secret: options.appPassword,
    scope: options.scope,
  });
  const answer = await options.wire.request({
    method: "POST",
    origin: url.origin,
    path: url.pathname,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: form.toString(),
  });
  if (answer.kind === "FAILED" || answer.status >= 500 || answer.status === 429) return failed("TOKEN_UNAVAILABLE");
  if (answer.status !== 200) return failed("TOKEN_REFUSED");
  const { access_token: token, expires_in: expiresIn } = parseObject(answer.body) ?? {};
  const seconds = Number(expiresIn);
  if (typeof token !== "string" || token === "" || !(seconds > 0)) return failed("TOKEN_UNAVAILABLE");
  return { answer: { token }, validMs: seconds * 1000 };
}

function failed(reason: Extract<TokenAnswer, { reason: string }>["reason"]): { answer: TokenAnswer; validMs: number } {
  // Twice, because half of a short life is used.
  return { answer: { reason }, validMs: 2 * FAILURE_PAUSE_MS };
}
