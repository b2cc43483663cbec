// A port for a server that begins to listen some seconds later, or once more. The system hands out ports from 32768 on to
// whatever connects or listens meanwhile; nobody gets one of these by chance.
import { createServer } from "node:net";

const FIRST = 20_000;
const COUNT = 10_000;

export async function findQuietPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
