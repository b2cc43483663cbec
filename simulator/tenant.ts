// The practice tenant: its people, teams and chats, and the switches that decide how the Connector in front of it
// behaves. One object holds them, so that the Connector, the people's deeds and the control interface see one world.
import type { GroupKind } from "@/lib/domain/directory";
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";

import { type AccountShares, USUAL_SHARES } from "./attributes";
import { Changes } from "./changes";
import { type Chat, Chats } from "./chats";
import { Counts } from "./counts";
import { Directory } from "./directory";
import { Faults } from "./faults";
import { GraphLimits } from "./graph-limits";
import { type GroupChat, makeGroupChats } from "./group-chats";
import { type Group, groupOfTeam, makeGroup, makeGroups } from "./groups";
import { Limits } from "./limits";
import { makePersonSource, type Person } from "./people";
import { makeRandom, type Random } from "./random";
import { changeSettings, type Settings, type SettingsChange, settingsSchema } from "./settings";
import { type Channel, makeTeams, type Team } from "./teams";
import { Tokens } from "./tokens";

export const DEFAULT_APP_ID = "22222222-2222-4222-8222-222222222222";

export type TenantOptions = {
  people: number;
  teams: number;
  /** Of the directory, those of the teams among them. */
  groups: number;
  groupChats: number;
  seed: number;
  appId: string;
  tenantId: string;
  settings: SettingsChange;
} & AccountShares;

export const USUAL_TENANT: TenantOptions = {
  people: 250, teams: 6, groups: 18, groupChats: 2, seed: 1, appId: DEFAULT_APP_ID, tenantId: PRACTICE_TENANT_ID, settings: {},
  ...USUAL_SHARES,
};

export class Tenant {
  readonly id: string;
  readonly appId: string;
  readonly botId: string;
  readonly botName = "Herald";
  /** Ends with "/"; set once the server knows its port. */
  serviceUrl = "";
  readonly people: Person[] = [];
  teams: Team[];
  groupChats: GroupChat[];
  readonly groups: Group[];
  readonly directory: Directory;
  readonly chats = new Chats();
  readonly tokens = new Tokens();
  readonly faults: Faults;
  readonly changes = new Changes();
  counts = new Counts();
  limits: Limits;
  graphLimits: GraphLimits;
  /** Draws the jitter of the latency. */
  readonly random: Random;
  #settings: Settings;
  readonly #peopleByKey = new Map<string, Person>();
  /** Made when somebody is first asked for by name. */
  #peopleByName: Map<string, Person> | undefined;
  readonly #drawPerson: () => Person;

  constructor(readonly options: TenantOptions) {
    this.id = options.tenantId;
    this.appId = options.appId;
    this.botId = `28:${options.appId}`;
    this.#drawPerson = makePersonSource(options.seed, this.botId, options);
    for (let count = 0; count < options.people; count += 1) this.addPerson();
    this.teams = makeTeams(this.people, options.seed, options.teams);
    this.groupChats = makeGroupChats(this.people, options.groupChats, options.seed);
    this.groups = makeGroups(this.people, this.teams, options.groups, options.seed);
    this.directory = new Directory(this);
    this.faults = new Faults(options.seed);
    this.random = makeRandom(options.seed + 3);
    this.#settings = settingsSchema.parse(options.settings);
    this.limits = new Limits(this.#settings.ratePerSecond, this.#settings.burst);
    this.graphLimits = new GraphLimits(this.#settings);
  }

  get settings(): Settings {
    return this.#settings;
  }

  changeSettings(change: unknown): Settings {
    this.#settings = changeSettings(this.#settings, change);
    this.limits.setRate(this.#settings.ratePerSecond, this.#settings.burst);
    this.graphLimits.setRates(this.#settings);
    return this.#settings;
  }

  /** One more person; the directory is told by whoever adds somebody to a tenant that is running. */
  addPerson(): Person {
    const person = this.#drawPerson();
    const { objectId, teamsUserId, conversationId } = person;
    for (const key of [objectId, teamsUserId, conversationId]) this.#peopleByKey.set(key, person);
    this.#peopleByName?.set(person.userPrincipalName.toLowerCase(), person);
    this.people.push(person);
    return person;
  }

  /** By object id, Teams user id or the id of the personal chat. */
  getPerson(key: string): Person | undefined {
    return this.#peopleByKey.get(key);
  }

  /** Whose personal chat a conversation is. */
  findChatOwner(conversationId: string): Person | undefined {
    if (conversationId.startsWith("a:")) return this.getPerson(conversationId);
    const objectId = /^19:[^_]+_([^@]+)@unq\.gbl\.spaces$/.exec(conversationId)?.[1];
    return objectId === undefined ? undefined : this.getPerson(objectId);
  }

  /** What Graph calls the personal chat, which the Connector takes as well. */
  graphChatIdOf(person: Person): string {
    return `19:${this.appId}_${person.objectId}@unq.gbl.spaces`;
  }

  /** By object id or user principal name, in any letter case. */
  findAccount(idOrName: string): Person | undefined {
    const key = idOrName.toLowerCase();
    if (!key.includes("@")) return this.getPerson(key);
    this.#peopleByName ??= new Map(this.people.map((person) => [person.userPrincipalName.toLowerCase(), person]));
    return this.#peopleByName.get(key);
  }

  /** In the order of the ids; those nobody has are left out. */
  peopleWithIds(ids: Iterable<string>): Person[] {
    const found: Person[] = [];
    for (const id of ids) {
      const person = this.getPerson(id);
      if (person && !person.isDeleted) found.push(person);
    }
    return found;
  }

  teamMemberIds(teamId: string): ReadonlySet<string> | undefined {
    return this.getTeam(teamId)?.memberIds;
  }

  getTeam(teamId: string): Team | undefined {
    return this.teams.find((team) => team.id === teamId);
  }

  /** With the group that stands behind it in the directory. */
  addTeam(team: Team): void {
    this.teams.push(team);
    this.directory.addGroup(groupOfTeam(team));
    this.changes.note(team.id);
  }

  addGroup(name: string, kind: GroupKind, memberIds: readonly string[], innerIds: readonly string[]): Group {
    const group = makeGroup(this.groups.length + 1, kind, name, memberIds, innerIds);
    this.directory.addGroup(group);
    return group;
  }

  getGroupChat(id: string): GroupChat | undefined {
    return this.groupChats.find((chat) => chat.id === id);
  }

  addGroupChat(chat: GroupChat): void {
    this.groupChats.push(chat);
    this.changes.note(chat.id);
  }

  /** Deleted ones too. */
  getChannel(channelId: string): { team: Team; channel: Channel } | undefined {
    for (const team of this.teams) {
      const channel = team.channels.find((candidate) => candidate.id === channelId);
      if (channel) return { team, channel };
    }
    return undefined;
  }

  chatOf(person: Person): Chat {
    return this.chats.open(person.conversationId, person.objectId);
  }

  /** Teams lets a bot write to a person who has it, or who is a member of a team that has it. */
  sharesTeamWithBot(person: Person): boolean {
    return this.teams.some((team) => team.installedBy !== undefined && team.memberIds.has(person.objectId));
  }

  /** Starts the counting again; what people see stays. */
  resetCounts(): void {
    this.counts = new Counts();
    this.tokens.issued = 0;
    this.limits = new Limits(this.#settings.ratePerSecond, this.#settings.burst);
    this.graphLimits = new GraphLimits(this.#settings);
    for (const chat of this.chats.all()) {
      Object.assign(chat, { accepted: 0, acceptedUnseen: 0, acceptedByKey: new Map<string, number>() });
    }
  }

  resetInstalls(): void {
    for (const person of this.people) person.status = "NOT_INSTALLED";
    this.teams = makeTeams(this.people, this.options.seed, this.options.teams);
    this.groupChats = makeGroupChats(this.people, this.options.groupChats, this.options.seed);
    this.directory.forgetMembers();
  }
}

export function practiceTenant(options: Partial<TenantOptions> = {}): Tenant {
  return new Tenant({ ...USUAL_TENANT, ...options });
}
