// Who may speak to the bot, decided before the SDK sees anything: the SDK would take tokens of any tenant and remembers
// each unverified one for ever. What is checked here costs nothing; the signature of the token is checked after it.
import type { Activity } from "./activity";
import { couldBeGood } from "./bearer-claims";
import { findServicePlace, type ServiceUrlRules } from "./service-url";

export type GateRules = ServiceUrlRules & {
  allowedTenants: readonly string[];
  /** The bot's own app id and who issues tokens for it; unused while BOT_AUTH is off. */
  appId: string;
  issuer: string;
};

export type Refusal = { status: 401 | 403; code: "UNAUTHENTICATED" | "FORBIDDEN"; detail: string };

/** Undefined lets the activity through to the check of its token (`Gatekeeper` in adapter.ts). */
export function refuse(
  activity: Activity,
  authorization: string | null,
  rules: GateRules,
  nowMs: number,
): Refusal | undefined {
  const expected = { issuer: rules.issuer, audience: rules.appId, serviceUrl: activity.serviceUrl };
  if (rules.botAuth && !couldBeGood(authorization, expected, nowMs)) {
    return { status: 401, code: "UNAUTHENTICATED", detail: "A token of the Bot Framework is required." };
  }
  if (activity.channelId !== "msteams") return forbidden("Only Microsoft Teams may use this endpoint.");
  if (!tenantsAgree(activity)) return forbidden("The activity names two tenants.");
  if (rules.botAuth && !rules.allowedTenants.includes(activity.tenantId.toLowerCase())) {
    return forbidden("This tenant is not allowed.");
  }
  if (!findServicePlace(activity.serviceUrl, rules)) return forbidden("This service URL is not allowed.");
  return undefined;
}

function tenantsAgree({ tenantId, conversation }: Activity): boolean {
  return conversation.tenantId === undefined || conversation.tenantId.toLowerCase() === tenantId.toLowerCase();
}

function forbidden(detail: string): Refusal {
  return { status: 403, code: "FORBIDDEN", detail };
}
