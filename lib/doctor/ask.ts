// One request of the doctor, with an answer that can be put into a sentence.
import type { Wire, WireMethod } from "@/bot/wire";

export type Answer = {
  status: number;
  header(name: string): string | undefined;
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
    json: parseObject(answer.body),
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
