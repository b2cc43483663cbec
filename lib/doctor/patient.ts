// What the doctor examines: the settings, and how the world outside is reached. Tests hand over a world of their own.
import { CLOUDS } from "@/bot/clouds";
import type { Wire } from "@/bot/wire";
import { type ClientApp, credentialFrom } from "@/lib/entra/credential";
import type { Env } from "@/lib/env";

export type Patient = {
  settings: Env;
  /** Undefined when nobody knows which database is meant. */
  databaseUrl: string | undefined;
  wire: Wire;
  now(): Date;
  /** Of this Herald; the catalog should have the same. */
  version: string;
};

/** Where Microsoft Graph is in each of Microsoft's clouds. Source: Microsoft, "National cloud deployments". */
const GRAPH_URLS: Record<Env["TEAMS_CLOUD"], string> = {
  public: "https://graph.microsoft.com",
  gcc: "https://graph.microsoft.com",
  gcch: "https://graph.microsoft.us",
  dod: "https://dod-graph.microsoft.us",
};

export function loginUrlOf({ LOGIN_URL, TEAMS_CLOUD }: Env): string {
  return LOGIN_URL ?? CLOUDS[TEAMS_CLOUD].loginUrl;
}

export function graphUrlOf({ GRAPH_URL, TEAMS_CLOUD }: Env): string {
  return GRAPH_URL ?? GRAPH_URLS[TEAMS_CLOUD];
}

/** The bot's registration, or undefined while something of it is missing or none is wanted. */
export function registrationOf(settings: Env): ClientApp | undefined {
  const { BOT_AUTH, BOT_APP_ID: appId, BOT_TENANT_ID: tenantId } = settings;
  const credential = credentialFrom(settings);
  if (!BOT_AUTH || !appId || !credential || !tenantId) return undefined;
  return { loginUrl: loginUrlOf(settings), appId, credential, tenantId };
}
