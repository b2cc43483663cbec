// One request of the doctor, with an answer that can be put into a sentence.
import type { Wire, WireMethod } from "@/bot/wire";
import { parseJsonObject } from "@/lib/parse-json";

export type Answer = {
  status: number;
  header(name: string): string | undefined;
  body: string;
  /** Undefined when the body is not a JSON object. */
  json: Record<string, unknown> | undefined;
};
/** `code` is the network's, such as ECONNREFUSED. */
export type Silence = { code: string };

type Ask = { method?: WireMethod; headers?: Record<string, string>; body?: string };

export async function ask(wire: Wire, address: string, { method = "GET", ...rest }: Ask = {}): Promise<Answer | Silence> {
  const url = new URL(address);
  const answer = await wire.request({ method, origin: url.origin, path: `${url.pathname}${url.search}`, ...rest });
  if (answer.kind === "FAILED") return { code: answer.code };
  return {
    status: answer.status,
    header: (name) => single(answer.headers[name]),
    body: answer.body,
    json: parseJsonObject(answer.body),
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}
