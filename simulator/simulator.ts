// The simulator as an object: starts the practice tenant on a loopback port and offers, as methods, what the control
// interface offers over HTTP. Tests start it in-process; main.ts starts it as a process of its own.
import type { AddressInfo } from "node:net";

import type { Activity } from "./activities";
import { type Authorize, type BotAnswer, BotClient } from "./bot-client";
import { type Click, clickCard, type ClickResult } from "./click-card";
import type { CountsReport, RequestEntry } from "./counts";
import { DirectoryChanges } from "./directory-changes";
import type { FaultInput } from "./faults";
import { chooseFirstInstalls, type FirstInstalls } from "./first-installs";
import { GraphInstalls } from "./graph-installs";
import { GroupChatDeeds } from "./group-chat-deeds";
import { InstallEveryone, type InstallProgress } from "./install-everyone";
import { type MessageView, viewMessage } from "./message-view";
import { MAX_PEOPLE, type Person } from "./people";
import { type DeedResult, PersonDeeds } from "./person-deeds";
import { makeServer } from "./server";
import type { Settings, SettingsChange } from "./settings";
import { loadState, type State, StateFile } from "./state";
import { TeamDeeds } from "./team-deeds";
import type { Team } from "./teams";
import { practiceTenant, type Tenant, type TenantOptions } from "./tenant";

export type SimulatorOptions = {
  /** 0, the default, takes a free port. Only loopback is ever listened on. */
  port?: number;
  people?: number;
  teams?: number;
  /** Of the directory, those of the teams among them. */
  groups?: number;
  groupChats?: number;
  /** Parts of the people, from 0 to 1, whose account is disabled, has no Teams, or may not have the app. */
  disabledShare?: number;
  unlicensedShare?: number;
  blockedShare?: number;
  seed?: number;
  appId?: string;
  tenantId?: string;
  /** JSON file that keeps installs and chats across restarts; absent: nothing is kept. */
  stateFile?: string;
  /** Whom to install the bot for at the start: default "none". */
  install?: "all" | "none" | number;
  /** In how many teams and group chats it is installed at the start: default 0. */
  installTeams?: number;
  installGroupChats?: number;
  /** Every other switch, the bot's endpoint included; see settings.ts. */
  settings?: SettingsChange;
  authorize?: Authorize;
};

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const people = options.people ?? 250;
  if (!Number.isInteger(people) || people < 0 || people > MAX_PEOPLE) {
    throw new RangeError(`people must be a whole number from 0 to ${MAX_PEOPLE}`);
  }
  const tenant = practiceTenant(tenantOptions(options, people));
  const saved = options.stateFile === undefined ? undefined : loadState(tenant, options.stateFile);
  const simulator = new Simulator(tenant, options.authorize);
  await simulator.listen(options.port ?? 0);
  const { install = "none", installTeams = 0, installGroupChats = 0 } = options;
  simulator.installAtStart({ people: install, teams: installTeams, groupChats: installGroupChats }, saved);
  if (options.stateFile !== undefined) simulator.keepState(options.stateFile);
  return simulator;
}

export class Simulator {
  readonly personDeeds: PersonDeeds;
  readonly teamDeeds: TeamDeeds;
  readonly groupChatDeeds: GroupChatDeeds;
  readonly directoryChanges: DirectoryChanges;
  readonly bot: BotClient;
  readonly installs: InstallEveryone;
  readonly graphInstalls: GraphInstalls;
  readonly #server: ReturnType<typeof makeServer>;
  #state: StateFile | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    readonly tenant: Tenant,
    authorize?: Authorize,
  ) {
    this.bot = new BotClient(tenant, authorize);
    this.personDeeds = new PersonDeeds(tenant, this.bot);
    this.teamDeeds = new TeamDeeds(tenant, this.bot);
    this.groupChatDeeds = new GroupChatDeeds(tenant, this.bot);
    this.directoryChanges = new DirectoryChanges(tenant);
    this.installs = new InstallEveryone();
    this.graphInstalls = new GraphInstalls(this);
    this.#server = makeServer(this);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the setting GRAPH_URL of Herald points at. */
  get graphUrl(): string {
    return `${this.url}/graph`;
  }

  get serviceUrl(): string {
    return this.tenant.serviceUrl;
  }

  get people(): readonly Person[] {
    return this.tenant.people;
  }

  get teams(): readonly Team[] {
    return this.tenant.teams;
  }

  get settings(): Settings {
    return this.tenant.settings;
  }

  changeSettings(change: SettingsChange): Settings {
    return this.tenant.changeSettings(change);
  }

  setFaults(faults: readonly FaultInput[]): void {
    this.tenant.faults.replace(faults);
  }

  counts(): CountsReport {
    return this.tenant.counts.report(this.tenant);
  }

  /** Arrivals at the Connector, while the setting `logRequests` is on. */
  requests(): readonly RequestEntry[] {
    return this.tenant.counts.log;
  }

  /** The whole chat of a person with the bot, oldest first. */
  chat(personId: string): MessageView[] {
    const person = this.getPersonOrThrow(personId);
    return this.tenant.chatOf(person).messages.map((message) => viewMessage(message, person.objectId));
  }

  /** What a person got from the bot, deleted messages included. */
  received(personId: string): MessageView[] {
    return this.chat(personId).filter((message) => message.from === "bot");
  }

  install(personId: string): Promise<DeedResult> {
    return this.personDeeds.install(this.getPersonOrThrow(personId));
  }

  uninstall(personId: string): Promise<DeedResult> {
    return this.personDeeds.uninstall(this.getPersonOrThrow(personId));
  }

  say(personId: string, text: string): Promise<DeedResult> {
    return this.personDeeds.say(this.getPersonOrThrow(personId), text);
  }

  click(personId: string, click: Click): Promise<ClickResult> {
    const person = this.getPersonOrThrow(personId);
    return clickCard(this.tenant, this.bot, person, this.tenant.chatOf(person), click);
  }

  read(personId: string): Promise<DeedResult> {
    return this.personDeeds.read(this.getPersonOrThrow(personId));
  }

  /** Sends any activity to the bot as it is: for hostile and malformed input. */
  sendActivity(activity: Activity): Promise<BotAnswer> {
    return this.bot.send(activity);
  }

  installProgress(): InstallProgress {
    return { ...this.installs.progress };
  }

  installsFinished(): Promise<void> {
    return this.installs.finished();
  }

  /** Everything but the installs, unless told. */
  reset(what: Partial<Record<"chats" | "counts" | "faults" | "tokens" | "installs", boolean>> = {}): void {
    const wanted = { chats: true, counts: true, faults: true, tokens: true, installs: false, ...what };
    if (wanted.faults) this.setFaults([]);
    if (wanted.tokens) this.tenant.tokens.invalidateAll();
    if (wanted.counts) this.tenant.resetCounts();
    if (wanted.chats) this.tenant.chats.clear();
    if (wanted.installs) this.tenant.resetInstalls();
    for (const person of this.people) this.tenant.changes.note(person.objectId);
  }

  /** Stops listening, cuts what is open and saves the state; safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", 1024, resolve);
    });
    this.tenant.serviceUrl = `${this.url}/teams/`;
  }

  installAtStart(first: FirstInstalls, saved?: State): void {
    const wanted = chooseFirstInstalls(this, first, saved);
    if (wanted.length > 0) this.installs.start(wanted);
  }

  keepState(file: string): void {
    const isFinished = (): boolean => !this.installs.progress.running && this.installs.progress.failed === 0;
    this.#state = new StateFile(this.tenant, file, isFinished);
  }

  getPersonOrThrow(key: string): Person {
    const person = this.tenant.getPerson(key);
    if (!person) throw new RangeError(`Nobody here is ${key}`);
    return person;
  }

  async #close(): Promise<void> {
    this.bot.stop();
    await this.installs.stop();
    await this.graphInstalls.stop();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    await this.#state?.stop();
    this.tenant.changes.stop();
  }
}

function tenantOptions(options: SimulatorOptions, people: number): Partial<TenantOptions> {
  const { seed, appId, tenantId, settings, teams, groups, groupChats, disabledShare, unlicensedShare, blockedShare } = options;
  const given = { seed, appId, tenantId, settings, teams, groups, groupChats, disabledShare, unlicensedShare, blockedShare };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), people };
}
