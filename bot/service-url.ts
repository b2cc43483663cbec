// Which service URLs may be talked to. A stored service URL is sent the bot's token, so exactly Microsoft's hosts in the cloud of
// that token are allowed, and checked at ingest and again at every send. Never a pattern: anyone can register a name below
// trafficmanager.net.
import type { Env } from "@/lib/env";

/** GCC shares sign-in and tokens with the public cloud, and a tenant may move between the two. */
const COMMERCIAL = ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"];
const TEAMS_HOSTS: Record<Env["TEAMS_CLOUD"], readonly string[]> = {
  public: COMMERCIAL,
  gcc: COMMERCIAL,
  gcch: ["smba.infra.gov.teams.microsoft.us"],
  dod: ["smba.infra.dod.teams.microsoft.us"],
};

const MAX_LENGTH = 500;

export type ServiceUrlRules = {
  /** Off while practising: then Microsoft's hosts are refused, so that no practice activity can reach a real tenant. */
  botAuth: boolean;
  /** Further exact origins; the settings allow loopback ones only. */
  extraOrigins: readonly string[];
  cloud: Env["TEAMS_CLOUD"];
};

/** Where requests go: an origin, and a path that ends with a slash. Undefined when the service URL is not allowed. */
export type ServicePlace = { origin: string; path: string };

export function findServicePlace(serviceUrl: string, rules: ServiceUrlRules): ServicePlace | undefined {
  if (serviceUrl.length > MAX_LENGTH || !URL.canParse(serviceUrl)) return undefined;
  const url = new URL(serviceUrl);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return undefined;
  if (!rules.extraOrigins.includes(url.origin) && !(rules.botAuth && isTeams(url, rules.cloud))) return undefined;
  return { origin: url.origin, path: url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/` };
}

// The WHATWG parser drops a port that is the scheme's own, so an empty port is 443.
function isTeams(url: URL, cloud: Env["TEAMS_CLOUD"]): boolean {
  return url.protocol === "https:" && url.port === "" && TEAMS_HOSTS[cloud].includes(url.hostname);
}
