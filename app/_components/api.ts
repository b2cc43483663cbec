// The one way a component talks to the HTTP API. Answers come back typed, refusals as a ProblemError that carries the
// problem details, and a lost connection as a ProblemError too, so that a component has a single kind of failure.
import { UNATTENDED_HEADER } from "@/lib/domain/sign-in";
import type { Problem } from "@/lib/domain/views";

export type Issue = { path: string; message: string };

/** Codes the server sends, and `OFFLINE` when no answer arrived at all. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly Issue[];

  constructor(problem: { status: number; code: string; detail: string; issues?: readonly Issue[] | undefined }) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.issues = problem.issues ?? [];
  }
}

/** Sent to `window` when a request finds that nobody is signed in any more; the shell then offers to sign in again. */
export const SIGNED_OUT_EVENT = "herald-signed-out";

type Method = "POST" | "PUT" | "PATCH" | "DELETE";
type SendOptions = {
  body?: unknown;
  revision?: number | undefined;
  signal?: AbortSignal | undefined;
  /** The page asks by itself, and nobody is at it. */
  unattended?: boolean;
};

/** Throws ProblemError for every refusal, and lets an AbortError through. */
export function apiGet<T>(
  path: string, { signal, unattended = false }: Pick<SendOptions, "signal" | "unattended"> = {},
): Promise<T> {
  const headers: HeadersInit = unattended ? { [UNATTENDED_HEADER]: "1" } : {};
  return request<T>(path, { method: "GET", headers, ...(signal && { signal }) });
}

/** A write. `revision` becomes If-Match; an answer without a body comes back as undefined. Throws ProblemError. */
export function apiSend<T = void>(method: Method, path: string, options: SendOptions = {}): Promise<T> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (options.revision !== undefined) headers["if-match"] = `"${options.revision}"`;
  if (options.unattended === true) headers[UNATTENDED_HEADER] = "1";
  return request<T>(path, {
    method,
    headers,
    body: JSON.stringify(options.body ?? {}),
    ...(options.signal && { signal: options.signal }),
  });
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const { response, text } = await fetchText(path, { ...init, cache: "no-store", credentials: "same-origin" });
  return readAnswer<T>(response, text);
}

/** Throws ProblemError for a refusal. */
export function readAnswer<T>({ status, statusText }: Pick<Response, "status" | "statusText">, text: string): T {
  const value = parseJson(text);
  const ok = status >= 200 && status < 300;
  if (ok && (value !== undefined || text === "")) return value as T;
  if (status === 401) window.dispatchEvent(new Event(SIGNED_OUT_EVENT));
  if (isProblem(value)) throw new ProblemError(value);
  // A proxy in between may answer with a page of its own.
  throw new ProblemError({ status, code: "UNAVAILABLE", detail: statusText });
}

async function fetchText(path: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(path, init);
    return { response, text: await response.text() };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ProblemError({ status: 0, code: "OFFLINE", detail: "The server cannot be reached." });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value;
}
