// A request that could be read as two: its length is told twice, or in a way that a proxy in front may read otherwise. Whoever is
// behind it would be answered what somebody else has asked. Each is refused, and what stands behind it is no request.
import { connect } from "node:net";

import { expect, test } from "./fixtures";

test.use({ people: 2 });

const BEHIND = "GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
const CHUNKED = "Transfer-Encoding: chunked";
const LENGTHS: [what: string, headers: string[], body: string][] = [
  ["a length and chunks", ["Content-Length: 4", CHUNKED], "0\r\n\r\n"],
  ["chunks and a length", [CHUNKED, "Content-Length: 4"], "0\r\n\r\n"],
  ["two lengths", ["Content-Length: 2", `Content-Length: ${2 + BEHIND.length}`], "{}"],
  ["two lengths in one", ["Content-Length: 2, 3"], "{}"],
  ["a length with a sign", ["Content-Length: +2"], "{}"],
  ["a length below nothing", ["Content-Length: -1"], "{}"],
  ["a length that is no number", ["Content-Length: 0x2"], "{}"],
  ["a length beyond all numbers", ["Content-Length: 99999999999999999999999"], "{}"],
  ["a space before the colon", ["Content-Length : 2"], "{}"],
  ["chunks that are not the last coding", ["Transfer-Encoding: chunked, identity"], "0\r\n\r\n"],
  ["a coding that nobody knows", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
  ["a coding behind a control sign", ["Transfer-Encoding: \u000bchunked"], "0\r\n\r\n"],
  ["a chunk whose length is none", [CHUNKED], "z\r\n\r\n0\r\n\r\n"],
  ["a header that is folded", ["X-More: a\r\n Content-Length: 2"], "{}"],
  ["a header without a name", [": 2", "Content-Length: 2"], "{}"],
];

/** All that comes back on one connection, until the server ends it. */
function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text, "latin1"));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("data", (bytes) => (answer += bytes.toString("latin1"))).on("close", () => resolve(answer)).on("error", reject);
  });
}

test("whatever has two lengths is refused, and nothing behind it is answered", async ({ herald }) => {
  // What is behind a request with one length is one of its own, and is seen here.
  const one = "POST /api/broadcasts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
  const both = await sendRaw(herald.url, one + BEHIND.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
  expect(both.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401", "HTTP/1.1 200"]);
  expect(both).toContain('"openapi"');
  for (const path of ["/api/messages", "/api/broadcasts", "/sign-in"]) {
    for (const [what, headers, body] of LENGTHS) {
      const head = [`POST ${path} HTTP/1.1`, "Host: localhost", "Content-Type: application/json", ...headers].join("\r\n");
      const answer = await sendRaw(herald.url, `${head}\r\n\r\n${body}${BEHIND}`);
      const [status, ...more] = answer.match(/HTTP\/1\.1 \d+/g) ?? [];
      // A page takes no body, whatever it is.
      expect.soft(path === "/sign-in" ? ["HTTP/1.1 400", "HTTP/1.1 405"] : ["HTTP/1.1 400"], `${path}: ${what}`).toContain(status);
      expect.soft(more, `${path}: ${what}`).toEqual([]);
      expect.soft(answer, `${path}: ${what}`).not.toContain('"openapi"');
    }
  }
});
