// Microsoft Graph, as little of it as Herald needs: calls with a bearer token, pages by link, batches, and patience. Every
// call here may be repeated (an installation that is there already answers 409), so whatever is unclear is asked again
// (patience.ts). Failures are values.
import { z } from "zod";

import type { DirectoryAnswer } from "@/lib/domain/directory-port";
import { parseRetryAfter } from "@/lib/domain/retry-after";

import { exchangeOnce, type GraphCall } from "./exchange";
import { failureOf } from "./failures";
import type { Http } from "./http";
import { callPatiently, type Exchange } from "./patience";
import type { GraphTokens } from "./token";

export type GraphOptions = {
  http: Http;
  /** Undefined where none is sought: a stand-in for practice. */
  tokens: GraphTokens | undefined;
  /** Without the version: `https://graph.microsoft.com`. */
  graphUrl: string;
  /** The first rest after a failure; for tests. */
  restMs?: number;
};

export type GraphPart = { id: string; method: "GET" | "POST"; path: string; body?: unknown };
/** Of one part of a batch: an answer, or why not. */
export type GraphPartAnswer = DirectoryAnswer<unknown>;

export interface Graph {
  /** Where the version begins, for links and for `…@odata.bind`. */
  readonly baseUrl: string;
  /** HTTP requests made so far, tokens apart. */
  readonly requests: number;
  /** `path` is below the version, `users?$top=1`; or a whole link that Graph gave, which must lead back to Graph. */
  call(path: string, call: GraphCall): Promise<DirectoryAnswer<unknown>>;
  /** At most 20 parts. The parts are not repeated here; the batch as a whole is. */
  batch(parts: readonly GraphPart[], signal: AbortSignal): Promise<DirectoryAnswer<Map<string, GraphPartAnswer>>>;
}

const VERSION = "v1.0";
const REST_MS = 500;

export function createGraph(options: GraphOptions): Graph {
  const baseUrl = `${options.graphUrl}/${VERSION}`;
  let requests = 0;
  const graph: Graph = {
    baseUrl,
    get requests() {
      return requests;
    },
    call: async (path, call) => {
      const url = addressOf(path, baseUrl);
      if (url === undefined) return refused("The link leads away from Graph.");
      const exchange = (): Promise<Exchange> => {
        requests += 1;
        return exchangeOnce(options.http, options.tokens, url, call);
      };
      return callPatiently(exchange, call.signal, options.restMs ?? REST_MS);
    },
    batch: async (parts, signal) => {
      const body = { requests: parts.map(({ path, body: partBody, ...part }) => ({
        ...part,
        url: `/${path}`,
        ...(partBody === undefined ? {} : { body: partBody, headers: { "Content-Type": "application/json" } }),
      })) };
      const answer = await graph.call("$batch", { method: "POST", body, signal });
      return answer.ok ? readParts(answer.value) : answer;
    },
  };
  return graph;
}

/** The address of a path, or of a link that stays with Graph; undefined for any other: it would get the token. */
function addressOf(path: string, baseUrl: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(path)) return `${baseUrl}/${path}`;
  if (!URL.canParse(path)) return undefined;
  const [link, base] = [new URL(path), new URL(`${baseUrl}/`)];
  if (link.username !== "" || link.password !== "") return undefined;
  return link.origin === base.origin && link.pathname.startsWith(base.pathname) ? link.href : undefined;
}

const partsSchema = z.object({
  responses: z.array(z.object({
    id: z.string(),
    status: z.number(),
    headers: z.record(z.string(), z.string()).nullish(),
    body: z.unknown().optional(),
  })),
});

function readParts(value: unknown): DirectoryAnswer<Map<string, GraphPartAnswer>> {
  const parsed = partsSchema.safeParse(value);
  if (!parsed.success) return refused("The answer to a batch cannot be read.");
  return { ok: true, value: new Map(parsed.data.responses.map((part) => [part.id, readPart(part)])) };
}

function readPart({ status, headers, body }: z.output<typeof partsSchema>["responses"][number]): GraphPartAnswer {
  if (status >= 200 && status < 300) return { ok: true, value: body };
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name.toLowerCase(), text]));
  const restMs = parseRetryAfter(lower["retry-after"], Date.now(), lower["date"]);
  return { ok: false, failure: failureOf(status, body, restMs) };
}

/** Of something that Graph should not have answered. */
export function refused(message: string): DirectoryAnswer<never> {
  return { ok: false, failure: { code: "REFUSED", message } };
}
