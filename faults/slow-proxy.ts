// Stands between the workers and the simulated Teams and passes answers on byte by byte: some slowly, some so slowly that
// no sender waits for the end. Requests pass at once.
import { connect, createServer, type Server, type Socket } from "node:net";

export type SlowProxy = {
  origin: string;
  /** How many answers to a post were slower than the sender's patience. */
  countTooSlow(): number;
  close(): Promise<void>;
};

/** An answer is some 300 bytes: 1.2 s, within the sender's patience; or 18 s, far beyond it. */
const SLOW_BYTE_MS = 4;
const TOO_SLOW_BYTE_MS = 60;
const SLOW_SHARE = 0.3;
const TOO_SLOW_SHARE = 0.02;

export async function startSlowProxy(target: string): Promise<SlowProxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let tooSlow = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    let byteMs = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      // Who gives up resets the connection: the other half ends with it.
      socket.on("error", () => client.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.end();
      });
    }
    client.on("data", (chunk: Buffer) => {
      if (chunk.subarray(0, 5).toString("latin1") === "POST ") {
        const dice = Math.random();
        byteMs = dice < TOO_SLOW_SHARE ? TOO_SLOW_BYTE_MS : dice < TOO_SLOW_SHARE + SLOW_SHARE ? SLOW_BYTE_MS : 0;
        if (byteMs === TOO_SLOW_BYTE_MS) tooSlow += 1;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => dribble(client, chunk, byteMs));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    countTooSlow: () => tooSlow,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy listens on no port.");
  return address.port;
}

function dribble(client: Socket, chunk: Buffer, byteMs: number): void {
  if (byteMs === 0) {
    client.write(chunk);
    return;
  }
  let sent = 0;
  const timer = setInterval(() => {
    if (client.destroyed || sent >= chunk.length) clearInterval(timer);
    else client.write(chunk.subarray(sent, (sent += 1)));
  }, byteMs);
}
