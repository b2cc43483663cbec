// One hostile request and its answer. Without `fetch`, which would tidy up paths and headers, and refuse a few.
import { type Agent, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Asked = {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** Written as it is. */
  body?: string | Buffer | AsyncIterable<Buffer>;
  /** A connection of its own by default. */
  agent?: Agent;
};
/** Status 0: the connection was closed without an answer. */
export type Answer = { status: number; text: string; headers: Record<string, string | string[] | undefined>; tookMs: number };

export function ask(url: string, { method = "GET", path, headers = {}, body, agent }: Asked): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, text: string, got: Answer["headers"] = {}): void =>
      resolve({ status, text, headers: got, tookMs: performance.now() - startedMs });
    const asked = request({ hostname, port, method, path, headers, agent: agent ?? false }, (response) => {
      let text = "";
      const finish = (): void => end(response.statusCode ?? 0, text, response.headers);
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", finish).on("error", finish);
    });
    asked.on("error", () => end(0, ""));
    if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) asked.end(body);
    // What breaks it is told by `error`.
    else pipeline(Readable.from(body), asked).catch(() => undefined);
  });
}

export const JSON_TYPE = { "content-type": "application/json" };
