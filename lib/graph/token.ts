// The bearer token for Graph, of the bot's registration: the same that the bot has, for another resource, and therefore
// another token. Kept until five minutes before it expires; one request at a time asks for it.
import { askToken, FORM_HEADERS } from "@/lib/entra/ask-token";
import type { ClientApp } from "@/lib/entra/credential";

import type { Http } from "./http";

export type GraphTokenOptions = {
  http: Http;
  app: ClientApp;
  scope: string;
};

/** REFUSED: the credentials are wrong. UNAVAILABLE: the sign-in service did not answer usefully. */
export type GraphToken = { token: string } | { reason: "REFUSED" | "UNAVAILABLE" };

export interface GraphTokens {
  get(): Promise<GraphToken>;
  /** Forgets a token that Graph answered with 401. */
  forget(refused: string): void;
}

const EXPIRY_MARGIN_MS = 5 * 60_000;

export function createGraphTokens(options: GraphTokenOptions): GraphTokens {
  let kept: { token: string; until: number } | undefined;
  let inFlight: Promise<GraphToken> | undefined;

  const ask = async (): Promise<GraphToken> => {
    const answer = await requestToken(options);
    if ("reason" in answer) return answer;
    // A token that lives shorter than the margin is still used for half of its life.
    kept = { token: answer.token, until: performance.now() + Math.max(answer.validMs - EXPIRY_MARGIN_MS, answer.validMs / 2) };
    return { token: answer.token };
  };
  return {
    get: () => {
      if (kept && performance.now() < kept.until) return Promise.resolve({ token: kept.token });
      inFlight ??= ask().finally(() => {
        inFlight = undefined;
      });
      return inFlight;
    },
    forget: (refused) => {
      if (kept?.token === refused) kept = undefined;
    },
  };
}

async function requestToken(
  { http, app, scope }: GraphTokenOptions,
): Promise<{ token: string; validMs: number } | { reason: "REFUSED" | "UNAVAILABLE" }> {
  const reply = await askToken(app, scope, async (url, body) => {
    // Shared by whoever waits for it, so nobody's stop may end it; it has the time limit of every request.
    const { signal } = new AbortController();
    const answer = await http.request({ method: "POST", url, headers: FORM_HEADERS, body, signal });
    return answer.kind === "ANSWERED" ? answer : { code: answer.kind };
  });
  return reply.kind === "TOKEN" ? reply : { reason: reply.kind };
}
