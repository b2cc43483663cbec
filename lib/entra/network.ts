// How Herald talks to the sign-in service, given to msal: one time limit for the whole exchange, a limit on what comes back,
// and no redirects, because the client secret would follow them.
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";

import { readLimited } from "@/lib/read-limited";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

export const network: INetworkModule = {
  sendGetRequestAsync: (url, options) => send(url, "GET", options),
  sendPostRequestAsync: (url, options) => send(url, "POST", options),
};

/** Throws for whatever is no JSON answer. */
async function send<T>(
  url: string, method: "GET" | "POST", { headers = {}, body }: NetworkRequestOptions = {},
): Promise<NetworkResponse<T>> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body }),
  });
  const bytes = await readLimited(response, MAX_BYTES);
  if (!bytes) throw new Error("The sign-in service's answer is too large.");
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) as T };
}
