// The groups of the practice tenant's directory: those of the teams, and as many more as are wanted, of all kinds that
// Entra has, with nesting over several levels (in circles too, which Entra allows) and dynamic membership.
import type { GroupKind } from "@/lib/domain/directory";

import { DEPARTMENTS } from "./attributes";
import type { Person } from "./people";
import { makeRandom, pick, type Random } from "./random";
import type { Team } from "./teams";

/** The one form of rule that is simulated: a property equals a value. */
export type Rule = { property: "department" | "country" | "jobTitle" | "preferredLanguage" | "userType"; value: string };

export type Group = {
  readonly id: string;
  displayName: string;
  readonly description: string | null;
  readonly kind: GroupKind;
  readonly mailNickname: string;
  /** Makes the membership dynamic: nobody is a member otherwise. */
  readonly rule?: Rule;
  /** The members of a team's group are the members of the team. */
  readonly teamId?: string;
  readonly memberIds: Set<string>;
  readonly groupIds: Set<string>;
  isDeleted?: true;
};

const KINDS: readonly GroupKind[] = ["SECURITY", "DISTRIBUTION", "MICROSOFT_365", "SECURITY", "MAIL_SECURITY"];
const PURPOSES = ["Everyone", "Leads", "On call", "Newsletter", "Building access", "Project Atlas", "Project Borealis"];
const LARGE_SHARE = 0.1;
const MAX_LARGE = 4000;
const MAX_DEPTH = 5;

export function makeGroups(people: readonly Person[], teams: readonly Team[], count: number, seed: number): Group[] {
  const groups = teams.map(groupOfTeam);
  const random = makeRandom(seed + 5);
  const taken = new Set(groups.map((group) => group.displayName));
  while (groups.length < count) {
    const position = groups.length - teams.length;
    const group = drawGroup(position, groups.length + 1, people, groups, random);
    if (taken.has(group.displayName)) group.displayName = `${group.displayName} ${position + 1}`;
    taken.add(group.displayName);
    groups.push(group);
  }
  closeACircle(groups);
  return groups;
}

export function groupOfTeam(team: Team): Group {
  return {
    id: team.aadGroupId,
    displayName: team.name,
    description: `Everybody in ${team.name}`,
    kind: "MICROSOFT_365",
    mailNickname: nicknameOf(team.name),
    teamId: team.id,
    memberIds: new Set(),
    groupIds: new Set(),
  };
}

export function makeGroup(
  number: number, kind: GroupKind, name: string, memberIds: readonly string[], innerIds: readonly string[],
): Group {
  return { ...emptyGroup(groupIdOf(number), kind, name, null), memberIds: new Set(memberIds), groupIds: new Set(innerIds) };
}

/** Every fourth is dynamic, every third of the rest contains other groups. */
function drawGroup(
  position: number, number: number, people: readonly Person[], groups: readonly Group[], random: Random,
): Group {
  const id = groupIdOf(number);
  const kind = KINDS[position % KINDS.length] ?? "SECURITY";
  if (position % 4 === 3) return dynamicGroup(id, kind === "MICROSOFT_365" ? kind : "SECURITY", people, random);
  // A Microsoft 365 group cannot contain groups.
  const isNesting = position % 3 === 2 && kind !== "MICROSOFT_365";
  const department = pick(random, Object.keys(DEPARTMENTS));
  const displayName = `${department} ${isNesting ? "Umbrella" : pick(random, PURPOSES)}`;
  const inner = isNesting ? drawInner(groups, random) : [];
  return {
    ...emptyGroup(id, kind, displayName, position % 5 === 4 ? null : `${displayName}, kept by hand`),
    memberIds: new Set(drawMembers(people, random, isNesting)),
    groupIds: new Set(inner.map((group) => group.id)),
  };
}

function dynamicGroup(id: string, kind: GroupKind, people: readonly Person[], random: Random): Group {
  const property = pick(random, ["department", "country", "preferredLanguage", "jobTitle"] as const);
  const example = people.length > 0 ? pick(random, people)[property] : null;
  const value = example ?? "Nowhere";
  return { ...emptyGroup(id, kind, `All of ${value}`, `Filled by a rule on ${property}`), rule: { property, value } };
}

function emptyGroup(id: string, kind: GroupKind, displayName: string, description: string | null): Group {
  const nickname = `${nicknameOf(displayName)}-${Number.parseInt(id.slice(-12), 16)}`;
  return { id, kind, displayName, description, mailNickname: nickname, memberIds: new Set(), groupIds: new Set() };
}

/** Some of the newest, and the one that contains others already, up to a depth of five levels. */
function drawInner(groups: readonly Group[], random: Random): Group[] {
  const newest = groups.slice(-4);
  const nesting = groups.filter((group) => group.groupIds.size > 0);
  const previous = nesting.length % MAX_DEPTH === 0 ? newest[0] : nesting.at(-1);
  const chosen = newest.filter((group) => group.groupIds.size === 0 && random() < 0.5);
  return [...new Set([...chosen, ...(previous ? [previous] : [])])];
}

function drawMembers(people: readonly Person[], random: Random, isNesting: boolean): string[] {
  if (people.length === 0) return [];
  const isLarge = random() < LARGE_SHARE;
  const wanted = isNesting ? random() * 6 : isLarge ? Math.min(MAX_LARGE, people.length * 0.2) : 3 + random() * 40;
  const chosen = Array.from({ length: Math.min(people.length, Math.round(wanted)) }, () => pick(random, people).objectId);
  return [...new Set(chosen)];
}

/** The first group that contains others gets the one that contains it: Entra has such circles. */
function closeACircle(groups: readonly Group[]): void {
  const [first, second] = groups.filter((group) => group.groupIds.size > 0);
  if (first && second?.groupIds.has(first.id)) first.groupIds.add(second.id);
}

function groupIdOf(number: number): string {
  return `00000000-0000-4000-a000-${number.toString(16).padStart(12, "0")}`;
}

function nicknameOf(name: string): string {
  return name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "group";
}
