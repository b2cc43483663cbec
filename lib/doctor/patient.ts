// What the doctor examines: the settings, and how the world outside is reached. Tests hand over a world of their own.
import { CLOUDS } from "@/bot/clouds";
import type { Wire } from "@/bot/wire";
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

/** The bot's credentials, or undefined while one of them is missing or none are wanted. */
export function credentialsOf(settings: Env): { appId: string; appPassword: string; tenantId: string } | undefined {
  const { BOT_AUTH, BOT_APP_ID: appId, BOT_APP_PASSWORD: appPassword, BOT_TENANT_ID: tenantId } = settings;
  return BOT_AUTH && appId && appPassword && tenantId ? { appId, appPassword, tenantId } : undefined;
}
