// The group chats of the practice tenant: some people, a topic or none, and the bot where somebody has added it.
import type { Person } from "./people";
import { fingerprint, makeRandom, pick } from "./random";

export type GroupChat = {
  readonly id: string;
  /** Null: Teams shows the names of the members. */
  topic: string | null;
  readonly memberIds: Set<string>;
  /** Object id of the person who added the bot; absent while it is not in the chat. */
  installedBy?: string;
};

const TOPICS = ["Release crew", "Canteen committee", "Night shift", null, "Summer party", "Fire wardens"];

export function makeGroupChats(people: readonly Person[], count: number, seed: number): GroupChat[] {
  const random = makeRandom(seed + 6);
  return Array.from({ length: count }, (_, position) => {
    const others = people.length === 0 ? [] : Array.from({ length: 3 + (position % 6) }, () => pick(random, people));
    // The personas are in the first ones, so that a practice author finds one.
    const members = [...(position < 2 ? people.slice(0, 4) : []), ...others];
    const topic = TOPICS[position % TOPICS.length] ?? null;
    return makeGroupChat(position + 1, position < TOPICS.length ? topic : `Group ${position + 1}`, members);
  });
}

export function makeGroupChat(number: number, topic: string | null, members: readonly Person[]): GroupChat {
  const id = `19:${fingerprint("group chat", String(number)).slice(0, 32).toLowerCase()}@thread.v2`;
  return { id, topic, memberIds: new Set(members.map((person) => person.objectId)) };
}
