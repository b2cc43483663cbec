// The HTTP server: reads a request whole, hands it to the Connector, the token endpoint, the control interface or the
// page, and writes the answer, accidents included. The Connector's path is synchronous from body to answer, which is
// what lets it answer more than 20 000 requests a second.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { type Answer, json, refuse } from "./answers";
import { answerConnector } from "./connector";
import { answerControl } from "./control";
import { answerGraph } from "./graph";
import { streamChanges } from "./live";
import { answerPage } from "./page";
import { streamPeopleCsv } from "./people-csv";
import type { Simulator } from "./simulator";
import type { Reply } from "./strike";
import { refuseToken } from "./tokens";

const CONNECTOR = "/teams/";
const GRAPH = "/graph/";
const TOKEN = /^\/([^/?]+)\/oauth2\/v2\.0\/token(\?|$)/;
/** Far beyond what Teams takes: enough to answer 413, not enough to fill the memory. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export function makeServer(simulator: Simulator): Server {
  const server = createServer((request, response) => {
    readBody(request, response, (body) => route(simulator, request, response, body));
  });
  // A sender's pool must not meet a connection that we close just as it writes: an accident nobody asked for.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.maxRequestsPerSocket = 0;
  server.on("connection", (socket) => socket.setNoDelay(true));
  return server;
}

function route(simulator: Simulator, request: IncomingMessage, response: ServerResponse, body: string): void {
  const url = request.url ?? "/";
  if (url.startsWith(CONNECTOR)) {
    routeConnector(simulator, request, response, url.slice(CONNECTOR.length), body);
    return;
  }
  if (url.startsWith(GRAPH)) {
    routeGraph(simulator, request, response, url.slice(GRAPH.length), body);
    return;
  }
  if (request.method === "POST" && TOKEN.test(url)) {
    write(response, answerToken(simulator, body, TOKEN.exec(url)?.[1] ?? ""));
    return;
  }
  if (!isFromHere(request)) {
    write(response, json(403, { error: "The simulator answers only to pages and programs of this machine." }));
    return;
  }
  const [path = "", query = ""] = url.split("?", 2);
  if (path === "/control/people.csv") {
    const streaming = streamPeopleCsv(simulator, new URLSearchParams(query), response);
    streaming.catch((error: unknown) => confess(response, error));
    return;
  }
  if (url === "/control/events") {
    streamChanges(simulator, response);
    return;
  }
  const answering = url.startsWith("/control/")
    ? answerControl(simulator, request.method ?? "GET", url, request.headers["content-type"], body)
    : answerPage(request.method ?? "GET", url);
  answering.then((answer) => writeAny(response, answer), (error: unknown) => confess(response, error));
}

function routeGraph(
  simulator: Simulator, request: IncomingMessage, response: ServerResponse, target: string, body: string,
): void {
  const { method = "GET", headers } = request;
  const told = {
    authorization: headers.authorization,
    consistencyLevel: textOf(headers.consistencylevel),
    prefer: textOf(headers.prefer),
  };
  const arrival = { method, target, headers: told, body, host: headers.host ?? "" };
  answerGraph(simulator, arrival, Date.now()).then(
    (reply) => writeReply(response, reply),
    (error: unknown) => confess(response, error),
  );
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

function confess(response: ServerResponse, error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  write(response, json(500, { error: "The simulator failed; its terminal says why." }));
}

function routeConnector(
  simulator: Simulator, request: IncomingMessage, response: ServerResponse, target: string, body: string,
): void {
  const { tenant } = simulator;
  const perform = (): void => {
    const { method = "GET", headers } = request;
    writeReply(response, answerConnector(tenant, method, target, headers.authorization, body, Date.now()));
  };
  const { latencyMs, latencyJitterMs } = tenant.settings;
  if (latencyMs === 0 && latencyJitterMs === 0) perform();
  // The request has been read: like Teams, the simulator goes through with it even if the sender has gone meanwhile.
  else setTimeout(perform, latencyMs + tenant.random() * latencyJitterMs);
}

function answerToken({ tenant }: Simulator, body: string, tenantId: string): Answer {
  const fault = tenant.faults.pick({ operation: "token", method: "POST" });
  if (fault) return refuseToken(fault);
  return tenant.tokens.answer(new URLSearchParams(body), tenant.settings, Date.now(), tenantId);
}

function writeReply(response: ServerResponse, { answer, accident, delayMs }: Reply): void {
  if (accident === "hang") return;
  if (accident === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (accident === "slowBody") {
    response.writeHead(answer.status, headersOf(answer));
    response.flushHeaders();
    setTimeout(() => response.end(answer.body), delayMs);
    return;
  }
  write(response, answer);
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer));
  response.end(answer.body);
}

function writeAny(response: ServerResponse, answer: Answer | { status: number; file: Buffer; headers: object }): void {
  if ("body" in answer) {
    write(response, answer);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers });
  response.end(answer.file);
}

function headersOf({ body, headers }: Answer): Record<string, string | number> {
  return { "Content-Type": "application/json; charset=utf-8", "Content-Length": Buffer.byteLength(body), ...headers };
}

function readBody(request: IncomingMessage, response: ServerResponse, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  request.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on("end", () => {
    if (sizeBytes > MAX_BODY_BYTES) write(response, refuse("MessageSizeTooBig"));
    else done(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString());
  });
  // A request that breaks off while it is being read was never received whole: nothing happens, as in Teams.
  request.on("error", () => response.destroy());
}

/** Web pages from elsewhere must not steer the tenant through a name that points at this machine. */
function isFromHere(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  return ["127.0.0.1", "localhost", "[::1]"].includes(host);
}
