// Keeps the practice tenant across restarts: who has installed the bot, teams and chats, in one JSON file that is
// written a moment after a change and at the end, always whole (a new file takes the old one's place).
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

import { MAX_MESSAGES_PER_CHAT } from "./chats";
import { MAX_PEOPLE } from "./people";
import type { Tenant } from "./tenant";

const SAVE_AFTER_MS = 1000;

const messageSchema = z.object({
  activityId: z.string(),
  from: z.string(),
  atMs: z.number(),
  json: z.string(),
  threadId: z.string().exactOptional(),
  editedAtMs: z.number().exactOptional(),
  deletedAtMs: z.number().exactOptional(),
  replacements: z.record(z.string(), z.unknown()).exactOptional(),
  reactions: z.record(z.string(), z.string()).exactOptional(),
});

const stateSchema = z.object({
  version: z.literal(1),
  /** False while the installations of the first start are still under way. */
  installed: z.boolean(),
  /** Where the bot was told to send; a simulator on another port has to tell it again. */
  serviceUrl: z.string().default(""),
  /** How many people there were: those beyond are new. */
  people: z.number().default(MAX_PEOPLE),
  statuses: z.record(z.string(), z.enum(["NOT_INSTALLED", "INSTALLED", "BLOCKED", "REMOVED"])),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      channels: z.array(z.object({ id: z.string(), name: z.string(), isDeleted: z.literal(true).exactOptional() })),
      memberIds: z.array(z.string()),
      state: z.enum(["ARCHIVED", "DELETED"]).exactOptional(),
      installedBy: z.string().exactOptional(),
      /** Of a team that was made while the simulator ran. */
      aadGroupId: z.string().exactOptional(),
    }),
  ),
  groupChats: z
    .array(
      z.object({
        id: z.string(),
        topic: z.string().nullable(),
        memberIds: z.array(z.string()),
        installedBy: z.string().exactOptional(),
      }),
    )
    .default([]),
  chats: z.array(
    z.object({
      conversationId: z.string(),
      personId: z.string().exactOptional(),
      unread: z.number(),
      accepted: z.number(),
      acceptedUnseen: z.number(),
      acceptedByKey: z.record(z.string(), z.number()),
      messages: z.array(messageSchema),
    }),
  ),
});

export type State = z.output<typeof stateSchema>;

/** Puts the saved state into the tenant and returns it; undefined when there is none. */
export function loadState(tenant: Tenant, file: string): State | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = stateSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file} is not a state file of this simulator: delete it to start afresh.`);
  const state = parsed.data;
  for (const [objectId, status] of Object.entries(state.statuses)) {
    const person = tenant.getPerson(objectId);
    if (person) person.status = status;
  }
  for (const saved of state.teams) restoreTeam(tenant, saved, state.people);
  for (const { memberIds, ...saved } of state.groupChats) {
    const known = tenant.getGroupChat(saved.id);
    const chat = { ...saved, memberIds: new Set(memberIds) };
    if (known) Object.assign(known, chat);
    else tenant.addGroupChat(chat);
  }
  for (const { conversationId, personId, acceptedByKey, ...rest } of state.chats) {
    const chat = tenant.chats.open(conversationId, personId);
    Object.assign(chat, rest, { acceptedByKey: new Map(Object.entries(acceptedByKey)) });
  }
  return state;
}

function restoreTeam(tenant: Tenant, saved: State["teams"][number], people: number): void {
  const { id, name, channels, memberIds, installedBy, aadGroupId, state } = saved;
  const known = tenant.getTeam(id);
  if (!known && aadGroupId === undefined) return;
  const team = known ?? { id, name, aadGroupId: aadGroupId ?? "", channels: [], memberIds: new Set<string>() };
  if (!known) tenant.addTeam(team);
  team.name = name;
  team.channels.splice(0, team.channels.length, ...channels);
  for (const person of tenant.people.slice(0, people)) team.memberIds.delete(person.objectId);
  for (const memberId of memberIds) team.memberIds.add(memberId);
  if (installedBy !== undefined) team.installedBy = installedBy;
  if (state !== undefined) team.state = state;
  tenant.directory.setTeamGroup(team.aadGroupId, state !== "DELETED");
}

export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #stopListening: () => void;

  constructor(
    readonly tenant: Tenant,
    readonly file: string,
    readonly isInstalled: () => boolean,
  ) {
    this.#stopListening = tenant.changes.listen(() => {
      this.#timer ??= setTimeout(() => this.#saveSoon(), SAVE_AFTER_MS);
    });
  }

  async stop(): Promise<void> {
    this.#stopListening();
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#save();
  }

  #saveSoon(): void {
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#save());
    this.#writing.catch((error: unknown) => {
      process.stderr.write(`The simulator could not save ${this.file}: ${String(error)}\n`);
      this.#writing = Promise.resolve();
    });
  }

  async #save(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    const unfinished = `${this.file}.${process.pid}.new`;
    await writeFile(unfinished, JSON.stringify(readState(this.tenant, this.isInstalled())), { mode: 0o600 });
    await rename(unfinished, this.file);
  }
}

function readState(tenant: Tenant, installed: boolean): State {
  return {
    version: 1,
    installed,
    serviceUrl: tenant.serviceUrl,
    people: tenant.people.length,
    statuses: Object.fromEntries(
      tenant.people
        .filter((person) => person.status !== "NOT_INSTALLED")
        .map((person) => [person.objectId, person.status]),
    ),
    teams: tenant.teams.map(({ memberIds, ...team }) => ({ ...team, memberIds: [...memberIds] })),
    groupChats: tenant.groupChats.map(({ memberIds, ...chat }) => ({ ...chat, memberIds: [...memberIds] })),
    chats: [...tenant.chats.all()].map(({ acceptedByKey, messages, ...chat }) => ({
      ...chat,
      acceptedByKey: Object.fromEntries(acceptedByKey),
      messages: messages.slice(-MAX_MESSAGES_PER_CHAT),
    })),
  };
}
