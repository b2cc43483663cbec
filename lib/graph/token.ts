// The bearer token for Graph, by client credentials of the bot's registration: the same that the bot has, for another
// resource, and therefore another token. Kept until five minutes before it expires; one request at a time asks for it.
import { z } from "zod";

import type { Http } from "./http";

export type GraphTokenOptions = {
  http: Http;
  loginUrl: string;
  tenantId: string;
  appId: string;
  appPassword: string;
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
const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

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
  { http, loginUrl, tenantId, appId, appPassword, scope }: GraphTokenOptions,
): Promise<{ token: string; validMs: number } | { reason: "REFUSED" | "UNAVAILABLE" }> {
  const form = { grant_type: "client_credentials", client_id: appId, client_secret: appPassword, scope };
  const answer = await http.request({
    method: "POST",
    url: `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams(form).toString(),
    // Shared by whoever waits for it, so nobody's stop may end it; it has the time limit of every request.
    signal: new AbortController().signal,
  });
  if (answer.kind !== "ANSWERED" || answer.status >= 500 || answer.status === 429) return { reason: "UNAVAILABLE" };
  if (answer.status !== 200) return { reason: "REFUSED" };
  const parsed = answerSchema.safeParse(readJson(answer.body));
  if (!parsed.success) return { reason: "UNAVAILABLE" };
  return { token: parsed.data.access_token, validMs: parsed.data.expires_in * 1000 };
}

/** Undefined when the text is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
