// Herald's public door as the doctor meets it: /api/health, and the bot's real endpoint with its check of tokens, behind
// http or https on loopback. What answers can be replaced, as when a proxy points elsewhere.
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";

import type { Bot } from "@/bot/bot";
import { createRequestHandler } from "@/bot/handle-request";

import type { TestCertificate } from "./make-certificate";

export type Page = { status: number; body?: string; headers?: Record<string, string> };
export type Door = {
  url: string;
  /** By path; null gives back what Herald says. */
  pages: Record<string, Page | null>;
  close(): Promise<void>;
};

export async function startHeraldDoor(bot: Bot, appId: string, certificate?: TestCertificate): Promise<Door> {
  const pages: Door["pages"] = {};
  const issuer = "https://api.botframework.com";
  const rules = { botAuth: true, extraOrigins: [], allowedTenants: [appId], appId, issuer, cloud: "public" } as const;
  const handleMessages = createRequestHandler({ bot, rules, checkToken: async () => "REFUSED" });
  const listener: RequestListener = (incoming, outgoing) => {
    const page = pages[incoming.url ?? ""];
    if (page) outgoing.writeHead(page.status, page.headers).end(page.body);
    else if (incoming.url === "/api/health") outgoing.writeHead(200).end('{"status":"ok"}');
    else if (incoming.url === "/api/messages") void pass(incoming, outgoing, handleMessages);
    else outgoing.writeHead(404).end();
  };
  const server = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? "https" : "http"}://localhost:${port}`,
    pages,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function pass(
  incoming: IncomingMessage, outgoing: ServerResponse, handler: (request: Request) => Promise<Response>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  const headers = Object.entries(incoming.headers).filter((header): header is [string, string] => typeof header[1] === "string");
  const request = new Request("http://localhost/api/messages", { method: "POST", headers, body: Buffer.concat(chunks) });
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
