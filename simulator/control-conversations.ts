// Control routes about what several people share: channels and group chats, whose messages are read, written and clicked
// in the same way.
import { z } from "zod";

import type { Place } from "./activities";
import { clickCard } from "./click-card";
import { findPerson, peopleOf, personDoing } from "./control-people";
import { type ControlRequest, type ControlRoutes, NotHere } from "./control-request";
import type { GroupChat } from "./group-chats";
import { viewMessage } from "./message-view";
import type { Channel, Team } from "./teams";

const saySchema = z.strictObject({
  personId: z.string(),
  text: z.string().min(1).max(28_000),
  mentionedIds: z.array(z.string()).default([]),
  mentionBot: z.boolean().default(true),
});

const clickSchema = z.strictObject({
  personId: z.string(),
  activityId: z.string(),
  index: z.int().exactOptional(),
  title: z.string().exactOptional(),
  verb: z.string().exactOptional(),
  inputs: z.record(z.string(), z.unknown()).exactOptional(),
});

const createSchema = z.strictObject({
  topic: z.string().min(1).max(200).nullable().default(null),
  personIds: z.array(z.string()).min(1),
});

export const conversationRoutes: ControlRoutes = {
  "GET /channels/:id/chat": (request) => {
    const { team, channel } = channelOf(request);
    return { team: team.name, channel: channel.name, ...readChat(request, channel.id) };
  },
  "GET /channels/:id/received": (request) => readReceived(request, channelOf(request).channel.id),
  "POST /channels/:id/say": (request) => {
    const { team, channel } = channelOf(request);
    const { by, text, mentioned, mentionBot } = readSaying(request);
    return request.simulator.teamDeeds.say(team, channel, by, text, mentioned, mentionBot);
  },
  "POST /channels/:id/click": (request) => {
    const { team, channel } = channelOf(request);
    return click(request, channel.id, (threadId) => ({ kind: "channel", team, channel, threadId }));
  },
  "POST /channels/:id/rename": (request) => {
    const { name } = z.looseObject({ name: z.string().min(1).max(200) }).parse(request.body);
    const { team, channel } = channelOf(request);
    return request.simulator.teamDeeds.renameChannel(team, channel, personDoing(request, team.memberIds), name);
  },
  "POST /channels/:id/delete": (request) => {
    const { team, channel } = channelOf(request);
    return request.simulator.teamDeeds.deleteChannel(team, channel, personDoing(request, team.memberIds));
  },
  "POST /channels/:id/restore": (request) => {
    const { team, channel } = channelOf(request);
    return request.simulator.teamDeeds.restoreChannel(team, channel, personDoing(request, team.memberIds));
  },

  "GET /group-chats": ({ simulator }) => ({ items: simulator.tenant.groupChats.map(viewGroupChat) }),
  "POST /group-chats": ({ simulator, body }) => {
    const { topic, personIds } = createSchema.parse(body);
    return viewGroupChat(simulator.groupChatDeeds.create(topic, personIds.map((id) => findPerson(simulator, id))));
  },
  "GET /group-chats/:id": (request) => {
    const chat = groupChatOf(request);
    return { ...viewGroupChat(chat), memberIds: [...chat.memberIds] };
  },
  "GET /group-chats/:id/chat": (request) => {
    const chat = groupChatOf(request);
    return { ...viewGroupChat(chat), ...readChat(request, chat.id) };
  },
  "GET /group-chats/:id/received": (request) => readReceived(request, groupChatOf(request).id),
  "POST /group-chats/:id/install": (request) => {
    const chat = groupChatOf(request);
    return request.simulator.groupChatDeeds.install(chat, personDoing(request, chat.memberIds));
  },
  "POST /group-chats/:id/uninstall": (request) => {
    const chat = groupChatOf(request);
    return request.simulator.groupChatDeeds.uninstall(chat, personDoing(request, chat.memberIds));
  },
  "POST /group-chats/:id/add-members": (request) => {
    const chat = groupChatOf(request);
    return request.simulator.groupChatDeeds.addMembers(chat, personDoing(request, chat.memberIds), peopleOf(request));
  },
  "POST /group-chats/:id/remove-members": (request) => {
    const chat = groupChatOf(request);
    return request.simulator.groupChatDeeds.removeMembers(chat, personDoing(request, chat.memberIds), peopleOf(request));
  },
  "POST /group-chats/:id/rename": (request) => {
    const { name } = z.looseObject({ name: z.string().min(1).max(200) }).parse(request.body);
    return request.simulator.groupChatDeeds.rename(groupChatOf(request), name);
  },
  "POST /group-chats/:id/say": (request) => {
    const { by, text, mentioned, mentionBot } = readSaying(request);
    return request.simulator.groupChatDeeds.say(groupChatOf(request), by, text, mentioned, mentionBot);
  },
  "POST /group-chats/:id/click": (request) => {
    const chat = groupChatOf(request);
    return click(request, chat.id, () => ({ kind: "groupChat", chat }));
  },
};

function viewGroupChat({ id, topic, memberIds, installedBy }: GroupChat): Record<string, unknown> {
  return { id, topic, members: memberIds.size, installedBy: installedBy ?? null };
}

function readChat({ simulator, query }: ControlRequest, conversationId: string): object {
  const viewer = query.get("person") ?? undefined;
  const messages = (simulator.tenant.chats.get(conversationId)?.messages ?? []).map((message) => {
    const view = viewMessage(message, viewer);
    const author = view.personId === undefined ? undefined : simulator.tenant.getPerson(view.personId);
    return author ? { ...view, author: { displayName: author.displayName, index: author.index } } : view;
  });
  return { messages };
}

function readReceived({ simulator }: ControlRequest, conversationId: string): object {
  const chat = simulator.tenant.chats.get(conversationId);
  const messages = (chat?.messages ?? []).filter((message) => message.from === "bot");
  return { accepted: chat?.accepted ?? 0, messages: messages.map((message) => viewMessage(message, undefined)) };
}

function readSaying({ simulator, body }: ControlRequest) {
  const { personId, text, mentionedIds, mentionBot } = saySchema.parse(body);
  const mentioned = mentionedIds.map((id) => findPerson(simulator, id));
  return { by: findPerson(simulator, personId), text, mentioned, mentionBot };
}

function click({ simulator, body }: ControlRequest, conversationId: string, placeIn: (threadId: string) => Place) {
  const { personId, ...clicked } = clickSchema.parse(body);
  const { tenant, bot } = simulator;
  const chat = tenant.chats.open(conversationId);
  return clickCard(tenant, bot, findPerson(simulator, personId), chat, clicked, placeIn(clicked.activityId));
}

function channelOf({ simulator, id }: ControlRequest): { team: Team; channel: Channel } {
  const found = simulator.tenant.getChannel(id);
  if (!found) throw new NotHere(`There is no channel ${id}.`);
  return found;
}

function groupChatOf({ simulator, id }: ControlRequest): GroupChat {
  const chat = simulator.tenant.getGroupChat(id);
  if (!chat) throw new NotHere(`There is no group chat ${id}.`);
  return chat;
}
