// From an activity to what it teaches about people. Somebody without an Entra object id (another bot, a connector, an
// anonymous guest of a meeting) cannot be written to, and is left out.
import type { ReferenceSource, Sighting } from "@/lib/domain/reference";

import { type Account, type Activity, conversationKindOf, isBot } from "./activity";

/** The person the activity comes from: from the personal chat with the conversation where they can be reached. */
export function sightingOfSender(activity: Activity, source: ReferenceSource): Sighting[] {
  if (!activity.from) return [];
  const personal = conversationKindOf(activity) === "PERSONAL";
  return sightingsOf(activity, [activity.from], source).map((sighting) => ({
    ...sighting,
    // The locale is that of the sender's own Teams.
    ...(activity.locale ? { locale: activity.locale } : {}),
    ...(personal ? { conversationId: activity.conversation.id } : {}),
  }));
}

/** People the activity names. */
export function sightingsOf(activity: Activity, accounts: readonly Account[], source: ReferenceSource): Sighting[] {
  const sightings = new Map<string, Sighting>();
  for (const account of accounts) {
    if (!account.aadObjectId || isBot(account, activity)) continue;
    sightings.set(account.aadObjectId, {
      tenantId: activity.tenantId,
      objectId: account.aadObjectId,
      displayName: account.name,
      givenName: account.givenName,
      email: account.email ?? account.userPrincipalName,
      guest: guestOf(account, activity.tenantId),
      serviceUrl: activity.serviceUrl,
      botId: activity.recipient.id,
      memberId: account.id,
      source,
      seenAt: activity.at,
    });
  }
  return [...sightings.values()];
}

/**
 * Teams says it in rosters (`userRole`, `userType`), sometimes here; an account of another tenant is a guest too, and
 * Entra writes `#EXT#` into the name a guest signs in with. Undefined: this activity does not tell.
 */
export function guestOf(account: Account, tenantId: string): boolean | undefined {
  const role = (account.userRole ?? account.userType)?.toLowerCase();
  if (role === "guest" || role === "anonymous") return true;
  if (account.tenantId && account.tenantId.toLowerCase() !== tenantId.toLowerCase()) return true;
  if (account.userPrincipalName?.toUpperCase().includes("#EXT#")) return true;
  return role === "user" || role === "member" || role === "owner" ? false : undefined;
}
