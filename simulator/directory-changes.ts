// Changes to the directory on demand, by number or by name, drawn from a generator of their own: what a day in an
// organisation does to it.
import { type Attributes, DEPARTMENTS } from "./attributes";
import type { Group } from "./groups";
import type { Person } from "./people";
import { makeRandom, pick, type Random } from "./random";
import type { Tenant } from "./tenant";

export type AccountChange = Partial<
  Pick<Attributes, "accountEnabled" | "licence" | "department" | "jobTitle" | "country" | "preferredLanguage" | "isAppBlocked">
>;

export class DirectoryChanges {
  readonly #random: Random;

  constructor(readonly tenant: Tenant) {
    this.#random = makeRandom(tenant.options.seed + 7);
  }

  /** New people; they join the first team, as everybody does, and no other. */
  add(count: number): Person[] {
    return Array.from({ length: count }, () => {
      const person = this.tenant.addPerson();
      this.tenant.teams[0]?.memberIds.add(person.objectId);
      this.tenant.directory.addPerson(person);
      this.tenant.changes.note(person.objectId);
      return person;
    });
  }

  /** Of so many people the department and the title. */
  change(count: number): Person[] {
    return this.#draw(count).map((person) => {
      const others = Object.keys(DEPARTMENTS).filter((name) => name !== person.department);
      const department = pick(this.#random, others);
      this.tenant.directory.changePerson(person, { department, jobTitle: pick(this.#random, DEPARTMENTS[department] ?? []) });
      return person;
    });
  }

  set(people: readonly Person[], change: AccountChange): void {
    for (const person of people) {
      this.tenant.directory.changePerson(person, change);
      this.tenant.changes.note(person.objectId);
    }
  }

  delete(people: readonly Person[]): void {
    for (const person of people) {
      this.tenant.directory.deletePerson(person);
      this.tenant.changes.note(person.objectId);
    }
  }

  /** So many people chosen by chance, the personas and the deleted never among them. */
  draw(count: number): Person[] {
    return this.#draw(count);
  }

  changeGroup(group: Group, add: readonly Person[], remove: readonly Person[]): void {
    const team = group.teamId === undefined ? undefined : this.tenant.getTeam(group.teamId);
    const memberIds = team?.memberIds ?? group.memberIds;
    for (const person of add) memberIds.add(person.objectId);
    for (const person of remove) memberIds.delete(person.objectId);
    this.tenant.directory.forgetMembers();
  }

  #draw(count: number): Person[] {
    const candidates = this.tenant.people.filter((person) => !person.isDeleted && person.index > 4);
    if (count > candidates.length) throw new RangeError(`There are only ${candidates.length} people to choose from.`);
    const start = Math.floor(this.#random() * candidates.length);
    const step = stepThrough(candidates.length, this.#random);
    return Array.from({ length: count }, (_, at) => candidates[(start + at * step) % candidates.length] as Person);
  }
}

/** A step that has no divisor in common with the length meets everybody once before it meets anybody twice. */
function stepThrough(length: number, random: Random): number {
  let step = 1 + Math.floor(random() * length);
  while (divisorOf(step, length) !== 1) step += 1;
  return step;
}

function divisorOf(left: number, right: number): number {
  return right === 0 ? left : divisorOf(right, left % right);
}
