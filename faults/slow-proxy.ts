// Stands between the workers and the simulated Teams and passes answers on byte by byte: some slowly, some so slowly that
// no sender waits for the end. Requests pass at once.
import { connect, createServer, type Server, type Socket } from "node:net";

export type SlowProxy = {
  origin: string;
  /** How many answers the sender gave up on before their head was complete. */
  countGivenUp(): number;
  close(): Promise<void>;
};

/** An answer is some 300 bytes: 1.2 s, within the sender's patience; or 18 s, far beyond it. */
const SLOW_BYTE_MS = 4;
const TOO_SLOW_BYTE_MS = 60;
const SLOW_SHARE = 0.3;
const TOO_SLOW_SHARE = 0.02;

const HEAD_END = Buffer.from("\r\n\r\n");

export async function startSlowProxy(target: string): Promise<SlowProxy> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let givenUp = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    let byteMs = 0;
    let isHeadDue = false;
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
    client.on("close", () => {
      if (isHeadDue) givenUp += 1;
    });
    client.on("data", (chunk: Buffer) => {
      if (chunk.subarray(0, 5).toString("latin1") === "POST ") {
        byteMs = chooseByteMs();
        isHeadDue = true;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      const headBytes = isHeadDue ? chunk.indexOf(HEAD_END) + HEAD_END.length : 0;
      dribble(client, chunk, byteMs, (sent) => {
        if (sent >= headBytes) isHeadDue = false;
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    countGivenUp: () => givenUp,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chooseByteMs(): number {
  const dice = Math.random();
  if (dice < TOO_SLOW_SHARE) return TOO_SLOW_BYTE_MS;
  return dice < TOO_SLOW_SHARE + SLOW_SHARE ? SLOW_BYTE_MS : 0;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy listens on no port.");
  return address.port;
}

/** Each byte a write of its own, on an absolute schedule, so that a busy machine does not make it slower still. */
function dribble(client: Socket, chunk: Buffer, byteMs: number, onSent: (sentBytes: number) => void): void {
  if (byteMs === 0) {
    client.write(chunk);
    onSent(chunk.length);
    return;
  }
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(chunk.length, Math.ceil((performance.now() - started) / byteMs));
    while (sent < due && !client.destroyed) client.write(chunk.subarray(sent, (sent += 1)));
    onSent(sent);
    if (client.destroyed || sent >= chunk.length) clearInterval(timer);
  }, byteMs);
}
