// Microsoft's side: the bot's credentials, Graph and what is granted there, the app in the catalog, the clock. Everything
// is asked with the bot's own registration, so without its token nothing further is.
import { CLOUDS } from "@/bot/clouds";
import { MANIFEST_VERSIONS } from "@/bot/manifest";
import { type Finding, found } from "@/lib/domain/finding";
import { judgePermissions } from "@/lib/domain/graph-permissions";

import { askToken, readRoles, type TokenResult } from "./ask-token";
import { checkCatalog } from "./check-catalog";
import { checkClock } from "./check-clock";
import { checkSecretExpiry, judgeSetDay } from "./check-secret-expiry";
import { credentialsOf, graphUrlOf, loginUrlOf, type Patient } from "./patient";

type Credentials = NonNullable<ReturnType<typeof credentialsOf>>;

export async function checkMicrosoft(patient: Patient): Promise<Finding[]> {
  const { settings, wire } = patient;
  const credentials = credentialsOf(settings);
  // A missing one is among the settings' problems.
  if (!credentials) return settings.BOT_AUTH ? [] : [found("BOT_AUTH_OFF")];
  const request = { loginUrl: loginUrlOf(settings), ...credentials };
  const bot = await askToken(wire, { ...request, scope: CLOUDS[settings.TEAMS_CLOUD].scope });
  const clock = checkClock("date" in bot ? bot.date : undefined, patient.now());
  if (bot.kind !== "TOKEN") return [refusalOf(bot, credentials), ...checkOwnDate(patient), ...clock];
  const good = found("BOT_GOOD", { appId: credentials.appId });
  const graph = await askToken(wire, { ...request, scope: `${graphUrlOf(settings)}/.default` });
  return [good, ...clock, ...(await checkGraph(patient, graph))];
}

async function checkGraph(patient: Patient, graph: TokenResult): Promise<Finding[]> {
  const { settings } = patient;
  if (graph.kind === "UNREACHABLE") {
    return [found("SIGN_IN_UNREACHABLE", { host: graph.host, code: graph.code }), ...checkOwnDate(patient)];
  }
  if (graph.kind === "REFUSED") return [found("GRAPH_REFUSED", { answer: graph.answer }), ...checkOwnDate(patient)];
  const catalog = await checkCatalog(patient, graph.token);
  const host = new URL(graphUrlOf(settings)).host;
  if ("code" in catalog) return [found("GRAPH_UNREACHABLE", { host, code: catalog.code }), ...checkOwnDate(patient)];
  const roles = readRoles(graph.token);
  const asksForConsent = settings.READ_RECEIPTS && MANIFEST_VERSIONS[settings.TEAMS_CLOUD] !== "1.10";
  return [
    found("GRAPH_GOOD", { host }),
    ...(roles ? judgePermissions(roles, asksForConsent) : [found("PERMISSIONS_UNREADABLE")]),
    ...catalog.findings,
    await checkSecretExpiry(patient, { token: graph.token, roles: roles ?? [] }),
  ];
}

/** What the settings say about the secret's end is true without Graph too. */
function checkOwnDate({ settings, now }: Patient): Finding[] {
  const finding = judgeSetDay(settings.BOT_APP_PASSWORD_EXPIRES, now());
  return finding ? [finding] : [];
}

function refusalOf(result: Exclude<TokenResult, { kind: "TOKEN" }>, { appId, tenantId }: Credentials): Finding {
  if (result.kind === "UNREACHABLE") return found("SIGN_IN_UNREACHABLE", { host: result.host, code: result.code });
  const code = result.aadsts ?? "";
  switch (code) {
    case "AADSTS7000215":
      return found("BOT_SECRET_WRONG", { code });
    case "AADSTS7000222":
      return found("BOT_SECRET_EXPIRED", { code });
    case "AADSTS700016":
      return found("BOT_APP_UNKNOWN", { code, appId, tenantId });
    case "AADSTS90002":
    case "AADSTS900023":
      return found("BOT_TENANT_UNKNOWN", { code, tenantId });
    default:
      return found("BOT_REFUSED", { answer: result.answer });
  }
}
