// Control routes about the directory: what is in it, for tests to compare with, and changes to it.
import { z } from "zod";

import { GROUP_KINDS } from "@/lib/domain/directory";

import { findPerson } from "./control-people";
import { type ControlRequest, type ControlRoutes, NotHere } from "./control-request";
import type { Group } from "./groups";
import type { Person } from "./people";
import type { Simulator } from "./simulator";

const chosenSchema = z.strictObject({ count: z.int().min(0).optional(), personIds: z.array(z.string()).optional() });

const accountSchema = z.strictObject({
  accountEnabled: z.boolean().exactOptional(),
  licence: z.enum(["TEAMS", "WITHOUT_TEAMS", "NONE"]).exactOptional(),
  department: z.string().nullable().exactOptional(),
  jobTitle: z.string().nullable().exactOptional(),
  country: z.string().exactOptional(),
  preferredLanguage: z.string().nullable().exactOptional(),
  isAppBlocked: z.boolean().exactOptional(),
});

const membersSchema = z.strictObject({
  addIds: z.array(z.string()).default([]),
  removeIds: z.array(z.string()).default([]),
  addCount: z.int().min(0).default(0),
  removeCount: z.int().min(0).default(0),
});

const groupSchema = z.strictObject({
  name: z.string().min(1).max(200),
  kind: z.enum(GROUP_KINDS).default("SECURITY"),
  personIds: z.array(z.string()).default([]),
  groupIds: z.array(z.string()).default([]),
});

export const directoryRoutes: ControlRoutes = {
  "GET /directory": ({ simulator }) => summarize(simulator),
  "POST /directory/add": ({ simulator, body }) => {
    const { count } = z.strictObject({ count: z.int().min(1).max(100_000) }).parse(body);
    return { personIds: idsOf(simulator.directoryChanges.add(count)) };
  },
  "POST /directory/change": ({ simulator, body }) => {
    const { count } = z.strictObject({ count: z.int().min(1) }).parse(body);
    return { personIds: idsOf(simulator.directoryChanges.change(count)) };
  },
  "POST /directory/delete": ({ simulator, body }) => {
    const people = choosePeople(simulator, body);
    simulator.directoryChanges.delete(people);
    return { personIds: idsOf(people) };
  },
  "POST /directory/resync": ({ simulator }) => simulator.tenant.directory.endEpoch(),
  "POST /people/:id/account": ({ simulator, id, body }) => {
    simulator.directoryChanges.set([findPerson(simulator, id)], accountSchema.parse(body));
  },
  "GET /groups": ({ simulator }) => ({ items: simulator.tenant.directory.groups().map((group) => viewGroup(simulator, group)) }),
  "POST /groups": ({ simulator, body }) => {
    const { name, kind, personIds, groupIds } = groupSchema.parse(body);
    const inner = groupIds.map((id) => findGroup(simulator, id).id);
    const members = personIds.map((id) => findPerson(simulator, id).objectId);
    return viewGroup(simulator, simulator.tenant.addGroup(name, kind, members, inner));
  },
  "GET /groups/:id": ({ simulator, id }) => {
    const group = findGroup(simulator, id);
    const memberIds = idsOf(simulator.tenant.directory.transitiveMembers(group));
    return { ...viewGroup(simulator, group), memberIds, groupIds: [...group.groupIds] };
  },
  "POST /groups/:id/members": (request) => {
    const group = findGroup(request.simulator, request.id);
    const { add, remove } = chooseMembers(request, group);
    request.simulator.directoryChanges.changeGroup(group, add, remove);
    return { addedIds: idsOf(add), removedIds: idsOf(remove) };
  },
  "POST /groups/:id/delete": ({ simulator, id }) => simulator.tenant.directory.deleteGroup(findGroup(simulator, id)),
};

function summarize({ tenant }: Simulator): unknown {
  const people = tenant.people.filter((person) => !person.isDeleted);
  const groups = tenant.directory.groups();
  const count = <T>(list: readonly T[], test: (item: T) => boolean): number => list.filter(test).length;
  return {
    people: {
      total: people.length,
      deleted: tenant.people.length - people.length,
      guests: count(people, (person) => person.userType === "Guest"),
      disabled: count(people, (person) => !person.accountEnabled),
      unlicensed: count(people, (person) => person.userType === "Member" && person.licence !== "TEAMS"),
      blocked: count(people, (person) => person.isAppBlocked),
      installed: count(people, (person) => person.status === "INSTALLED"),
    },
    groups: {
      total: groups.length,
      byKind: Object.fromEntries(GROUP_KINDS.map((kind) => [kind, count(groups, (group) => group.kind === kind)])),
      dynamic: count(groups, (group) => group.rule !== undefined),
      nesting: count(groups, (group) => group.groupIds.size > 0),
    },
    changes: tenant.directory.position,
  };
}

function choosePeople(simulator: Simulator, body: unknown): Person[] {
  const { count = 0, personIds = [] } = chosenSchema.parse(body);
  return [...personIds.map((id) => findPerson(simulator, id)), ...simulator.directoryChanges.draw(count)];
}

function chooseMembers({ simulator, body }: ControlRequest, group: Group): { add: Person[]; remove: Person[] } {
  const { addIds, removeIds, addCount, removeCount } = membersSchema.parse(body);
  const { people, directory } = simulator.tenant;
  const there = new Set(directory.directMembers(group));
  const outside = addCount === 0 ? [] : people.filter((person) => !person.isDeleted && !there.has(person)).slice(0, addCount);
  const named = (ids: readonly string[]): Person[] => ids.map((id) => findPerson(simulator, id));
  return { add: [...named(addIds), ...outside], remove: [...named(removeIds), ...[...there].slice(0, removeCount)] };
}

function viewGroup({ tenant }: Simulator, group: Group): Record<string, unknown> {
  const { id, displayName, kind, teamId, rule } = group;
  const members = tenant.directory.transitiveMembers(group).length;
  return { id, displayName, kind, members, isDynamic: rule !== undefined, teamId: teamId ?? null };
}

function findGroup({ tenant }: Simulator, id: string): Group {
  const group = tenant.directory.getGroup(id);
  if (!group) throw new NotHere(`There is no group ${id}.`);
  return group;
}

function idsOf(people: readonly Person[]): string[] {
  return people.map((person) => person.objectId);
}
