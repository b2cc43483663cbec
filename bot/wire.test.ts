// The wire knows whether a failed request was written or not: the difference between a retry and a duplicate.
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

import { createWire } from "./wire";

const servers: Server[] = [];

/** A server that answers every request with the same bytes, or does as told. */
async function listen(answer: string | ((socket: Socket) => void)): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", () => (typeof answer === "string" ? socket.end(answer) : answer(socket)));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const TIMEOUT_MS = 300;
const wire = createWire({ connections: 1, timeoutMs: TIMEOUT_MS });

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const post = (origin: string) => wire.request({ method: "POST", origin, path: "/", body: "{}" });

describe("a request", () => {
  it("brings back status, headers and body", async () => {
    const origin = await listen("HTTP/1.1 201 Created\r\nMS-CV: abc\r\nContent-Length: 2\r\n\r\n{}");
    expect(await post(origin)).toMatchObject({ kind: "ANSWERED", status: 201, body: "{}", headers: { "ms-cv": "abc" } });
  });

  it("does not follow a redirect", async () => {
    const origin = await listen("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    expect(await post(origin)).toMatchObject({ kind: "ANSWERED", status: 302 });
  });

  it("was not written when nobody listens", async () => {
    const origin = await listen("");
    servers.splice(0).forEach((server) => server.close());
    expect(await post(origin)).toMatchObject({ kind: "FAILED", code: "ECONNREFUSED", written: false });
  });

  it("was not written when the name does not exist", async () => {
    expect(await post("http://nobody.invalid")).toMatchObject({ kind: "FAILED", written: false });
  });

  it("was written when the connection is cut after the body", async () => {
    const origin = await listen((socket) => socket.destroy());
    expect(await post(origin)).toMatchObject({ kind: "FAILED", written: true });
  });

  // A worker that stood still for longer than the timeout (a frozen machine, a long pause) found its timer due before the
  // answer that had been waiting in the socket all the time, and called an accepted message unconfirmed.
  it("is answered when the answer was there before this process found the time to look", async () => {
    const silent = await listen((socket) => {
      socket.write("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}");
      standStill(2 * TIMEOUT_MS);
    });
    expect(await post(silent)).toMatchObject({ kind: "ANSWERED", status: 201 });
  });

  // The same worker then wrote requests that had been waiting for a connection since before it stood still.
  it("does not leave any more when its time was over before there was a connection", async () => {
    let received = 0;
    const origin = await listen(() => (received += 1));
    const answer = post(origin);
    standStill(2 * TIMEOUT_MS);
    expect(await answer).toMatchObject({ kind: "FAILED", code: "TIMEOUT", written: false });
    expect(received).toBe(0);
  });

  it("gives up on silence, and on a body that never ends, after the whole time", async () => {
    const silent = await listen(() => undefined);
    expect(await post(silent)).toMatchObject({ kind: "FAILED", code: "TIMEOUT", written: true });
    const slow = await listen((socket) => socket.write("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{"));
    expect(await post(slow)).toMatchObject({ kind: "FAILED", code: "TIMEOUT", head: { status: 201 } });
  });

  // The one socket is connected before, and both times are over at once: neither a slow connect nor the order of two timers
  // can let the second one out.
  it("was not written when it only waited for a socket", async () => {
    let received = 0;
    const silent = await listen((socket) => {
      received += 1;
      if (received === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
      else standStill(2 * TIMEOUT_MS);
    });
    expect(await post(silent)).toMatchObject({ kind: "ANSWERED" });
    const [first, second] = await Promise.all([post(silent), post(silent)]);
    expect(first).toMatchObject({ code: "TIMEOUT", written: true });
    expect(second).toMatchObject({ code: "TIMEOUT", written: false });
  });

  it("does not keep a body of any size", async () => {
    const origin = await listen(`HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`);
    expect(await post(origin)).toMatchObject({ kind: "FAILED", code: "BODY_TOO_LARGE", head: { status: 200 } });
  });
});
