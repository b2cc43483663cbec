// Where a recipient can be reached, and how we know. States change only on evidence: see lib/store/references.ts and
// settle-deliveries.ts.
export const REFERENCE_STATES = ["ACTIVE", "KNOWN", "NEEDS_INSTALL", "BLOCKED", "REMOVED"] as const;
export type ReferenceState = (typeof REFERENCE_STATES)[number];

export const REFERENCE_SOURCES = [
  "INSTALL",
  "CONVERSATION_UPDATE",
  "MESSAGE",
  "MENTION",
  "CARD_ACTION",
  "ROSTER",
  "GRAPH_INSTALL",
  "CREATED",
] as const;
export type ReferenceSource = (typeof REFERENCE_SOURCES)[number];

export const RECIPIENT_KINDS = ["PERSON", "CHANNEL", "GROUP_CHAT"] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/** What one activity taught us about one person. Repeating it changes nothing. */
export type Sighting = {
  tenantId: string;
  /** Entra object id. */
  objectId: string;
  displayName?: string | undefined;
  givenName?: string | undefined;
  email?: string | undefined;
  locale?: string | undefined;
  guest?: boolean | undefined;
  serviceUrl: string;
  /** The bot's id in this tenant's conversations, `28:<app id>`. */
  botId: string;
  /** The person's id towards this bot, `29:…`. */
  memberId?: string | undefined;
  /** Present only when the activity came from the personal conversation. */
  conversationId?: string | undefined;
  source: ReferenceSource;
  /** Time of the activity: an older one never overwrites a newer one. */
  seenAt: Date;
};
