// What one person does in Teams with the bot: install, uninstall, block, write, react, read. Each deed changes the
// practice tenant first and then tells the bot, as Teams does; the bot being away does not undo the deed.
import * as activities from "./activities";
import type { BotClient } from "./bot-client";
import { findMessage } from "./chats";
import type { Person } from "./people";
import type { Tenant } from "./tenant";

/** `botStatus` is what the bot's endpoint answered; null when it did not. */
export type DeedResult = { botStatus: number | null };

export class PersonDeeds {
  constructor(
    readonly tenant: Tenant,
    readonly bot: BotClient,
  ) {}

  async install(person: Person): Promise<DeedResult> {
    this.markInstalled(person);
    return this.tellInstalled(person);
  }

  /** The app is there, and nobody has told the bot yet. */
  markInstalled(person: Person): void {
    this.#setStatus(person, "INSTALLED");
  }

  /** Teams sends two activities and promises no order; one after the other is the order seen most. */
  async tellInstalled(person: Person): Promise<DeedResult> {
    const added = await this.bot.send(activities.botAdded(this.tenant, person));
    const updated = await this.bot.send(activities.installationUpdate(this.tenant, person, "add"));
    return { botStatus: worse(added.status, updated.status) };
  }

  async uninstall(person: Person): Promise<DeedResult> {
    this.#setStatus(person, "REMOVED");
    const { status } = await this.bot.send(activities.installationUpdate(this.tenant, person, "remove"));
    return { botStatus: status };
  }

  /** Blocking is between the person and Teams: the bot learns of it only when it writes. */
  block(person: Person): void {
    this.#setStatus(person, "BLOCKED");
  }

  unblock(person: Person): void {
    if (person.status === "BLOCKED") this.#setStatus(person, "INSTALLED");
  }

  async say(person: Person, text: string): Promise<DeedResult> {
    const chat = this.tenant.chatOf(person);
    this.tenant.chats.add(chat, person.objectId, JSON.stringify({ text }), Date.now());
    this.tenant.changes.note(person.objectId);
    const { status } = await this.bot.send(activities.message(this.tenant, person, text));
    return { botStatus: status };
  }

  /** The same reaction again takes it back. */
  async react(person: Person, activityId: string, type: string): Promise<DeedResult | undefined> {
    const message = findMessage(this.tenant.chatOf(person), activityId);
    if (!message) return undefined;
    const isAdded = message.reactions?.[person.objectId] !== type;
    message.reactions = isAdded ? { ...message.reactions, [person.objectId]: type } : {};
    this.tenant.changes.note(person.objectId);
    const { status } = await this.bot.send(activities.reaction(this.tenant, person, activityId, isAdded, type));
    return { botStatus: status };
  }

  /** Marks everything as read; a receipt goes out only if there was something new and receipts are on. */
  async read(person: Person): Promise<DeedResult> {
    const chat = this.tenant.chatOf(person);
    const hadUnread = chat.unread > 0;
    chat.unread = 0;
    const last = chat.messages.findLast((message) => message.from === "bot");
    if (!hadUnread || !last) return { botStatus: null };
    this.tenant.changes.note(person.objectId);
    if (!this.tenant.settings.readReceipts) return { botStatus: null };
    const { status } = await this.bot.send(activities.readReceipt(this.tenant, person, last.activityId));
    return { botStatus: status };
  }

  #setStatus(person: Person, status: Person["status"]): void {
    person.status = status;
    this.tenant.changes.note(person.objectId);
  }
}

function worse(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : Math.max(left, right);
}
