// A Connector of a few lines that is not our simulator: it takes what a bot posts, and remembers it. What it knows of
// Teams is the three calls of Microsoft's Connector description that Herald makes to people.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Posted = { method: string; conversationId: string; activityId: string; activity: Activity };
export type Activity = { type?: string; summary?: string; attachments?: { contentType: string; content: unknown }[] };

export type LoopbackConnector = {
  origin: string;
  serviceUrl: string;
  /** Every activity that was accepted, in order. */
  posted: Posted[];
  /** Whom a conversation was created for, in order. */
  created: string[];
  close(): Promise<void>;
};

const TOKEN_PATH = /^\/[^/]+\/oauth2\/v2\.0\/token$/;
const TOKEN = "a token of the loopback connector";

/** With a `secret` it gives a token for that, and takes nothing without. */
export async function startLoopbackConnector({ secret }: { secret?: string } = {}): Promise<LoopbackConnector> {
  const posted: Posted[] = [];
  const created: string[] = [];
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });

  async function answer(request: IncomingMessage): Promise<[status: number, body: object]> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const text = Buffer.concat(chunks).toString("utf8");
    const { method = "", url = "", headers } = request;
    if (secret !== undefined && method === "POST" && TOKEN_PATH.test(url)) {
      if (new URLSearchParams(text).get("client_secret") !== secret) return [401, { error: "invalid_client" }];
      return [200, { token_type: "Bearer", expires_in: 3_600, access_token: TOKEN }];
    }
    if (secret !== undefined && headers.authorization !== `Bearer ${TOKEN}`) return [401, { error: { code: "Unauthorized" } }];
    // It knows no teams and no rosters.
    if (!url.startsWith("/emea/") || (method !== "POST" && method !== "PUT")) return [404, { error: { code: "NotFound" } }];
    const body = JSON.parse(text) as Activity & { members?: { id: string }[] };
    if (method === "POST" && url === "/emea/v3/conversations") {
      const memberId = body.members?.[0]?.id ?? "";
      created.push(memberId);
      return [201, { id: chatOf(memberId) }];
    }
    const [, chat, activityId = `1${String(posted.length).padStart(12, "0")}`] =
      /^\/emea\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(url) ?? [];
    if (chat === undefined) return [404, { error: { code: "NotFound" } }];
    posted.push({ method, conversationId: decodeURIComponent(chat), activityId, activity: body });
    return [method === "POST" ? 201 : 200, { id: activityId }];
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { origin, serviceUrl: `${origin}/emea/`, posted, created, close };
}

/** The personal chat of somebody with the bot. */
export function chatOf(memberId: string): string {
  return `a:1chat-${memberId.replace("29:", "")}`;
}
