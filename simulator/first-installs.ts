// Who and what gets the bot when the simulator starts. People who have removed or blocked it before keep it that way. Once
// the first installations are finished, only newcomers are left; but at another address everybody and everything that
// has it is installed anew, for the bot answers where it was last told.
import type { GroupChat } from "./group-chats";
import type { Installation } from "./install-everyone";
import type { Person } from "./people";
import type { Simulator } from "./simulator";
import type { State } from "./state";
import type { Team } from "./teams";

export type FirstInstalls = { people: "all" | "none" | number; teams: number; groupChats: number };

export function chooseFirstInstalls(simulator: Simulator, first: FirstInstalls, saved?: State): Installation[] {
  const isFinished = saved?.installed === true;
  const isTold = isFinished && saved.serviceUrl === simulator.serviceUrl;
  const { teams, groupChats } = simulator.tenant;
  const isWanted = (has: boolean, position: number, count: number): boolean =>
    isFinished ? has && !isTold : has || position < count;
  return [
    ...choosePeople(simulator, first.people, saved).map((person) => forPerson(simulator, person)),
    ...teams
      .filter((team, at) => team.memberIds.size > 0 && isWanted(team.installedBy !== undefined, at, first.teams))
      .map((team) => forTeam(simulator, team)),
    ...groupChats
      .filter((chat, at) => chat.memberIds.size > 0 && isWanted(chat.installedBy !== undefined, at, first.groupChats))
      .map((chat) => forGroupChat(simulator, chat)),
  ];
}

export function forPerson({ personDeeds }: Simulator, person: Person): Installation {
  const before = person.status;
  return {
    install: () => personDeeds.install(person),
    giveUp: () => {
      if (person.status === "INSTALLED") person.status = before;
    },
  };
}

function forTeam({ teamDeeds, tenant }: Simulator, team: Team): Installation {
  const before = team.installedBy;
  return {
    install: () => teamDeeds.install(team, installerOf(tenant.getPerson(before ?? firstOf(team.memberIds)))),
    giveUp: () => {
      if (before === undefined) delete team.installedBy;
    },
  };
}

function forGroupChat({ groupChatDeeds, tenant }: Simulator, chat: GroupChat): Installation {
  const before = chat.installedBy;
  return {
    install: () => groupChatDeeds.install(chat, installerOf(tenant.getPerson(before ?? firstOf(chat.memberIds)))),
    giveUp: () => {
      if (before === undefined) delete chat.installedBy;
    },
  };
}

function choosePeople(simulator: Simulator, wanted: FirstInstalls["people"], saved?: State): Person[] {
  const isFinished = saved?.installed === true;
  const isWilling = (person: Person): boolean => person.status !== "REMOVED" && person.status !== "BLOCKED";
  const willing = simulator.people.slice(isFinished ? saved.people : 0).filter(isWilling);
  const count = wanted === "all" ? willing.length : wanted === "none" || isFinished ? 0 : wanted;
  const chosen = new Set(willing.slice(0, count));
  const isTold = isFinished && saved.serviceUrl === simulator.serviceUrl;
  return simulator.people.filter((person) => chosen.has(person) || (!isTold && person.status === "INSTALLED"));
}

function firstOf(ids: ReadonlySet<string>): string {
  const [first = ""] = ids;
  return first;
}

function installerOf(person: Person | undefined): Person {
  if (!person) throw new Error("An installation needs somebody who does it.");
  return person;
}
