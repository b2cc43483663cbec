// The activities that Teams sends to a bot, built as plain data in the shape seen on the wire. Who did it is always in
// `from`, the place in `conversation` and `channelData`.
import { randomUUID } from "node:crypto";

import type { GroupChat } from "./group-chats";
import type { Person } from "./people";
import type { Channel, Team } from "./teams";
import type { Tenant } from "./tenant";

export type Activity = Record<string, unknown> & { type: string };
export type ChannelPlace = { kind: "channel"; team: Team; channel: Channel; threadId?: string };
export type Place = { kind: "personal" } | ChannelPlace | { kind: "groupChat"; chat: GroupChat };

const PERSONAL: Place = { kind: "personal" };

/** What every activity carries. */
export function envelope(tenant: Tenant, from: Person, place: Place, type: string): Activity {
  const sentAt = new Date();
  return {
    type,
    id: randomUUID(),
    timestamp: sentAt.toISOString(),
    localTimestamp: sentAt.toISOString(),
    channelId: "msteams",
    serviceUrl: tenant.serviceUrl,
    locale: from.locale,
    from: { id: from.teamsUserId, name: from.displayName, aadObjectId: from.objectId },
    recipient: { id: tenant.botId, name: tenant.botName },
    conversation: conversationOf(tenant, from, place),
    channelData: channelDataOf(tenant, place),
    entities: [{ type: "clientInfo", locale: from.locale, country: from.locale.slice(3), platform: "Web" }],
  };
}

export function installationUpdate(tenant: Tenant, by: Person, action: "add" | "remove", place: Place = PERSONAL): Activity {
  return { ...envelope(tenant, by, place, "installationUpdate"), action };
}

export function botAdded(tenant: Tenant, by: Person, place: Place = PERSONAL): Activity {
  const activity = envelope(tenant, by, place, "conversationUpdate");
  const bot = { id: tenant.botId };
  // In a personal chat Teams lists the person beside the bot.
  const membersAdded = place.kind === "personal" ? [memberOf(by), bot] : [bot];
  return { ...activity, membersAdded, channelData: channelDataOf(tenant, place, teamEvent(place, "teamMemberAdded")) };
}

export function botRemoved(tenant: Tenant, by: Person, place: Place): Activity {
  const activity = envelope(tenant, by, place, "conversationUpdate");
  const channelData = channelDataOf(tenant, place, teamEvent(place, "teamMemberRemoved"));
  return { ...activity, membersRemoved: [{ id: tenant.botId }], channelData };
}

export function membersChanged(
  tenant: Tenant, by: Person, people: readonly Person[], change: "added" | "removed", place: Place,
): Activity {
  const eventType = change === "added" ? "teamMemberAdded" : "teamMemberRemoved";
  const key = change === "added" ? "membersAdded" : "membersRemoved";
  const channelData = channelDataOf(tenant, place, teamEvent(place, eventType));
  return { ...envelope(tenant, by, place, "conversationUpdate"), [key]: people.map(memberOf), channelData };
}

/** A change of the team itself, such as `teamRenamed` or `teamArchived`: it names no channel. */
export function teamChanged(tenant: Tenant, by: Person, eventType: string, place: ChannelPlace): Activity {
  const { channel: _, settings: __, ...channelData } = channelDataOf(tenant, place, eventType);
  return { ...envelope(tenant, by, place, "conversationUpdate"), channelData };
}

/** A change of a channel happens in the conversation of the team, of which nothing but the id is said. */
export function channelChanged(tenant: Tenant, by: Person, eventType: string, place: ChannelPlace): Activity {
  const { team, channel } = place;
  const general = { ...place, channel: { id: team.id, name: "General" } };
  const channelData = {
    tenant: { id: tenant.id }, eventType, team: { id: team.id }, channel: { id: channel.id, name: channel.name },
  };
  return { ...envelope(tenant, by, general, "conversationUpdate"), channelData };
}

export function message(
  tenant: Tenant, from: Person, text: string, mentioned: readonly { id: string; name: string }[] = [], place: Place = PERSONAL,
): Activity {
  const activity = envelope(tenant, from, place, "message");
  const mentions = mentioned.map(({ id, name }) => {
    return { type: "mention", text: `<at>${name}</at>`, mentioned: { id, name } };
  });
  const words = [...mentions.map((mention) => mention.text), text].join(" ");
  const entities = [...mentions, ...(Array.isArray(activity.entities) ? activity.entities : [])];
  return { ...activity, text: words, textFormat: "plain", entities };
}

/** Action.Submit: a message without words whose `value` is the data of the button and the inputs. */
export function submit(tenant: Tenant, from: Person, activityId: string, value: unknown, place: Place = PERSONAL): Activity {
  return { ...envelope(tenant, from, place, "message"), replyToId: activityId, value };
}

/** Action.Execute: an invoke, answered in the HTTP response. */
export function execute(
  tenant: Tenant, from: Person, activityId: string, action: Record<string, unknown>, place: Place = PERSONAL,
): Activity {
  return {
    ...envelope(tenant, from, place, "invoke"),
    name: "adaptiveCard/action",
    replyToId: activityId,
    value: { action, trigger: "manual" },
  };
}

export function reaction(
  tenant: Tenant, from: Person, activityId: string, added: boolean, type: string, place: Place = PERSONAL,
): Activity {
  const change = added ? { reactionsAdded: [{ type }] } : { reactionsRemoved: [{ type }] };
  return { ...envelope(tenant, from, place, "messageReaction"), replyToId: activityId, ...change };
}

export function readReceipt(tenant: Tenant, from: Person, lastReadId: string): Activity {
  return {
    ...envelope(tenant, from, PERSONAL, "event"),
    name: "application/vnd.microsoft.readReceipt",
    value: { lastReadMessageId: lastReadId },
  };
}

function memberOf(person: Person): { id: string; aadObjectId: string } {
  return { id: person.teamsUserId, aadObjectId: person.objectId };
}

function conversationOf(tenant: Tenant, person: Person, place: Place): Record<string, unknown> {
  if (place.kind === "personal") {
    return { conversationType: "personal", tenantId: tenant.id, id: person.conversationId };
  }
  if (place.kind === "groupChat") {
    const { id, topic } = place.chat;
    return { conversationType: "groupChat", isGroup: true, tenantId: tenant.id, id, ...(topic === null ? {} : { name: topic }) };
  }
  const { channel, threadId } = place;
  const id = threadId === undefined ? channel.id : `${channel.id};messageid=${threadId}`;
  return { conversationType: "channel", isGroup: true, tenantId: tenant.id, id };
}

type ChannelData = { tenant: { id: string }; eventType?: string; team?: object; channel?: object; settings?: object };

function channelDataOf(tenant: Tenant, place: Place, eventType?: string): ChannelData {
  const ofTenant = { tenant: { id: tenant.id } };
  if (place.kind !== "channel") return { ...ofTenant, ...(eventType ? { eventType } : {}) };
  const { team, channel } = place;
  return {
    ...ofTenant,
    ...(eventType ? { eventType } : {}),
    team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
    channel: { id: channel.id, name: channel.name },
    settings: { selectedChannel: { id: channel.id } },
  };
}

function teamEvent(place: Place, eventType: string): string | undefined {
  return place.kind === "channel" ? eventType : undefined;
}
