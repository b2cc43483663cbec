// The control interface: a table of routes under /control/, each a few lines over what simulator.ts offers. Input is
// checked with zod; what cannot be understood is answered 400 with the reason, who cannot be found 404.
import { ZodError } from "zod";

import { type Answer, json } from "./answers";
import { conversationRoutes } from "./control-conversations";
import { directoryRoutes } from "./control-directory";
import { personRoutes } from "./control-people";
import { placeRoutes } from "./control-places";
import { type ControlRoutes, NotHere } from "./control-request";
import { teamRoutes } from "./control-teams";
import { tenantRoutes } from "./control-tenant";
import type { Simulator } from "./simulator";

/** Keys are `METHOD /path` with `:id` for the one part that varies. */
const ROUTES: ControlRoutes = {
  ...tenantRoutes, ...personRoutes, ...teamRoutes, ...conversationRoutes, ...placeRoutes, ...directoryRoutes,
};

export async function answerControl(
  simulator: Simulator, method: string, url: string, contentType: string | undefined, body: string,
): Promise<Answer> {
  const [path = "", query = ""] = url.split("?", 2);
  const found = findRoute(method, path.slice("/control".length));
  if (!found) return json(404, { error: `There is no ${method} ${path}; simulator/README.md lists what there is.` });
  // A foreign web page can send a form without asking, but not JSON: this is what keeps it out.
  if (method === "POST" && !contentType?.startsWith("application/json")) {
    return json(415, { error: "Content-Type must be application/json." });
  }
  try {
    const parsed: unknown = body === "" ? {} : JSON.parse(body);
    const request = { simulator, id: found.id, query: new URLSearchParams(query), body: parsed };
    return json(200, (await found.run(request)) ?? {});
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { error: "The body is not JSON." });
    if (error instanceof ZodError) return json(400, { error: "The input is not understood.", issues: error.issues });
    if (error instanceof RangeError) return json(400, { error: error.message });
    if (error instanceof NotHere) return json(404, { error: error.message });
    throw error;
  }
}

function findRoute(method: string, path: string): { id: string; run: ControlRoutes[string] } | undefined {
  const exact = ROUTES[`${method} ${path}`];
  if (exact) return { id: "", run: exact };
  const [, collection = "", id = "", ...rest] = path.split("/");
  const run = ROUTES[[`${method} /${collection}/:id`, ...rest].join("/")];
  return run && { id: decodeURIComponent(id), run };
}
