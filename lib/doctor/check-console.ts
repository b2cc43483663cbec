// Whether people can sign in to the console: its own registration in Entra, asked for a token with its own secret. Whether the
// redirect address is registered shows only when somebody signs in, so it is said.
import { type Finding, found } from "@/lib/domain/finding";

import { requestToken } from "./ask-token";
import { graphUrlOf, loginUrlOf, type Patient } from "./patient";

export async function checkConsole({ settings, wire }: Patient): Promise<Finding[]> {
  const { ENTRA_CLIENT_ID: appId, ENTRA_CLIENT_SECRET: secret, ENTRA_TENANT_ID: tenantId, APP_URL, PRACTICE } = settings;
  if (appId === undefined) return PRACTICE ? [] : [found("CONSOLE_OFF")];
  // What is missing is among the settings' problems.
  if (secret === undefined || tenantId === undefined) return [];
  const shared = appId === settings.BOT_APP_ID ? [found("CONSOLE_SHARED")] : [];
  const loginUrl = settings.ENTRA_AUTHORITY ?? loginUrlOf(settings);
  const scope = `${graphUrlOf(settings)}/.default`;
  const credential = { kind: "SECRET", secret } as const;
  const result = await requestToken(wire, { loginUrl, tenantId, appId, credential }, scope);
  if (result.kind === "UNAVAILABLE") {
    return [found("CONSOLE_UNREACHABLE", { host: new URL(loginUrl).host, code: result.code }), ...shared];
  }
  if (result.kind === "REFUSED") return [refusalOf(result.aadsts ?? "", result.answer, { appId, tenantId }), ...shared];
  return [found("CONSOLE_GOOD", { appId, redirect: `${APP_URL}/api/sign-in/entra/callback` }), ...shared];
}

function refusalOf(code: string, answer: string, registration: { appId: string; tenantId: string }): Finding {
  if (code === "AADSTS7000215") return found("CONSOLE_SECRET_WRONG", { code });
  if (code === "AADSTS7000222") return found("CONSOLE_SECRET_EXPIRED", { code });
  if (code === "AADSTS700016") return found("CONSOLE_APP_UNKNOWN", { code, ...registration });
  return found("CONSOLE_REFUSED", { answer });
}
