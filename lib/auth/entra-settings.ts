// Where people of the organisation sign in, and as which app, from the settings; undefined while signing in with Entra is
// not set up. Source of the hosts: Microsoft, "National clouds".
import type { Env } from "@/lib/env";

export type EntraSettings = {
  /** With the tenant: `https://login.microsoftonline.com/{tenant}`. */
  authority: string;
  /** Who must have issued a token, to the letter. */
  issuer: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Where Herald's sign-in page is, for the way back from signing out. */
  signInUrl: string;
  redirectUri: string;
};

const PUBLIC = "https://login.microsoftonline.com";
const US_GOVERNMENT = "https://login.microsoftonline.us";
const LOGIN: Record<Env["TEAMS_CLOUD"], string> = { public: PUBLIC, gcc: PUBLIC, gcch: US_GOVERNMENT, dod: US_GOVERNMENT };

export const CALLBACK_PATH = "/api/sign-in/entra/callback";

type Settings = Pick<
  Env, "APP_URL" | "ENTRA_AUTHORITY" | "ENTRA_CLIENT_ID" | "ENTRA_CLIENT_SECRET" | "ENTRA_TENANT_ID" | "TEAMS_CLOUD"
>;

export function entraSettings(settings: Settings): EntraSettings | undefined {
  const { ENTRA_CLIENT_ID: clientId, ENTRA_CLIENT_SECRET: clientSecret, ENTRA_TENANT_ID: tenantId } = settings;
  if (clientId === undefined || clientSecret === undefined || tenantId === undefined) return undefined;
  const authority = `${settings.ENTRA_AUTHORITY ?? LOGIN[settings.TEAMS_CLOUD]}/${tenantId}`;
  return {
    authority,
    issuer: `${authority}/v2.0`,
    tenantId,
    clientId,
    clientSecret,
    signInUrl: `${settings.APP_URL}/sign-in`,
    redirectUri: `${settings.APP_URL}${CALLBACK_PATH}`,
  };
}
