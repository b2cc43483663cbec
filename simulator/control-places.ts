// The control route behind the list of conversations on the page: the group chats and channels of one person. Without
// `all=true` only those with the bot; with it a team the bot is not in stands there too, with its General channel.
import { z } from "zod";

import { findPerson } from "./control-people";
import type { ControlRoutes } from "./control-request";
import type { GroupChat } from "./group-chats";
import { previewOf, viewMessage } from "./message-view";
import type { Person } from "./people";
import type { Simulator } from "./simulator";
import type { Team } from "./teams";

type PlaceView = {
  kind: "channel" | "groupChat";
  id: string;
  title: string;
  team?: { id: string; name: string };
  hasApp: boolean;
  members: number;
  lastMessage?: { preview: string; at: string };
};

const querySchema = z.object({ all: z.stringbool().default(false) });

export const placeRoutes: ControlRoutes = {
  "GET /people/:id/conversations": ({ simulator, id, query }) => {
    const { all } = querySchema.parse(Object.fromEntries(query));
    const person = findPerson(simulator, id);
    const places = [...chatsOf(simulator, person), ...channelsOf(simulator, person)];
    return { items: places.filter((place) => all || place.hasApp || place.lastMessage !== undefined) };
  },
};

function chatsOf(simulator: Simulator, person: Person): PlaceView[] {
  return simulator.tenant.groupChats.filter((chat) => chat.memberIds.has(person.objectId)).map((chat) => ({
    kind: "groupChat",
    id: chat.id,
    title: titleOf(simulator, chat, person),
    hasApp: chat.installedBy !== undefined,
    members: chat.memberIds.size,
    ...lastOf(simulator, chat.id, person),
  }));
}

function channelsOf(simulator: Simulator, person: Person): PlaceView[] {
  const teams = simulator.teams.filter((team) => team.memberIds.has(person.objectId) && team.state !== "DELETED");
  return teams.flatMap((team) => shownChannels(team).map((channel) => ({
    kind: "channel" as const,
    id: channel.id,
    title: channel.name,
    team: { id: team.id, name: team.name },
    hasApp: team.installedBy !== undefined,
    members: team.memberIds.size,
    ...lastOf(simulator, channel.id, person),
  })));
}

function shownChannels(team: Team): Team["channels"] {
  const channels = team.channels.filter((channel) => !channel.isDeleted);
  return team.installedBy === undefined ? channels.slice(0, 1) : channels;
}

function lastOf(simulator: Simulator, conversationId: string, viewer: Person): Pick<PlaceView, "lastMessage"> {
  const last = simulator.tenant.chats.get(conversationId)?.messages.at(-1);
  if (!last) return {};
  const view = viewMessage(last, viewer.objectId);
  return { lastMessage: { preview: previewOf(view), at: view.at } };
}

/** Without a topic Teams shows the others in the chat. */
function titleOf({ tenant }: Simulator, chat: GroupChat, viewer: Person): string {
  const others = tenant.peopleWithIds(chat.memberIds).filter((person) => person !== viewer);
  return chat.topic ?? others.slice(0, 3).map((person) => person.givenName).join(", ");
}
