// What a Connector call does once it has been admitted: find the chat, check that the bot may write there, and keep
// the message. Faults, limits and tokens are dealt with before (connector.ts).
import { z } from "zod";

import { type Answer, json, refuse } from "./answers";
import { type Chat, findMessage } from "./chats";
import type { ConnectorCall } from "./connector-calls";
import type { Person } from "./people";
import { readJson } from "./read-json";
import { listMembers, listTeamConversations, readMember, readTeam } from "./roster";
import type { Tenant } from "./tenant";

export function performCall(tenant: Tenant, call: ConnectorCall, body: string, nowMs: number): Answer {
  switch (call.operation) {
    case "createConversation":
      return createConversation(tenant, body, nowMs);
    case "postActivity":
    case "replyToActivity":
      return postActivity(tenant, call, body, nowMs);
    case "updateActivity":
      return updateActivity(tenant, call, body, nowMs);
    case "deleteActivity":
      return deleteActivity(tenant, call, nowMs);
    case "getMembers":
    case "getPagedMembers":
      return listMembers(tenant, call);
    case "getMember":
      return readMember(tenant, call);
    case "getTeam":
      return readTeam(tenant, call);
    case "getTeamConversations":
      return listTeamConversations(tenant, call);
    default:
      return call.operation satisfies never;
  }
}

export const createSchema = z.looseObject({
  isGroup: z.boolean().optional(),
  tenantId: z.string().optional(),
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  channelData: z.looseObject({ channel: z.looseObject({ id: z.string() }).optional() }).optional(),
  activity: z.record(z.string(), z.unknown()).optional(),
});

function createConversation(tenant: Tenant, body: string, nowMs: number): Answer {
  const parsed = createSchema.safeParse(parseObject(body));
  if (!parsed.success) return refuse("BadSyntax");
  const { channelData, members, activity, tenantId } = parsed.data;
  if (channelData?.channel) return createPost(tenant, channelData.channel.id, activity, nowMs);
  if (tenantId !== undefined && tenantId !== tenant.id) return refuse("Forbidden", "Unknown tenant");
  const [member, ...others] = members ?? [];
  if (!member || others.length > 0) return refuse("BadSyntax", "A personal conversation has exactly one member.");
  const person = tenant.getPerson(member.id);
  if (!person || person.isDeleted) return refuse("NotFound", "User not found.");
  if (person.status !== "BLOCKED" && person.status !== "INSTALLED" && !tenant.sharesTeamWithBot(person)) {
    return refuse("ForbiddenOperationException");
  }
  const answer: { id: string; activityId?: string } = { id: tenant.chatOf(person).conversationId };
  if (activity) {
    const blocked = refuseWrites(tenant, person);
    if (blocked) return blocked;
    answer.activityId = keep(tenant, tenant.chatOf(person), JSON.stringify(activity), nowMs);
  }
  return json(201, answer);
}

function createPost(
  tenant: Tenant, channelId: string, activity: Record<string, unknown> | undefined, nowMs: number,
): Answer {
  const refusal = refuseShared(tenant, channelId);
  if (refusal) return refusal;
  if (!activity) return refuse("BadArgument", "A post needs an activity.");
  const activityId = keep(tenant, tenant.chats.open(channelId), JSON.stringify(activity), nowMs);
  return json(201, { id: `${channelId};messageid=${activityId}`, activityId });
}

function postActivity(tenant: Tenant, call: ConnectorCall, body: string, nowMs: number): Answer {
  const place = openPlace(tenant, call.conversationId ?? "");
  if ("refusal" in place) return place.refusal;
  const activity = parseObject(body);
  if (!activity) return refuse("BadSyntax", "The activity is not a JSON object.");
  if (typeof activity.type !== "string") return refuse("BadArgument", "Activity must include a type.");
  if (activity.type !== "message") return json(201, { id: tenant.chats.nextActivityId(nowMs) });
  const { chat, person, threadId } = place;
  if (person?.status === "REMOVED" && !tenant.sharesTeamWithBot(person)) {
    // The report that a chat may go on answering 201 after the app is gone: accepted, and seen by nobody.
    chat.accepted += 1;
    chat.acceptedUnseen += 1;
    return json(201, { id: tenant.chats.nextActivityId(nowMs) });
  }
  const attachments = Array.isArray(activity.attachments) ? activity.attachments : [];
  if (typeof activity.text === "string" && activity.text !== "" && attachments.length > 0) {
    return splitMessage(tenant, chat, activity, nowMs);
  }
  return json(201, { id: keep(tenant, chat, body, nowMs, threadId) });
}

/** Text beside a card becomes two messages, and Teams then returns no id at all. */
function splitMessage(tenant: Tenant, chat: Chat, activity: Record<string, unknown>, nowMs: number): Answer {
  const { text, attachments, ...rest } = activity;
  keep(tenant, chat, JSON.stringify({ ...rest, text }), nowMs);
  keep(tenant, chat, JSON.stringify({ ...rest, attachments }), nowMs);
  return json(201, {});
}

function updateActivity(tenant: Tenant, call: ConnectorCall, body: string, nowMs: number): Answer {
  const place = openPlace(tenant, call.conversationId ?? "");
  if ("refusal" in place) return place.refusal;
  if (!parseObject(body)) return refuse("BadSyntax", "The activity is not a JSON object.");
  const message = findMessage(place.chat, call.activityId ?? "");
  if (!message || message.from !== "bot" || message.deletedAtMs !== undefined) {
    return refuse("ActivityNotFoundInConversation");
  }
  message.json = body;
  message.editedAtMs = nowMs;
  // An edit is seen by everybody, those included whose card a button's answer had replaced.
  delete message.replacements;
  tenant.changes.note(place.chat.personId ?? place.chat.conversationId);
  return json(200, { id: message.activityId });
}

function deleteActivity(tenant: Tenant, call: ConnectorCall, nowMs: number): Answer {
  const place = openPlace(tenant, call.conversationId ?? "");
  if ("refusal" in place) return place.refusal;
  const message = findMessage(place.chat, call.activityId ?? "");
  if (!message || message.from !== "bot" || message.deletedAtMs !== undefined) {
    return refuse("ActivityNotFoundInConversation");
  }
  message.deletedAtMs = nowMs;
  tenant.changes.note(place.chat.personId ?? place.chat.conversationId);
  return { status: 200, body: "" };
}

type Place = { chat: Chat; person?: Person; threadId?: string } | { refusal: Answer };

function openPlace(tenant: Tenant, conversationId: string): Place {
  const person = tenant.findChatOwner(conversationId);
  if (person) {
    const refusal = refuseWrites(tenant, person);
    return refusal ? { refusal } : { chat: tenant.chatOf(person), person };
  }
  const [channelId = "", thread] = conversationId.split(";messageid=");
  const refusal = refuseShared(tenant, channelId);
  if (refusal) return { refusal };
  const chat = tenant.chats.open(channelId);
  return thread === undefined ? { chat } : { chat, threadId: thread };
}

/** Why nothing can be written in a channel or a group chat. */
function refuseShared(tenant: Tenant, conversationId: string): Answer | undefined {
  const groupChat = tenant.getGroupChat(conversationId);
  if (groupChat) return groupChat.installedBy === undefined ? refuse("BotNotInConversationRoster") : undefined;
  const found = tenant.getChannel(conversationId);
  const isGone = !found || found.channel.isDeleted || found.team.state === "DELETED";
  if (isGone) return refuse(/^(a:1|19:)./.test(conversationId) ? "ConversationNotFound" : "BadSyntax");
  if (found.team.installedBy === undefined) return refuse("BotNotInConversationRoster");
  return found.team.state === "ARCHIVED" ? refuse("MessageWritesBlocked") : undefined;
}

function refuseWrites(tenant: Tenant, person: Person): Answer | undefined {
  if (person.status === "INSTALLED") return undefined;
  if (person.status === "BLOCKED") return refuse("ConversationBlockedByUser");
  if (tenant.sharesTeamWithBot(person)) return undefined;
  if (person.status === "REMOVED" && tenant.settings.afterUninstall === "accept") return undefined;
  return refuse("BotNotInConversationRoster");
}

function keep(tenant: Tenant, chat: Chat, body: string, nowMs: number, threadId?: string): string {
  if (!tenant.settings.keepMessages) return tenant.chats.forget(chat, nowMs);
  const activityId = tenant.chats.accept(chat, body, nowMs, threadId);
  tenant.changes.note(chat.personId ?? chat.conversationId);
  return activityId;
}

function parseObject(body: string): Record<string, unknown> | undefined {
  const value = readJson(body);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}
