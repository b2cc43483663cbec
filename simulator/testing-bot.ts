// A bot endpoint for the simulator's own tests: it records what it is told and answers as the test decides.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Activity } from "./activities";
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator";

export type TestingBot = { url: string; heard: Activity[]; close(): Promise<void> };
/** Undefined never answers. */
export type Respond = (activity: Activity, position: number) => { status: number; body?: unknown } | undefined;

export async function startTestingBot(respond: Respond = () => ({ status: 200 })): Promise<TestingBot> {
  const heard: Activity[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const activity = JSON.parse(Buffer.concat(chunks).toString()) as Activity;
      heard.push(activity);
      const answer = respond(activity, heard.length - 1);
      if (!answer) return;
      response.writeHead(answer.status, { "Content-Type": "application/json" });
      response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  return { url, heard, close: () => closeServer(server) };
}

/** A simulator of eight people that is closed with the test. */
export async function withSimulator(
  options: SimulatorOptions, test: (simulator: Simulator, call: ConnectorCaller) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ people: 8, ...options });
  try {
    await test(simulator, (method, path, body, headers) => callConnector(simulator, method, path, body, headers));
  } finally {
    await simulator.close();
  }
}

export type ConnectorCaller = (
  method: string, path: string, body?: unknown, headers?: Record<string, string>,
) => Promise<{ status: number; headers: Headers; text: string; body: unknown }>;

export function cardActivity(title: string, actions: readonly unknown[] = []): Record<string, unknown> {
  const content = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: title }], actions };
  const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content }];
  return { type: "message", summary: title, attachments };
}

const callConnector = async (
  simulator: Simulator, method: string, path: string, body?: unknown, headers: Record<string, string> = {},
): ReturnType<ConnectorCaller> => {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  const init = body === undefined ? { method, headers } : { method, headers, body: payload };
  const response = await fetch(`${simulator.serviceUrl}${path}`, init);
  const text = await response.text();
  const isJson = text.startsWith("{") && text.endsWith("}");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
};

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
