// Server-sent events for the page: which people and channels have changed. The page then asks for what it shows.
import type { ServerResponse } from "node:http";

import type { Simulator } from "./simulator";

const HEARTBEAT_MS = 20_000;
/** Beyond this the page reloads its list anyway, so the names of the changed are left out. */
const MAX_IDS = 200;

export function streamChanges(simulator: Simulator, response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write("retry: 1000\n\n");
  const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  const stopListening = simulator.tenant.changes.listen(({ ids }) => {
    const data = ids.length > MAX_IDS ? { many: true, ids: [] } : { many: false, ids };
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  });
  response.on("close", () => {
    clearInterval(heartbeat);
    stopListening();
  });
}
