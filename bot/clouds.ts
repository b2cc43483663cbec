// The Microsoft clouds: where the bot's token comes from and what it is for, who issues the tokens that Teams brings, and
// the service URL that stands for all of Teams.
// Sources: Microsoft, "Configure a bot for US Government clouds", "Authentication with the Bot Connector API" (metadata) and
// "Send proactive messages" (global service URLs).
import type { Env } from "@/lib/env";

type Cloud = { loginUrl: string; scope: string; serviceUrl: string; issuer: string; metadataUrl: string };

const PUBLIC: Cloud = {
  loginUrl: "https://login.microsoftonline.com",
  scope: "https://api.botframework.com/.default",
  serviceUrl: "https://smba.trafficmanager.net/teams/",
  issuer: "https://api.botframework.com",
  metadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
};
const US_GOVERNMENT: Cloud = {
  loginUrl: "https://login.microsoftonline.us",
  scope: "https://api.botframework.us/.default",
  serviceUrl: "https://smba.infra.gov.teams.microsoft.us/gcch/",
  issuer: "https://api.botframework.us",
  metadataUrl: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
};

export const CLOUDS: Record<Env["TEAMS_CLOUD"], Cloud> = {
  public: PUBLIC,
  gcc: { ...PUBLIC, serviceUrl: "https://smba.infra.gcc.teams.microsoft.com/gcc/" },
  gcch: US_GOVERNMENT,
  dod: { ...US_GOVERNMENT, serviceUrl: "https://smba.infra.dod.teams.microsoft.us/dod/" },
};

/**
 * Where people are met of whom Teams has told no service URL yet: Microsoft's global one, or its stand-in where one is
 * listed, which the settings allow on loopback only.
 */
export function usualServiceUrl({ EXTRA_SERVICE_URLS, TEAMS_CLOUD }: Pick<Env, "EXTRA_SERVICE_URLS" | "TEAMS_CLOUD">): string {
  const { serviceUrl } = CLOUDS[TEAMS_CLOUD];
  const [standIn] = EXTRA_SERVICE_URLS;
  return standIn === undefined ? serviceUrl : new URL(new URL(serviceUrl).pathname, standIn).href;
}

/**
 * The remedy for `InvalidBotApiHost`: a chat of gcc asked for on the public host, or the reverse; a tenant may have moved, and
 * both share their sign-in. The other clouds have one host each, which alone may have their token; loopback has no other host.
 */
export function otherServiceUrl(serviceUrl: string): string {
  const { hostname } = new URL(serviceUrl);
  const [here, there] = [PUBLIC.serviceUrl, CLOUDS.gcc.serviceUrl];
  if (hostname === new URL(here).hostname) return there;
  return hostname === new URL(there).hostname ? here : serviceUrl;
}
