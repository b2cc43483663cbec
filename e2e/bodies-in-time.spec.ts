// What is sent to a page and stops half way: Next would wait for it, and keep what has come, before it looks at who asks.
import { readFileSync } from "node:fs";
import { connect } from "node:net";

import { expect, test } from "./fixtures";

test.use({ people: 2 });

const LENGTH = 9_900_000;
const SENT = Buffer.alloc(9_000_000, "x");
const CONNECTIONS = 15;
const SPELLINGS = ["/sign-in", "//api/health", "/api/../sign-in", "/api/%2e%2e/sign-in", "/api/x/..\\..\\sign-in"];
const ALLOWED_MIB = 60;

/** A body that never ends; all that comes back until the server closes, or nothing within ten seconds. */
function stall(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  let text = "";
  const socket = connect(Number(port), hostname, () => {
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: ${LENGTH}\r\n\r\n`);
    socket.write(SENT);
  });
  socket.setTimeout(10_000, () => socket.destroy());
  socket.on("data", (bytes) => (text += bytes.toString("latin1")));
  // The server closes while the rest is still on its way.
  socket.on("error", () => socket.destroy());
  return new Promise((resolve) => socket.on("close", () => resolve(text)));
}

/** All that comes back to a request that would rather speak something else, until the server closes. */
function upgrade(url: string, line: string, protocol: string): Promise<string> {
  const { hostname, port } = new URL(url);
  let text = "";
  const head = [`${line} HTTP/1.1`, `Host: localhost:${port}`, "Connection: Upgrade, close", `Upgrade: ${protocol}`, "", ""];
  const socket = connect(Number(port), hostname, () => socket.write(head.join("\r\n")));
  socket.setTimeout(10_000, () => socket.destroy());
  socket.on("data", (bytes) => (text += bytes.toString("latin1")));
  return new Promise((resolve, reject) => socket.on("close", () => resolve(text)).on("error", reject));
}

function heldMib(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

test("a page takes no body, and waits for none", async ({ herald, request }) => {
  await request.get("/sign-in");
  const before = heldMib(herald.pid());
  for (const path of ["/sign-in", "/broadcasts", "/no-such-page", "/_next/no-such-file"]) {
    const answer = await request.post(path, { data: "x", maxRedirects: 0 });
    expect.soft([answer.status(), answer.headers()["allow"]], path).toEqual([405, "GET, HEAD"]);
  }
  const stalled = SPELLINGS.flatMap((path) => Array.from({ length: CONNECTIONS }, () => stall(herald.url, path)));
  for (const answer of stalled) expect(await answer).toMatch(/^(HTTP\/1\.1 405 |$)/);
  expect((await request.get("/api/health")).status()).toBe(200);
  expect(heldMib(herald.pid()) - before).toBeLessThan(ALLOWED_MIB);
});

test("a request that asks for another protocol is answered in this one", async ({ herald }) => {
  const asked: [line: string, protocol: string, status: number][] = [
    ["GET /api/health", "h2c", 200],
    ["GET /api/none", "websocket", 404],
    ["GET /no-such", "websocket", 404],
    ["POST /no-such", "x", 405],
  ];
  for (const [line, protocol, status] of asked) {
    expect.soft(await upgrade(herald.url, line, protocol), line).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  }
});
