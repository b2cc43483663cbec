// One HTTP request to Microsoft, as a value: what was answered, or how it failed and whether anything had been written.
// That last fact decides between "safe to repeat" and "may have been delivered", so it is taken from undici itself: the
// handler's start is called on a connected socket, just before the first byte. Redirects are not followed, since the
// bearer token would follow them, and nothing is ever retried here.
import type { IncomingHttpHeaders } from "node:http";
import { Pool } from "undici";

export type WireMethod = "GET" | "POST" | "PUT" | "DELETE";
export type WireRequest = {
  method: WireMethod;
  origin: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Most answers are a few hundred bytes; a page of a roster is more. */
  maxBodyBytes?: number;
};

export type WireAnswer =
  | ({ kind: "ANSWERED"; body: string; durationMs: number } & WireHead)
  /** `written`: some of the request may have reached the other side. `head`: an answer began, and broke off. */
  | { kind: "FAILED"; code: string; written: boolean; head?: WireHead; durationMs: number };
export type WireHead = { status: number; headers: IncomingHttpHeaders };

export type WireOptions = {
  /** Sockets an origin. */
  connections: number;
  /** From asking to the last byte of the answer. */
  timeoutMs: number;
};

export interface Wire {
  /** Never rejects. */
  request(request: WireRequest): Promise<WireAnswer>;
  /** Cuts off what is on the wire; it fails, and says whether it had been written. */
  close(): Promise<void>;
}

/** Teams' answers are a few hundred bytes; a body beyond this is cut off and counts as unreadable. */
const MAX_BODY_BYTES = 64 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

export function createWire(options: WireOptions): Wire {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: options.connections,
      pipelining: 1,
      connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, options.timeoutMs) },
      // The timer below covers the whole request; undici's own would only cover parts of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    pools.set(origin, pool);
    return pool;
  };
  return {
    request: (request) => exchange(poolOf(request.origin), request, options.timeoutMs),
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

function exchange(pool: Pool, request: WireRequest, timeoutMs: number): Promise<WireAnswer> {
  const { method, path, headers, body, maxBodyBytes = MAX_BODY_BYTES } = request;
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let head: WireHead | undefined;
    let abort: ((reason: Error) => void) | undefined;
    let settled = false;

    const settle = (answer: WireAnswerFacts): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve({ ...answer, durationMs: performance.now() - startedAt });
    };
    const fail = (code: string): void => {
      settle({ kind: "FAILED", code, written: abort !== undefined, ...(head ? { head } : {}) });
    };
    const giveUp = (): void => {
      if (settled) return;
      fail("TIMEOUT");
      abort?.(new Error("The request took too long."));
    };
    // A process that stood still finds its timers due before it reads its sockets: an answer may be waiting there, and a
    // message that was accepted must not be called unconfirmed. Immediates come after the sockets have been read.
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMs);

    const handler = {
      onRequestStart(controller: { abort(reason: Error): void }) {
        // Given up while it waited for a socket, or about to be: stopped before the first byte.
        if (performance.now() - startedAt >= timeoutMs) fail("TIMEOUT");
        if (settled) controller.abort(new Error("The request waited too long."));
        else abort = (reason) => controller.abort(reason);
      },
      onResponseStart(_controller: unknown, status: number, responseHeaders: IncomingHttpHeaders) {
        head = { status, headers: responseHeaders };
      },
      onResponseData(_controller: unknown, chunk: Buffer) {
        sizeBytes += chunk.length;
        if (sizeBytes <= maxBodyBytes) chunks.push(chunk);
        else if (!settled) {
          fail("BODY_TOO_LARGE");
          abort?.(new Error("The answer is too large."));
        }
      },
      onResponseEnd() {
        const text = Buffer.concat(chunks).toString("utf8");
        if (head) settle({ kind: "ANSWERED", ...head, body: text });
        else fail("NO_HEAD");
      },
      onResponseError(_controller: unknown, error: Error) {
        fail(codeOf(error));
      },
    };
    pool.dispatch({ method, path, headers: headers ?? {}, body: body ?? null }, handler);
  });
}

type WithoutDuration<T> = T extends unknown ? Omit<T, "durationMs"> : never;
type WireAnswerFacts = WithoutDuration<WireAnswer>;

function codeOf(error: Error): string {
  // A host with several addresses fails with all their errors in one; the first is as good as any.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
