// Control routes about teams and their channels.
import { z } from "zod";

import { clickCard } from "./click-card";
import { findPerson } from "./control-people";
import { type ControlRequest, type ControlRoutes, NotHere } from "./control-request";
import { viewMessage } from "./message-view";
import type { Person } from "./people";
import type { Channel, Team } from "./teams";

const bySchema = z.looseObject({ by: z.string().optional() });
const membersSchema = z.looseObject({ personIds: z.array(z.string()).min(1) });
const nameSchema = z.looseObject({ name: z.string().min(1).max(200) });

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

export const teamRoutes: ControlRoutes = {
  "GET /teams": ({ simulator }) => ({ items: simulator.teams.map(viewTeam) }),
  "GET /teams/:id": (request) => ({ ...viewTeam(teamOf(request)), memberIds: [...teamOf(request).memberIds] }),
  "POST /teams/:id/install": (request) => {
    const team = teamOf(request);
    const { channelId } = z.looseObject({ channelId: z.string().optional() }).parse(request.body);
    const channel = channelId === undefined ? team.channels[0] : team.channels.find(({ id }) => id === channelId);
    if (!channel) throw new NotHere(`${team.name} has no channel ${channelId}.`);
    return request.simulator.teamDeeds.install(team, deedBy(request), channel);
  },
  "POST /teams/:id/uninstall": (request) => request.simulator.teamDeeds.uninstall(teamOf(request), deedBy(request)),
  "POST /teams/:id/add-members": (request) =>
    request.simulator.teamDeeds.addMembers(teamOf(request), deedBy(request), peopleOf(request)),
  "POST /teams/:id/remove-members": (request) =>
    request.simulator.teamDeeds.removeMembers(teamOf(request), deedBy(request), peopleOf(request)),
  "POST /teams/:id/rename": (request) =>
    request.simulator.teamDeeds.rename(teamOf(request), deedBy(request), nameSchema.parse(request.body).name),
  "POST /teams/:id/create-channel": (request) =>
    request.simulator.teamDeeds.createChannel(teamOf(request), deedBy(request), nameSchema.parse(request.body).name),
  "GET /channels/:id/chat": (request) => {
    const { team, channel } = channelOf(request);
    const viewer = request.query.get("person") ?? undefined;
    const chat = request.simulator.tenant.chats.get(channel.id);
    const messages = (chat?.messages ?? []).map((message) => viewMessage(message, viewer));
    return { team: team.name, channel: channel.name, messages };
  },
  "POST /channels/:id/say": (request) => {
    const { personId, text, mentionedIds, mentionBot } = saySchema.parse(request.body);
    const { team, channel } = channelOf(request);
    const mentioned = mentionedIds.map((id) => findPerson(request.simulator, id));
    const by = findPerson(request.simulator, personId);
    return request.simulator.teamDeeds.say(team, channel, by, text, mentioned, mentionBot);
  },
  "POST /channels/:id/click": (request) => {
    const { personId, ...click } = clickSchema.parse(request.body);
    const { team, channel } = channelOf(request);
    const { tenant, bot } = request.simulator;
    const place = { kind: "channel", team, channel, threadId: click.activityId } as const;
    return clickCard(tenant, bot, findPerson(request.simulator, personId), tenant.chats.open(channel.id), click, place);
  },
};

function viewTeam(team: Team): Record<string, unknown> {
  const { id, name, aadGroupId, channels, memberIds, installedBy } = team;
  return { id, name, aadGroupId, channels, members: memberIds.size, installedBy: installedBy ?? null };
}

function teamOf({ simulator, id }: ControlRequest): Team {
  const team = simulator.tenant.getTeam(id);
  if (!team) throw new NotHere(`There is no team ${id}.`);
  return team;
}

function channelOf({ simulator, id }: ControlRequest): { team: Team; channel: Channel } {
  const found = simulator.tenant.getChannel(id);
  if (!found) throw new NotHere(`There is no channel ${id}.`);
  return found;
}

/** Who does it: named in the body, else the first member of the team. */
function deedBy(request: ControlRequest): Person {
  const { by } = bySchema.parse(request.body);
  const [firstMember] = teamOf(request).memberIds;
  return findPerson(request.simulator, by ?? firstMember ?? "");
}

function peopleOf(request: ControlRequest): Person[] {
  return membersSchema.parse(request.body).personIds.map((id) => findPerson(request.simulator, id));
}
