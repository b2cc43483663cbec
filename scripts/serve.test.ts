import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";

import { startChild } from "./children";
import { checkPortIsFree, waitUntilReady } from "./serve";

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
