// Microsoft's side: the bot's credentials, Graph and what is granted there, the app in the catalog, the clock. Everything
// is asked with the bot's own registration, so without its token nothing further is.
import { CLOUDS } from "@/bot/clouds";
import { type Finding, found } from "@/lib/domain/finding";
import type { ClientApp } from "@/lib/entra/credential";

import { requestToken, type TokenResult } from "./ask-token";
import { checkClock } from "./check-clock";
import { checkGraph, checkOwnDate } from "./check-graph";
import { type Patient, registrationOf } from "./patient";
import { unreachable } from "./unreachable";

export async function checkMicrosoft(patient: Patient): Promise<Finding[]> {
  const { settings, wire } = patient;
  const app = registrationOf(settings);
  // A missing one is among the settings' problems.
  if (!app) return settings.BOT_AUTH ? [] : [found("BOT_AUTH_OFF")];
  const bot = await requestToken(wire, app, CLOUDS[settings.TEAMS_CLOUD].scope);
  const clock = checkClock(bot.date, patient.now());
  if (bot.kind !== "TOKEN") return [refusalOf(bot, app), ...checkOwnDate(patient), ...clock];
  const good = found("BOT_GOOD", { appId: app.appId });
  return [good, ...clock, ...(await checkGraph(patient, app))];
}

function refusalOf(result: Exclude<TokenResult, { kind: "TOKEN" }>, app: ClientApp): Finding {
  const { appId, tenantId, loginUrl, credential } = app;
  if (result.kind === "UNAVAILABLE") return unreachable(loginUrl, result.code);
  if (credential.kind === "MANAGED_IDENTITY") return found("BOT_IDENTITY_REFUSED", { answer: result.answer, appId });
  const code = result.aadsts ?? "";
  switch (code) {
    case "AADSTS7000215":
      return found("BOT_SECRET_WRONG", { code });
    case "AADSTS7000222":
      return found("BOT_SECRET_EXPIRED", { code });
    case "AADSTS700027":
      return found("BOT_CERTIFICATE_UNKNOWN", { code });
    case "AADSTS700016":
      return found("BOT_APP_UNKNOWN", { code, appId, tenantId });
    case "AADSTS90002":
    case "AADSTS900023":
      return found("BOT_TENANT_UNKNOWN", { code, tenantId });
    default:
      return found("BOT_REFUSED", { answer: result.answer });
  }
}
