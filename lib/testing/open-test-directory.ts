// The directory of the simulated tenant through our own client, over HTTP, with a token of the simulated sign-in service.
import { afterAll } from "vitest";

import type { Directory } from "@/lib/domain/directory-port";
import { createGraph } from "@/lib/graph/client";
import { createDirectory } from "@/lib/graph/directory";
import { createHttp } from "@/lib/graph/http";
import { createGraphTokens } from "@/lib/graph/token";
import type { Simulator } from "@/simulator/simulator";

/** What the simulator's catalog knows the app by. */
export const TEST_MANIFEST_ID = "22222222-2222-4222-8222-222222222222";

/** Call at the top of a test file. Rests are short; a request may take a second. */
export function openTestDirectory(simulator: Simulator): Directory {
  simulator.changeSettings({ appExternalId: TEST_MANIFEST_ID });
  const http = createHttp({ timeoutMs: 1_000 });
  afterAll(() => http.close());
  const credential = { kind: "SECRET", secret: "secret" } as const;
  const app = { loginUrl: simulator.url, appId: "app", tenantId: simulator.tenant.id, credential };
  const tokens = createGraphTokens({ http, app, scope: "https://graph.microsoft.com/.default" });
  const graph = createGraph({ http, tokens, graphUrl: simulator.graphUrl, restMs: 5 });
  return createDirectory(graph, { id: TEST_MANIFEST_ID, consents: [] });
}
