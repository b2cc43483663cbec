// Where Microsoft Graph and its tokens are in each of Microsoft's clouds.
// Source: Microsoft, "Microsoft Graph national cloud deployments".
import type { Env } from "@/lib/env";

type GraphCloud = { loginUrl: string; graphUrl: string };

const PUBLIC: GraphCloud = { loginUrl: "https://login.microsoftonline.com", graphUrl: "https://graph.microsoft.com" };
const US_LOGIN = "https://login.microsoftonline.us";

export const GRAPH_CLOUDS: Record<Env["TEAMS_CLOUD"], GraphCloud> = {
  public: PUBLIC,
  gcc: PUBLIC,
  gcch: { loginUrl: US_LOGIN, graphUrl: "https://graph.microsoft.us" },
  dod: { loginUrl: US_LOGIN, graphUrl: "https://dod-graph.microsoft.us" },
};
