// The practice tenant: its people, teams and chats, and the switches that decide how the Connector in front of it
// behaves. One object holds them, so that the Connector, the people's deeds and the control interface see one world.
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";

import { Changes } from "./changes";
import { type Chat, Chats } from "./chats";
import { Counts } from "./counts";
import { Faults } from "./faults";
import { Limits } from "./limits";
import { makePeople, type Person } from "./people";
import { makeRandom, type Random } from "./random";
import { changeSettings, type Settings, type SettingsChange, settingsSchema } from "./settings";
import { type Channel, makeTeams, type Team } from "./teams";
import { Tokens } from "./tokens";

export const DEFAULT_APP_ID = "22222222-2222-4222-8222-222222222222";

export type TenantOptions = { people: number; seed: number; appId: string; tenantId: string; settings: SettingsChange };

export class Tenant {
  readonly id: string;
  readonly appId: string;
  readonly botId: string;
  readonly botName = "Herald";
  /** Ends with "/"; set once the server knows its port. */
  serviceUrl = "";
  readonly people: readonly Person[];
  teams: readonly Team[];
  readonly chats = new Chats();
  readonly tokens = new Tokens();
  readonly faults: Faults;
  readonly changes = new Changes();
  counts = new Counts();
  limits: Limits;
  /** Draws the jitter of the latency. */
  readonly random: Random;
  #settings: Settings;
  readonly #peopleByKey = new Map<string, Person>();

  constructor(readonly options: TenantOptions) {
    this.id = options.tenantId;
    this.appId = options.appId;
    this.botId = `28:${options.appId}`;
    this.people = makePeople(options.people, options.seed, this.botId);
    this.teams = makeTeams(this.people, options.seed);
    this.faults = new Faults(options.seed);
    this.random = makeRandom(options.seed + 3);
    this.#settings = settingsSchema.parse(options.settings);
    this.limits = new Limits(this.#settings.ratePerSecond, this.#settings.burst);
    for (const person of this.people) {
      const { objectId, teamsUserId, conversationId } = person;
      for (const key of [objectId, teamsUserId, conversationId]) this.#peopleByKey.set(key, person);
    }
  }

  get settings(): Settings {
    return this.#settings;
  }

  changeSettings(change: unknown): Settings {
    this.#settings = changeSettings(this.#settings, change);
    this.limits.setRate(this.#settings.ratePerSecond, this.#settings.burst);
    return this.#settings;
  }

  /** By object id, Teams user id or the id of the personal chat. */
  getPerson(key: string): Person | undefined {
    return this.#peopleByKey.get(key);
  }

  getTeam(teamId: string): Team | undefined {
    return this.teams.find((team) => team.id === teamId);
  }

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
    for (const chat of this.chats.all()) {
      Object.assign(chat, { accepted: 0, acceptedUnseen: 0, acceptedByKey: new Map<string, number>() });
    }
  }

  resetInstalls(): void {
    for (const person of this.people) person.status = "NOT_INSTALLED";
    this.teams = makeTeams(this.people, this.options.seed);
  }
}

export function practiceTenant(options: Partial<TenantOptions> = {}): Tenant {
  const defaults = { people: 250, seed: 1, appId: DEFAULT_APP_ID, tenantId: PRACTICE_TENANT_ID, settings: {} };
  return new Tenant({ ...defaults, ...options });
}
