// One HTTP request to Graph or the sign-in service, as a value. Redirects are not followed, since the bearer token would
// follow them; nothing is retried here; the whole exchange has one time limit.
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request as undiciRequest } from "undici";

export type HttpRequest = {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
};

export type HttpAnswer =
  | { kind: "ANSWERED"; status: number; headers: IncomingHttpHeaders; body: string }
  | { kind: "FAILED"; code: string }
  /** The caller's signal was given. */
  | { kind: "STOPPED" };

export interface Http {
  /** Never rejects. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** A page of 999 people with their service plans is about 4 MB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const CONNECTIONS = 8;

export function createHttp({ timeoutMs }: { timeoutMs: number }): Http {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1, connect: { timeout: Math.min(5_000, timeoutMs) } });
  return {
    request: async ({ signal, url, ...request }) => {
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const options = { ...request, dispatcher: agent, signal: AbortSignal.any([signal, limit]) };
        const { statusCode, headers, body } = await undiciRequest(url, options);
        return { kind: "ANSWERED", status: statusCode, headers, body: await readAll(body) };
      } catch (error) {
        if (signal.aborted) return { kind: "STOPPED" };
        return { kind: "FAILED", code: limit.aborted ? "TIMEOUT" : codeOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

async function readAll(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    // Leaving the loop early destroys the body, and with it the socket.
    if (sizeBytes > MAX_BODY_BYTES) throw Object.assign(new Error("The answer is too large."), { code: "BODY_TOO_LARGE" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return "UNKNOWN";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
