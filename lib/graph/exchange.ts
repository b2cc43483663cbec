// One call to Graph with the bearer token, and once more with a fresh one when Graph no longer takes it.
import type { DirectoryAnswer, DirectoryFailure } from "@/lib/domain/directory-port";
import { parseRetryAfter } from "@/lib/domain/retry-after";
import { parseJson } from "@/lib/parse-json";

import { failureOf } from "./failures";
import type { Http, HttpAnswer } from "./http";
import { type Exchange, stopped } from "./patience";
import type { GraphTokens } from "./token";

export type GraphCall = { method?: "GET" | "POST"; headers?: Record<string, string>; body?: unknown; signal: AbortSignal };

export async function exchangeOnce(http: Http, tokens: GraphTokens | undefined, url: string, call: GraphCall): Promise<Exchange> {
  const first = await exchangeWith(http, tokens, url, call);
  if ("exchange" in first) return first.exchange;
  const isRefused = first.answer.kind === "ANSWERED" && first.answer.status === 401;
  if (!isRefused || first.token === undefined) return readAnswer(first.answer);
  // Revoked or expired early: a fresh one settles whether the credentials still hold.
  tokens?.forget(first.token);
  const second = await exchangeWith(http, tokens, url, call);
  return "exchange" in second ? second.exchange : readAnswer(second.answer);
}

async function exchangeWith(
  http: Http,
  tokens: GraphTokens | undefined,
  url: string,
  { method = "GET", headers, body, signal }: GraphCall,
): Promise<{ answer: HttpAnswer; token?: string } | { exchange: Exchange }> {
  const token = await tokens?.get();
  if (token && "reason" in token) {
    const code = token.reason === "REFUSED" ? "SIGN_IN" : "UNREACHABLE";
    return { exchange: { answer: failed({ code }) } };
  }
  const answer = await http.request({
    method,
    url,
    headers: {
      accept: "application/json",
      ...(token ? { authorization: `Bearer ${token.token}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
  return token ? { answer, token: token.token } : { answer };
}

function readAnswer(answer: HttpAnswer): Exchange {
  if (answer.kind === "STOPPED") return { answer: stopped() };
  if (answer.kind === "FAILED") return { answer: failed({ code: "UNREACHABLE", graphCode: answer.code }) };
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return { answer: { ok: true, value: parseJson(body) } };
  const restMs = parseRetryAfter(single(headers["retry-after"]), Date.now(), single(headers.date));
  return { answer: failed(failureOf(status, parseJson(body), restMs)), restMs };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function failed(failure: DirectoryFailure): DirectoryAnswer<never> {
  return { ok: false, failure };
}
