// What has been said: one chat for each person with the bot, one for each channel. A message keeps the JSON exactly as
// it was accepted, so that tests can compare; it is parsed only when somebody looks, which keeps accepting cheap.
import { hash } from "node:crypto";

export type Message = {
  readonly activityId: string;
  /** "bot", or the object id of the person who wrote it. */
  readonly from: string;
  readonly atMs: number;
  /** The activity as last accepted from the bot, or `{"text":…}` of a person. */
  json: string;
  /** In a channel: the root post this one answers. */
  readonly threadId?: string;
  editedAtMs?: number;
  deletedAtMs?: number;
  /** Cards that an answered button put in place of this one, by object id of the person who sees them. */
  replacements?: Record<string, unknown>;
  reactions?: Record<string, string>;
};

export type Chat = {
  readonly conversationId: string;
  readonly personId?: string;
  messages: Message[];
  unread: number;
  /** Ground truth, never trimmed: how many messages were accepted, and how often the same one. */
  accepted: number;
  acceptedByKey: Map<string, number>;
  /** Accepted while the person had already uninstalled, and therefore seen by nobody. */
  acceptedUnseen: number;
};

/** Older messages of a chat are forgotten; the counts are not. */
export const MAX_MESSAGES_PER_CHAT = 500;

export class Chats {
  readonly #byConversation = new Map<string, Chat>();
  #lastActivityNumber = 0;

  open(conversationId: string, personId?: string): Chat {
    const existing = this.#byConversation.get(conversationId);
    if (existing) return existing;
    const counters = { unread: 0, accepted: 0, acceptedByKey: new Map<string, number>(), acceptedUnseen: 0 };
    const chat: Chat = { conversationId, messages: [], ...counters, ...(personId ? { personId } : {}) };
    this.#byConversation.set(conversationId, chat);
    return chat;
  }

  get(conversationId: string): Chat | undefined {
    return this.#byConversation.get(conversationId);
  }

  all(): IterableIterator<Chat> {
    return this.#byConversation.values();
  }

  /** Records a message of the bot as accepted and returns its activity id. */
  accept(chat: Chat, json: string, nowMs: number, threadId?: string): string {
    const key = hash("sha1", json, "base64");
    chat.accepted += 1;
    chat.acceptedByKey.set(key, (chat.acceptedByKey.get(key) ?? 0) + 1);
    chat.unread += 1;
    return this.add(chat, "bot", json, nowMs, threadId);
  }

  /** Counts a message that is not kept. */
  forget(chat: Chat, nowMs: number): string {
    chat.accepted += 1;
    return this.nextActivityId(nowMs);
  }

  add(chat: Chat, from: string, json: string, nowMs: number, threadId?: string): string {
    const activityId = this.nextActivityId(nowMs);
    const message: Message = { activityId, from, atMs: nowMs, json };
    chat.messages.push(threadId === undefined ? message : { ...message, threadId });
    if (chat.messages.length > MAX_MESSAGES_PER_CHAT * 2) chat.messages = chat.messages.slice(-MAX_MESSAGES_PER_CHAT);
    return activityId;
  }

  /** Like Teams' ids: the time in milliseconds, moved on where needed so that no two are equal. */
  nextActivityId(nowMs: number): string {
    this.#lastActivityNumber = Math.max(nowMs, this.#lastActivityNumber + 1);
    return String(this.#lastActivityNumber);
  }

  clear(): void {
    this.#byConversation.clear();
  }
}

export function findMessage(chat: Chat, activityId: string): Message | undefined {
  return chat.messages.findLast((message) => message.activityId === activityId);
}

export function countDuplicates(chat: Chat): number {
  let duplicates = 0;
  for (const times of chat.acceptedByKey.values()) duplicates += times - 1;
  return duplicates;
}
