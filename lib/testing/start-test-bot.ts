// The bot as tests meet it: the real SDK and request handler behind HTTP on loopback, a real database of its own, and the
// simulated Teams on the other side. No engine: what the bot queues stays queued.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

import type { Bot } from "@/bot/bot";
import { createConnector } from "@/bot/connector";
import { createRequestHandler } from "@/bot/handle-request";
import { createWire } from "@/bot/wire";
import { openDb } from "@/lib/store/db";
import { type Simulator, type SimulatorOptions, startSimulator } from "@/simulator/simulator";

import { createTestDatabase } from "./database";

export const TEST_SECRET_KEY = "a key for tests alone, 32 characters";

export type TestBot = {
  bot: Bot;
  simulator: Simulator;
  /** Posts a body to the bot's endpoint as it is. */
  post(body: string, headers?: Record<string, string>): Promise<{ status: number; body: string }>;
};

/** Call at the top of a test file; everything is stopped when its tests are done. */
export async function startTestBot(options: SimulatorOptions = {}): Promise<TestBot> {
  const database = await createTestDatabase();
  const db = openDb(database.databaseUrl);
  const simulator = await startSimulator({ people: 12, ...options });
  const practice = { botAuth: false, extraOrigins: [simulator.url], cloud: "public" } as const;
  const rules = { ...practice, allowedTenants: [], appId: "", issuer: "" };
  const wire = createWire({ connections: 8, timeoutMs: 5_000 });
  const bot = {
    db,
    connector: createConnector({ wire, rules, tokens: undefined }),
    secretKey: TEST_SECRET_KEY,
    ratePerSecond: 1000,
    appUrl: "https://herald.example",
  };
  const server = await serve(createRequestHandler({ bot, rules, checkToken: undefined }));
  simulator.changeSettings({ bot: server.url, limits: false });
  afterAll(async () => {
    await simulator.close();
    await server.close();
    await bot.connector.close();
    await db.$disconnect();
  });
  return { bot, simulator, post: (body, headers) => post(server.url, body, headers) };
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  return { status: response.status, body: await response.text() };
}

/** A web handler behind node's server, as Next does it. */
async function serve(handler: (request: Request) => Promise<Response>) {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const response = await handler(await requestOf(incoming));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url, close };
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  const headers = Object.entries(incoming.headers).filter((header): header is [string, string] => typeof header[1] === "string");
  return new Request("http://127.0.0.1/api/messages", { method: "POST", headers, body: Buffer.concat(chunks) });
}
