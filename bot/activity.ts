// What Teams sends, as far as we read it: a strict look at the few fields that are used, and indifference to the rest,
// since Teams adds fields without notice. What cannot be an activity at all is refused before anything else sees it.
import { z } from "zod";

import { LATE_MS } from "@/lib/domain/lateness";
import { toStorable } from "@/lib/domain/storable-text";

// PostgreSQL's text holds neither NUL nor half a surrogate pair, which cutting makes of an emoji; and what is too long to be
// an id would not fit into an index.
const text = (max: number) => z.string().transform((value) => toStorable(value).slice(0, max).toWellFormed());
const id = (max: number) => z.string().max(max).transform(toStorable);
/** Teams writes null, or nothing, or an empty text for what it does not know. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value || undefined);

const MAX_NAME = 200;
const MAX_TEXT = 30_000;
const MAX_MEMBERS = 500;

/** Entra object ids are compared with those of Graph, which are always lower-case. */
const objectId = id(100).transform((value) => (/^[0-9a-f-]{36}$/i.test(value) ? value.toLowerCase() : value));

export const accountSchema = z.object({
  id: optional(id(500)),
  aadObjectId: optional(objectId),
  name: optional(text(MAX_NAME)),
  givenName: optional(text(MAX_NAME)),
  email: optional(text(320)),
  userPrincipalName: optional(text(320)),
  userRole: optional(text(50)),
  userType: optional(text(50)),
  tenantId: optional(id(100)),
});

/** An account as a roster tells it: the wire says `objectId`, Microsoft's own types `aadObjectId`. */
export const memberSchema = z.looseObject({ objectId: optional(z.string().max(100)) }).transform((member, context) => {
  const account = accountSchema.safeParse({ ...member, aadObjectId: member["aadObjectId"] ?? member.objectId });
  if (account.success) return account.data;
  context.addIssue("This is no member.");
  return z.NEVER;
});
export type Account = z.output<typeof accountSchema>;

const named = z.object({ id: optional(id(400)), name: optional(text(MAX_NAME)), aadGroupId: optional(id(100)) });

const mentionSchema = z.object({ type: z.literal("mention"), mentioned: accountSchema, text: optional(text(1000)) });
export type Mention = z.output<typeof mentionSchema>;

const activitySchema = z.object({
  type: id(100).refine((value) => value !== "", "An activity has a type."),
  id: optional(id(500)),
  name: optional(id(200)),
  action: optional(id(100)),
  timestamp: optional(z.string().max(100)),
  channelId: id(100),
  serviceUrl: id(500),
  locale: optional(text(35)),
  text: optional(text(MAX_TEXT)),
  replyToId: optional(id(500)),
  from: optional(accountSchema),
  recipient: z.object({ id: id(500).refine((value) => value !== "", "A recipient has an id.") }),
  conversation: z.object({
    id: id(400).refine((value) => value !== "", "A conversation has an id."),
    conversationType: optional(id(50)),
    tenantId: optional(id(100)),
    /** Of a group chat that somebody has named. */
    name: optional(text(MAX_NAME)),
  }),
  /** The new name, when a group chat was renamed. */
  topicName: optional(text(MAX_NAME)),
  membersAdded: optional(z.array(accountSchema).max(MAX_MEMBERS)),
  membersRemoved: optional(z.array(accountSchema).max(MAX_MEMBERS)),
  reactionsAdded: optional(z.array(z.object({ type: optional(text(100)) })).max(100)),
  entities: optional(z.array(z.unknown()).max(MAX_MEMBERS)),
  value: z.unknown().optional(),
  channelData: optional(
    z.object({
      eventType: optional(id(100)),
      tenant: optional(z.object({ id: optional(id(100)) })),
      team: optional(named),
      channel: optional(named.extend({ type: optional(id(50)) })),
    }),
  ),
});

/** An activity that names its tenant and tells its time. */
export type Activity = Omit<z.output<typeof activitySchema>, "timestamp" | "entities"> & {
  tenantId: string;
  at: Date;
  /** It took Teams so long that events after it may have come before it. */
  isLate: boolean;
  mentions: Mention[];
};

export type Issue = { path: string; message: string };

/** `now` bounds the time an activity may claim: one from the future would outrank everything that follows. */
export function parseActivity(body: unknown, now: Date): { activity: Activity } | { issues: Issue[] } {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) {
    return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
  }
  const { timestamp, entities, ...activity } = parsed.data;
  const tenantId = activity.channelData?.tenant?.id ?? activity.conversation.tenantId;
  if (!tenantId) return { issues: [{ path: "channelData.tenant.id", message: "An activity names its tenant." }] };
  const mentions = (entities ?? []).flatMap((entity) => mentionSchema.safeParse(entity).data ?? []);
  const at = timeOf(timestamp, now);
  return { activity: { ...activity, tenantId, at, isLate: now.getTime() - at.getTime() > LATE_MS, mentions } };
}

export type ConversationKind = "PERSONAL" | "CHANNEL" | "GROUP_CHAT";

export function conversationKindOf({ conversation, channelData }: Activity): ConversationKind {
  const { conversationType, id: conversationId } = conversation;
  if (conversationType === "personal") return "PERSONAL";
  if (conversationType === "channel" || channelData?.team) return "CHANNEL";
  // Every shared conversation of Teams has an id that begins so; older personal activities come without a type.
  return conversationType === undefined && !conversationId.startsWith("19:") ? "PERSONAL" : "GROUP_CHAT";
}

/** The bot is the recipient of everything that is sent to it. */
export function isBot(account: Account, activity: Activity): boolean {
  return account.id !== undefined && account.id === activity.recipient.id;
}

/** The channel itself: within a thread Teams appends `;messageid=…` to the channel's id. */
export function channelIdOf(activity: Activity): string {
  const { id: conversationId } = activity.conversation;
  return activity.channelData?.channel?.id ?? conversationId.split(";messageid=")[0] ?? conversationId;
}

function timeOf(timestamp: string | undefined, now: Date): Date {
  const ms = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(ms) ? now : new Date(Math.min(ms, now.getTime()));
}
