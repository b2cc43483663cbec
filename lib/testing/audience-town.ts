// A few dozen recipients with teams, groups, a list and places, for tests of audiences; and who belongs to an audience by
// the definition of its kinds, without SQL.
import { randomUUID } from "node:crypto";

import type { Audience } from "@/lib/domain/audience";
import type { Account } from "@/lib/domain/directory";
import type { RecipientKind, ReferenceState } from "@/lib/domain/reference";
import type { DbPool } from "@/lib/store/db";

const TENANT = "11111111-1111-4111-8111-111111111111";

export type Townsman = {
  id: string;
  kind: RecipientKind;
  state: ReferenceState | null;
  account: Account;
  guest: boolean;
  department: string | null;
  country: string | null;
  locale: string | null;
  jobTitle: string | null;
};

export type Town = {
  people: Townsman[];
  /** Ids of members by the id of a team, group or list. */
  members: Map<string, string[]>;
  teamIds: string[];
  groupIds: string[];
  listIds: string[];
};

const STATES = ["ACTIVE", "ACTIVE", "ACTIVE", "KNOWN", null, "NEEDS_INSTALL", "BLOCKED", "REMOVED"] as const;
const ACCOUNTS = ["ENABLED", "ENABLED", "ENABLED", "ENABLED", "UNKNOWN", "DISABLED", "UNLICENSED", "DELETED"] as const;
const DEPARTMENTS = ["Sales", "Research", null] as const;
const LOCALES = ["de-DE", "de-AT", "en-US", null] as const;

function inTurn<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error("There are no values to take turns.");
  return value;
}

function drawTownsman(index: number): Townsman {
  return {
    id: randomUUID(),
    kind: index % 16 === 14 ? "CHANNEL" : index % 16 === 15 ? "GROUP_CHAT" : "PERSON",
    state: inTurn(STATES, index),
    account: inTurn(ACCOUNTS, Math.floor(index / 7)),
    guest: index % 11 === 0,
    department: inTurn(DEPARTMENTS, index),
    country: index % 2 === 0 ? "Germany" : "Peru",
    locale: inTurn(LOCALES, Math.floor(index / 2)),
    jobTitle: index % 5 === 0 ? "Engineer" : null,
  };
}

export async function buildTown(db: DbPool, size = 96): Promise<Town> {
  const people = Array.from({ length: size }, (_, index) => drawTownsman(index));
  await savePeople(db, people);
  const persons = people.filter(({ kind }) => kind === "PERSON").map(({ id }) => id);
  const everyNth = (n: number, start: number): string[] => persons.filter((_, index) => index % n === start);
  const teams = [everyNth(2, 0), everyNth(3, 1)];
  const groups = [everyNth(3, 0), everyNth(4, 2)];
  const lists = [everyNth(5, 1)];
  const [teamIds, groupIds, listIds] = [teams, groups, lists].map((sets) => sets.map(() => randomUUID()));
  if (!teamIds || !groupIds || !listIds) throw new Error("Unreachable.");
  await saveSets(db, { teamIds, teams, groupIds, groups, listIds, lists });
  const pairs = [...zip(teamIds, teams), ...zip(groupIds, groups), ...zip(listIds, lists)];
  return { people, members: new Map(pairs), teamIds, groupIds, listIds };
}

/** The ids of the audience, by what its kinds mean. */
export function membersOf(town: Town, audience: Audience): Set<string> {
  const named = (ids: readonly string[]): Set<string> => new Set(ids.flatMap((id) => town.members.get(id) ?? []));
  const those = (belongs: (one: Townsman) => boolean): Set<string> =>
    new Set(town.people.filter(belongs).map(({ id }) => id));
  switch (audience.kind) {
    case "ALL":
      return those(({ kind }) => kind === "PERSON");
    case "TEAM_MEMBERS":
      return named(audience.teamIds);
    case "ENTRA_GROUP":
      return named(audience.groupIds);
    case "CSV":
      return named([audience.listId]);
    case "RECIPIENTS":
      return those(({ kind, id }) => kind === "PERSON" && audience.recipientIds.includes(id));
    case "CHANNEL":
    case "GROUP_CHAT":
      return those(({ kind, id }) => kind === audience.kind && audience.recipientIds.includes(id));
    case "FILTER":
      return those((one) => passes(one, audience));
    case "UNION":
      return new Set(audience.of.flatMap((part) => [...membersOf(town, part)]));
    case "EXCEPT":
      return minus(membersOf(town, audience.of), membersOf(town, audience.without));
  }
}

function minus(all: ReadonlySet<string>, out: ReadonlySet<string>): Set<string> {
  return new Set([...all].filter((id) => !out.has(id)));
}

function passes(one: Townsman, filter: Extract<Audience, { kind: "FILTER" }>): boolean {
  const { department, country, jobTitle, language, hasApp } = filter;
  const isIn = (value: string | null, values: readonly string[] | undefined): boolean =>
    !values || values.some((wanted) => wanted.toLowerCase() === value?.toLowerCase());
  const speaks = isIn(one.locale, language) || isIn(one.locale?.split("-")[0] ?? null, language);
  const has = one.state === "ACTIVE" || one.state === "KNOWN";
  return (
    one.kind === "PERSON" && isIn(one.department, department) && isIn(one.country, country) &&
    isIn(one.jobTitle, jobTitle) && speaks && (hasApp === undefined || hasApp === has)
  );
}

async function savePeople(db: DbPool, people: readonly Townsman[]): Promise<void> {
  await db.recipient.createMany({
    data: people.map(({ guest, state: _state, ...one }, index) => ({
      ...one,
      tenantId: TENANT,
      externalId: one.id,
      displayName: `Recipient ${String(index).padStart(3, "0")}`,
      userType: guest ? "GUEST" : "MEMBER",
    })),
  });
  const seen = { serviceUrl: "https://teams.invalid/", botId: "28:herald", source: "INSTALL", seenAt: new Date(0) };
  await db.conversationReference.createMany({
    data: people.flatMap(({ id, state }) =>
      state === null ? [] : [{ recipientId: id, state, conversationId: state === "KNOWN" ? null : `chat-${id}`, ...seen }],
    ),
  });
}

type Sets = Record<"teamIds" | "groupIds" | "listIds", string[]> & Record<"teams" | "groups" | "lists", string[][]>;

async function saveSets(db: DbPool, { teamIds, teams, groupIds, groups, listIds, lists }: Sets): Promise<void> {
  const readAt = new Date();
  await db.team.createMany({
    data: teamIds.map((id) => ({ id, tenantId: TENANT, teamsId: id, name: "Team", serviceUrl: "https://teams.invalid/" })),
  });
  await db.rosterRead.createMany({ data: teamIds.map((teamId) => ({ teamId, status: "READ", readAt })) });
  await db.teamMember.createMany({
    data: zip(teamIds, teams).flatMap(([teamId, ids]) => ids.map((recipientId) => ({ teamId, recipientId }))),
  });
  await db.entraGroup.createMany({
    data: zip(groupIds, groups).map(([id, ids]) => ({
      id, tenantId: TENANT, objectId: id, name: "Group", kind: "SECURITY", reading: "READ", readAt,
      generation: 3, memberCount: ids.length,
    })),
  });
  await db.entraGroupMember.createMany({
    data: zip(groupIds, groups).flatMap(([groupId, ids]) => ids.map((recipientId) => ({ groupId, recipientId, generation: 3 }))),
  });
  await db.audienceList.createMany({
    data: zip(listIds, lists).map(([id, ids]) => ({
      id, name: `List ${id}`, status: "READY", rows: ids.length, people: ids.length, authorName: "test",
    })),
  });
  await db.audienceListEntry.createMany({
    data: zip(listIds, lists).flatMap(([listId, ids]) => ids.map((recipientId) => ({ listId, recipientId }))),
  });
}

function zip(ids: readonly string[], sets: readonly string[][]): [string, string[]][] {
  return ids.map((id, index) => [id, sets[index] ?? []]);
}
