// How Herald talks to the sign-in service, given to msal: one time limit for the whole exchange, a limit on what comes back,
// and no redirects, because the client secret would follow them.
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";

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
  const text = await readLimited(response);
  return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) as T };
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    // Leaving the loop early cancels the body.
    if (sizeBytes > MAX_BYTES) throw new Error("The sign-in service's answer is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
