// The directory of the practice tenant, what Graph reads: people and groups, and a log of every change to a person, so
// that a delta query can tell what has happened since. Numbers in the log only grow; a position in it is a number.
import type { Attributes } from "./attributes";
import type { Group } from "./groups";
import type { Person } from "./people";

export type PersonChange = Partial<Pick<Person, "displayName"> & Attributes>;

type LogEntry = { readonly position: number; readonly person: Person; readonly properties: readonly string[] };

export type DirectoryWorld = {
  readonly people: Person[];
  readonly groups: Group[];
  teamMemberIds(teamId: string): ReadonlySet<string> | undefined;
  getPerson(objectId: string): Person | undefined;
};

export class Directory {
  /** Tokens of another epoch are expired: a test may end one, and each start of a simulator begins one. */
  epoch = Date.now();
  readonly #log: LogEntry[] = [];
  readonly #history = new Map<Person, LogEntry[]>();
  readonly #groupsById = new Map<string, Group>();
  #members = new Map<string, readonly Person[]>();

  constructor(readonly world: DirectoryWorld) {
    for (const group of world.groups) this.#groupsById.set(group.id, group);
  }

  /** From now on tokens given out before are answered with 410. */
  endEpoch(): void {
    this.epoch += 1;
  }

  /** The number of the latest change. */
  get position(): number {
    return this.#log.length;
  }

  getGroup(id: string): Group | undefined {
    const group = this.#groupsById.get(id.toLowerCase());
    return group?.isDeleted ? undefined : group;
  }

  groups(): Group[] {
    return this.world.groups.filter((group) => !group.isDeleted);
  }

  deleteGroup(group: Group): void {
    group.isDeleted = true;
    this.forgetMembers();
  }

  addGroup(group: Group): void {
    this.world.groups.push(group);
    this.#groupsById.set(group.id, group);
  }

  /** The group of a team comes and goes with it. */
  setTeamGroup(groupId: string, isThere: boolean): void {
    const group = this.#groupsById.get(groupId);
    if (!group) return;
    if (isThere) delete group.isDeleted;
    else group.isDeleted = true;
    this.forgetMembers();
  }

  changePerson(person: Person, change: PersonChange): void {
    Object.assign(person, change);
    this.#record(person, Object.keys(change));
  }

  addPerson(person: Person): void {
    this.#record(person, ["created"]);
  }

  deletePerson(person: Person): void {
    person.isDeleted = true;
    this.#record(person, ["deleted"]);
  }

  /** Whoever changes a membership says so here: the members of groups are kept until then. */
  forgetMembers(): void {
    this.#members = new Map();
  }

  /**
   * Up to `limit` people changed after a position, each at their latest change only, and the position reached. Less
   * than `limit` people: the log is at its end.
   */
  changedAfter(position: number, limit: number): { people: Person[]; position: number } {
    const people: Person[] = [];
    let reached = position;
    // Entry n stands at index n - 1.
    for (let at = position; at < this.#log.length && people.length < limit; at += 1) {
      const entry = this.#log[at];
      if (!entry) break;
      reached = entry.position;
      if (this.#history.get(entry.person)?.at(-1) === entry) people.push(entry.person);
    }
    return { people, position: reached };
  }

  /** The properties of a person that were changed after a position. */
  propertiesChangedAfter(person: Person, position: number): Set<string> {
    const entries = this.#history.get(person) ?? [];
    return new Set(entries.filter((entry) => entry.position > position).flatMap((entry) => entry.properties));
  }

  /** Everybody in a group and the groups in it, in the order of their indexes; Graph's order is as unspoken as ours. */
  transitiveMembers(group: Group): readonly Person[] {
    const known = this.#members.get(group.id);
    if (known) return known;
    const people = new Set<Person>();
    for (const inner of this.#withInner(group)) for (const person of this.directMembers(inner)) people.add(person);
    const sorted = [...people].sort((left, right) => left.index - right.index);
    this.#members.set(group.id, sorted);
    return sorted;
  }

  directMembers(group: Group): Person[] {
    const { rule } = group;
    if (rule) return this.world.people.filter((person) => !person.isDeleted && person[rule.property] === rule.value);
    const ids = (group.teamId === undefined ? undefined : this.world.teamMemberIds(group.teamId)) ?? group.memberIds;
    return [...ids].flatMap((id) => {
      const person = this.world.getPerson(id);
      return person && !person.isDeleted ? [person] : [];
    });
  }

  #withInner(group: Group): Set<Group> {
    const found = new Set([group]);
    // A set grows while it is walked, and never holds a group twice: circles end.
    for (const outer of found) {
      for (const id of outer.groupIds) {
        const inner = this.getGroup(id);
        if (inner) found.add(inner);
      }
    }
    return found;
  }

  #record(person: Person, properties: readonly string[]): void {
    const entry = { position: this.#log.length + 1, person, properties };
    this.#log.push(entry);
    const history = this.#history.get(person);
    if (history) history.push(entry);
    else this.#history.set(person, [entry]);
    this.forgetMembers();
  }
}
