// Control routes about teams; those about their channels are in control-conversations.ts.
import { z } from "zod";

import { findPerson, peopleOf, personDoing } from "./control-people";
import { type ControlRequest, type ControlRoutes, NotHere } from "./control-request";
import type { Person } from "./people";
import type { Team } from "./teams";

const nameSchema = z.looseObject({ name: z.string().min(1).max(200) });

const createSchema = z.strictObject({
  name: z.string().min(1).max(200),
  personIds: z.array(z.string()).default([]),
  channels: z.array(z.string()).default([]),
});

export const teamRoutes: ControlRoutes = {
  "GET /teams": ({ simulator }) => ({ items: simulator.teams.map(viewTeam) }),
  "POST /teams": ({ simulator, body }) => {
    const { name, personIds, channels } = createSchema.parse(body);
    return viewTeam(simulator.teamDeeds.create(name, personIds.map((id) => findPerson(simulator, id)), channels));
  },
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
  "POST /teams/:id/archive": (request) => request.simulator.teamDeeds.archive(teamOf(request), deedBy(request)),
  "POST /teams/:id/unarchive": (request) => request.simulator.teamDeeds.unarchive(teamOf(request), deedBy(request)),
  "POST /teams/:id/delete": (request) => {
    const { forGood } = z.looseObject({ forGood: z.boolean().default(false) }).parse(request.body);
    return request.simulator.teamDeeds.delete(teamOf(request), deedBy(request), forGood);
  },
  "POST /teams/:id/restore": (request) => request.simulator.teamDeeds.restore(teamOf(request), deedBy(request)),
};

function viewTeam(team: Team): Record<string, unknown> {
  const { id, name, aadGroupId, channels, memberIds, installedBy, state } = team;
  const members = memberIds.size;
  return { id, name, aadGroupId, channels, members, state: state ?? "ACTIVE", installedBy: installedBy ?? null };
}

function teamOf({ simulator, id }: ControlRequest): Team {
  const team = simulator.tenant.getTeam(id);
  if (!team) throw new NotHere(`There is no team ${id}.`);
  return team;
}

function deedBy(request: ControlRequest): Person {
  return personDoing(request, teamOf(request).memberIds);
}
