// Who may speak to the bot, decided before anything is written or remembered. Whoever has no token that could be good is sent
// away before the body is read, and before the signature is checked (token-check.ts).
import type { Activity } from "./activity";
import { couldBeGood, readServiceUrl } from "./bearer-claims";
import { findServicePlace, type ServiceUrlRules } from "./service-url";

export type GateRules = ServiceUrlRules & {
  allowedTenants: readonly string[];
  /** The bot's own app id and who issues tokens for it; unused while BOT_AUTH is off. */
  appId: string;
  issuer: string;
};

/** `code` is for the log: who is refused is told the status alone. */
export type Refusal = { status: 401 | 403; code: "TOKEN" | "CHANNEL" | "TWO_TENANTS" | "TENANT" | "SERVICE_URL" };

/** Of the headers alone: undefined lets the request through to the check of its token. */
export function refuseBearer(authorization: string | null, rules: GateRules, nowMs: number): Refusal | undefined {
  const expected = { issuer: rules.issuer, audience: rules.appId };
  if (!rules.botAuth || couldBeGood(authorization, expected, nowMs)) return undefined;
  return { status: 401, code: "TOKEN" };
}

/** Undefined lets the activity, whose token has been checked, through to the bot. */
export function refuse(activity: Activity, authorization: string | null, rules: GateRules): Refusal | undefined {
  if (rules.botAuth && readServiceUrl(authorization) !== activity.serviceUrl) return { status: 401, code: "TOKEN" };
  if (activity.channelId !== "msteams") return { status: 403, code: "CHANNEL" };
  if (!tenantsAgree(activity)) return { status: 403, code: "TWO_TENANTS" };
  if (rules.botAuth && !rules.allowedTenants.includes(activity.tenantId.toLowerCase())) {
    return { status: 403, code: "TENANT" };
  }
  if (!findServicePlace(activity.serviceUrl, rules)) return { status: 403, code: "SERVICE_URL" };
  return undefined;
}

function tenantsAgree({ tenantId, conversation }: Activity): boolean {
  return conversation.tenantId === undefined || conversation.tenantId.toLowerCase() === tenantId.toLowerCase();
}
