// A start that cannot succeed ends with one clear sentence, and a server is announced only once it is ready.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

import { eraseEmbeddedPostgres, startEmbeddedPostgres } from "@/lib/store/embedded-postgres";

import { startChild } from "./children";
import { checkPortIsFree, readPortFile, startEmbeddedDatabase, suggestPort, waitUntilReady } from "./serve";

async function listen(
  status: () => number,
  body: Record<string, unknown> = {},
): Promise<{ port: number; close: () => void }> {
  const server = createServer((_request, response) => response.writeHead(status()).end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

it("a port in use is refused in one sentence that names the setting", async () => {
  const { port, close } = await listen(() => 200);
  await expect(checkPortIsFree(port, "PORT")).rejects.toThrow(
    `Port ${port} is in use: stop the other program, or choose another port with PORT=${port + 1}.`,
  );
  close();
});

it("the port that is suggested exists and is open to everybody", () => {
  expect([80, 1023, 3000, 65_535].map(suggestPort)).toEqual([8080, 8080, 3001, 65_534]);
});

it("a damaged file remembers no port", async () => {
  await inFolder((folder) => {
    const file = join(folder, "port");
    expect(readPortFile(file)).toBeUndefined();
    for (const [text, port] of [["3979\n", 3979], ["", undefined], ["39 79", undefined], ["70000", undefined]] as const) {
      writeFileSync(file, text);
      expect(readPortFile(file)).toBe(port);
    }
  });
});

it("a database whose secret key is damaged is stopped again", async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, "secret-key"), "short");
    await expect(startEmbeddedDatabase(folder)).rejects.toThrow("too short for a secret key");
    expect((await startEmbeddedPostgres(folder)).started).toBe(true);
    await eraseEmbeddedPostgres(folder);
  });
});

it("a server is waited for until it says that it is ready", async () => {
  let asked = 0;
  const { port, close } = await listen(() => (++asked < 3 ? 503 : 200));
  const child = startChild("server", ["-e", "setInterval(() => undefined, 1000)"], { env: process.env });
  await waitUntilReady(child, port);
  expect(asked).toBe(3);
  await child.stop(1_000);
  close();
});

it("a server without an engine of its own is ready once its database is there", async () => {
  const { port, close } = await listen(() => 503, { database: "ok", engine: "none" });
  const child = startChild("server", ["-e", "setInterval(() => undefined, 1000)"], { env: process.env });
  await waitUntilReady(child, port, false);
  await child.stop(1_000);
  close();
});

it("a server that ends while it is starting is not waited for", async () => {
  const { port, close } = await listen(() => 503);
  const child = startChild("server", ["-e", "process.exit(3)"], { env: process.env });
  await expect(waitUntilReady(child, port)).rejects.toThrow("The server stopped while it was starting (exit code 3).");
  close();
});

it("a server is no longer waited for once everything is to stop, however it answers", async () => {
  const stopping = new AbortController();
  const { port, close } = await listen(() => {
    stopping.abort();
    return 200;
  });
  const child = startChild("server", ["-e", "setInterval(() => undefined, 1000)"], { env: process.env });
  await expect(waitUntilReady(child, port, true, stopping.signal)).rejects.toThrow("aborted");
  await child.stop(1_000);
  close();
});

async function inFolder(test: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "herald-serve-"));
  try {
    await test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
