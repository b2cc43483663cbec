// What people do in group chats: start one, add the bot or remove it, let people in and out, and write. The bot hears a
// message only when it is mentioned, and everything else only while it is in the chat.
import * as activities from "./activities";
import type { BotClient } from "./bot-client";
import { type GroupChat, makeGroupChat } from "./group-chats";
import type { Person } from "./people";
import type { DeedResult } from "./person-deeds";
import type { Tenant } from "./tenant";

export class GroupChatDeeds {
  constructor(
    readonly tenant: Tenant,
    readonly bot: BotClient,
  ) {}

  create(topic: string | null, members: readonly Person[]): GroupChat {
    const chat = makeGroupChat(this.tenant.groupChats.length + 1, topic, members);
    this.tenant.addGroupChat(chat);
    return chat;
  }

  async install(chat: GroupChat, by: Person): Promise<DeedResult> {
    chat.installedBy = by.objectId;
    this.tenant.changes.note(chat.id);
    const place = { kind: "groupChat", chat } as const;
    const { status } = await this.bot.send(activities.botAdded(this.tenant, by, place));
    await this.bot.send(activities.installationUpdate(this.tenant, by, "add", place));
    return { botStatus: status };
  }

  async uninstall(chat: GroupChat, by: Person): Promise<DeedResult> {
    delete chat.installedBy;
    this.tenant.changes.note(chat.id);
    const place = { kind: "groupChat", chat } as const;
    const { status } = await this.bot.send(activities.botRemoved(this.tenant, by, place));
    await this.bot.send(activities.installationUpdate(this.tenant, by, "remove", place));
    return { botStatus: status };
  }

  async addMembers(chat: GroupChat, by: Person, people: readonly Person[]): Promise<DeedResult> {
    for (const person of people) chat.memberIds.add(person.objectId);
    return this.#tellOfMembers(chat, by, people, "added");
  }

  async removeMembers(chat: GroupChat, by: Person, people: readonly Person[]): Promise<DeedResult> {
    for (const person of people) chat.memberIds.delete(person.objectId);
    return this.#tellOfMembers(chat, by, people, "removed");
  }

  /** Teams tells no bot about a new topic; it is in `conversation.name` of what comes next. */
  rename(chat: GroupChat, topic: string): void {
    chat.topic = topic;
    this.tenant.changes.note(chat.id);
  }

  async say(
    chat: GroupChat, by: Person, text: string, mentioned: readonly Person[], mentionBot = true,
  ): Promise<DeedResult> {
    const names = [...(mentionBot ? [this.tenant.botName] : []), ...mentioned.map((person) => person.displayName)];
    const shown = [...names.map((name) => `@${name}`), text].join(" ");
    this.tenant.chats.add(this.tenant.chats.open(chat.id), by.objectId, JSON.stringify({ text: shown }), Date.now());
    this.tenant.changes.note(chat.id);
    if (!mentionBot || chat.installedBy === undefined) return { botStatus: null };
    const bot = { id: this.tenant.botId, name: this.tenant.botName };
    const others = mentioned.map((person) => ({ id: person.teamsUserId, name: person.displayName }));
    const place = { kind: "groupChat", chat } as const;
    const { status } = await this.bot.send(activities.message(this.tenant, by, text, [bot, ...others], place));
    return { botStatus: status };
  }

  async #tellOfMembers(
    chat: GroupChat, by: Person, people: readonly Person[], change: "added" | "removed",
  ): Promise<DeedResult> {
    this.tenant.changes.note(chat.id);
    if (chat.installedBy === undefined) return { botStatus: null };
    const place = { kind: "groupChat", chat } as const;
    const { status } = await this.bot.send(activities.membersChanged(this.tenant, by, people, change, place));
    return { botStatus: status };
  }
}
