// Graph as the simulator's own tests call it: with a token that is fetched once, and pages followed to their end.
import type { Simulator } from "./simulator";

export type GraphAnswer = { status: number; headers: Headers; body: Record<string, unknown> };
export type GraphCaller = (
  method: string, path: string, body?: unknown, headers?: Record<string, string>,
) => Promise<GraphAnswer>;

export async function graphToken(simulator: Simulator, scope = "https://graph.microsoft.com/.default"): Promise<string> {
  const form = { grant_type: "client_credentials", client_id: "app", client_secret: "secret", scope };
  const url = `${simulator.url}/tenant/oauth2/v2.0/token`;
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** `path` is below /v1.0, or a whole address such as a link to the next page. */
export async function openGraph(simulator: Simulator): Promise<GraphCaller> {
  const token = await graphToken(simulator);
  return async (method, path, body, headers = {}) => {
    const url = path.startsWith("http") ? path : `${simulator.graphUrl}/v1.0/${path}`;
    const all = { authorization: `Bearer ${token}`, ...headers };
    const response = await fetch(url, { method, headers: all, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    const parsed = text === "" ? {} : (JSON.parse(text) as GraphAnswer["body"]);
    return { status: response.status, headers: response.headers, body: parsed };
  };
}

export type Item = Record<string, unknown> & { id: string };

/** Every page of a list, and the link at the end of a delta round. */
export async function readAll(
  call: GraphCaller, path: string, headers?: Record<string, string>,
): Promise<{ items: Item[]; pages: number; deltaLink: string }> {
  const items: Item[] = [];
  let next: unknown = path;
  let pages = 0;
  for (;;) {
    const { status, body } = await call("GET", String(next), undefined, headers);
    if (status !== 200) throw new Error(`${String(next)} answered ${status}: ${JSON.stringify(body)}`);
    items.push(...(body.value as Item[]));
    pages += 1;
    next = body["@odata.nextLink"];
    if (next === undefined) return { items, pages, deltaLink: String(body["@odata.deltaLink"]) };
  }
}
