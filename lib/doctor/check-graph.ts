// Microsoft Graph, what is granted there and the app in the catalog, in each tenant that Herald works in: people are read, and
// the app is installed, in all of ALLOWED_TENANTS. The secret's end is known where the bot is registered.
import { MANIFEST_VERSIONS } from "@/bot/manifest";
import { type Finding, found } from "@/lib/domain/finding";
import { judgePermissions } from "@/lib/domain/graph-permissions";
import type { ClientApp } from "@/lib/entra/credential";

import { readRoles, requestToken, type TokenResult } from "./ask-token";
import { checkCatalog } from "./check-catalog";
import { checkSecretExpiry, judgeOwnEnd } from "./check-secret-expiry";
import { graphUrlOf, loginUrlOf, type Patient } from "./patient";
import { unreachable } from "./unreachable";

/** Microsoft, "Microsoft Entra authentication and authorization error codes": the app is not there, nor consented to. */
const UNCONSENTED = ["AADSTS700016", "AADSTS7000229"];

export async function checkGraph(patient: Patient, app: ClientApp): Promise<Finding[]> {
  const { settings, wire } = patient;
  const scope = `${graphUrlOf(settings)}/.default`;
  const home = await requestToken(wire, app, scope);
  const tenants = [...new Set(settings.ALLOWED_TENANTS)];
  const isOne = tenants.length === 1 && tenants[0] === app.tenantId;
  const perTenant = await Promise.all(tenants.map(async (tenantId) => {
    const token = tenantId === app.tenantId ? home : await requestToken(wire, { ...app, tenantId }, scope);
    const findings = await checkTenant(patient, { ...app, tenantId }, token);
    return isOne ? findings : findings.map((finding): Finding => ({ ...finding, tenantId }));
  }));
  const findings = perTenant.flat();
  const answers = findings.some(({ code }) => code === "GRAPH_GOOD");
  return [...findings, ...(home.kind === "TOKEN" && answers ? [await checkEnd(patient, home.token)] : checkOwnDate(patient))];
}

async function checkTenant(patient: Patient, { appId, tenantId }: ClientApp, graph: TokenResult): Promise<Finding[]> {
  const { settings } = patient;
  if (graph.kind === "UNAVAILABLE") return [unreachable(loginUrlOf(settings), graph.code)];
  if (graph.kind === "REFUSED") {
    if (!UNCONSENTED.includes(graph.aadsts ?? "")) return [found("GRAPH_REFUSED", { answer: graph.answer })];
    return [found("GRAPH_UNCONSENTED", { code: graph.aadsts ?? "", login: loginUrlOf(settings), tenantId, appId })];
  }
  const catalog = await checkCatalog(patient, graph.token);
  const host = new URL(graphUrlOf(settings)).host;
  if ("code" in catalog) return [found("GRAPH_UNREACHABLE", { host, code: catalog.code })];
  const roles = readRoles(graph.token);
  const asksForConsent = settings.READ_RECEIPTS && MANIFEST_VERSIONS[settings.TEAMS_CLOUD] !== "1.10";
  return [
    found("GRAPH_GOOD", { host }),
    ...(roles ? judgePermissions(roles, asksForConsent) : [found("PERMISSIONS_UNREADABLE")]),
    ...catalog.findings,
  ];
}

function checkEnd(patient: Patient, token: string): Promise<Finding> {
  return checkSecretExpiry(patient, { token, roles: readRoles(token) ?? [] });
}

/** What the settings say about the end of the secret or the certificate is true without Graph too. */
export function checkOwnDate({ settings, now }: Patient): Finding[] {
  const finding = judgeOwnEnd(settings, now());
  return finding ? [finding] : [];
}
