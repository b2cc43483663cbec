// The HTTP server around Next, whose own one waits for the body of whatever is sent to a page before it looks at it, and keeps
// ten megabytes of each. Here a page takes no body, and what the API is sent has to come in time.
// `node scripts/next-server.mjs --port N [--hostname H]`
import { once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import next from "next";

import { EVERYWHERE, NO_PAGE } from "./headers.mjs";

/**
 * Longer than the two minutes for which Caddy keeps a connection that is idle, and longer than nginx and the load balancers of
 * the clouds: whoever closes first must be the one who asks, or a request that is just on its way ends as a 502.
 */
const KEEP_ALIVE_MS = 130_000;
/** For a body of a megabyte, the largest that a route takes. */
const BODY_MS = 30_000;
/** For a file with a million people, on a line of half a megabit a second. */
const UPLOAD_MS = 3_600_000;
const UPLOADS = "/api/lists";

const { values } = parseArgs({ options: { port: { type: "string" }, hostname: { type: "string" } } });
const port = Number(values.port);
const place = { port, ...(values.hostname !== undefined && { hostname: values.hostname }) };

const app = next({ dev: false, ...place });
const answer = app.getRequestHandler();
let isReady = false;
const options = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: UPLOAD_MS,
  // Nothing here is a WebSocket. Next listens for them, and neither answers nor closes what it does not know.
  shouldUpgradeCallback: () => false,
};
const server = createServer(options, (request, response) => {
  if (!isReady) return refuse(response, 503, { "retry-after": "1" });
  if (isForPage(request) && !["GET", "HEAD"].includes(request.method)) return refuse(response, 405, { allow: "GET, HEAD" });
  limitBody(request);
  answer(request, response).catch((error) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else refuse(response, 500, {});
  });
});
// Whoever has the port already is named before the engine starts.
server.listen(place);
await once(server, "listening");
await app.prepare();
isReady = true;

/** As it is spelled, and as Next understands it: `/api/../sign-in` is a page. */
function isForPage({ url }) {
  const understood = URL.parse(url, "http://localhost");
  return !url.startsWith("/api/") || understood === null || !understood.pathname.startsWith("/api/");
}

function refuse(response, status, headers) {
  response.writeHead(status, { ...EVERYWHERE, ...NO_PAGE, ...headers, "content-length": "0", "connection": "close" }).end();
}

function limitBody(request) {
  const { headers, method, url } = request;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) return;
  const isUpload = method === "POST" && url.split("?")[0] === UPLOADS;
  const limit = setTimeout(() => !request.complete && request.destroy(), isUpload ? UPLOAD_MS : BODY_MS);
  request.once("close", () => clearTimeout(limit));
}
