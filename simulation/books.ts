// The books that the watch keeps of its own: what truly became of every post, and what people have committed. It believes
// neither the ledger nor the engine.
import type { MemoryTables } from "./memory-tables";
import type { Plan } from "./plan";
import type { Tally } from "./tally";

/** One request that posted a message, and what truly became of it. */
export type PostRecord = { epoch: number; truth: "ON_THE_WIRE" | "ACCEPTED" | "NOT_DELIVERED" };
export type Key = { broadcastId: string; recipientId: string };

export type Books = {
  tables: MemoryTables;
  plan: Plan;
  tally: Tally;
  violations: string[];
  posts: Map<string, PostRecord[]>;
  /** `delivery epoch` of every intent that was committed. */
  intents: Set<string>;
  /** Deliveries that were a possible duplicate at some time. */
  flagged: Set<string>;
  halts: Map<string, { how: "PAUSED" | "CANCELED"; atMs: number }>;
  /** Person → when. */
  optOuts: Map<string, number>;
  /** Deliveries that an author sent once more. */
  resent: Set<string>;
  /** The call or deed that takes place. */
  context: string;
  fail(text: string): void;
};

export function createBooks(tables: MemoryTables, plan: Plan, tally: Tally): Books {
  const books: Books = {
    tables, plan, tally,
    violations: [],
    posts: new Map(),
    intents: new Set(),
    flagged: new Set(),
    halts: new Map(),
    optOuts: new Map(),
    resent: new Set(),
    context: "",
    fail: (text) => void books.violations.push(`${Math.round(tables.nowMs())} ms, ${books.context || "sending"}: ${text}`),
  };
  return books;
}

export function idOf({ broadcastId, recipientId }: Key): string {
  return `${broadcastId}/${recipientId}`;
}

export function truthOf({ posts }: Books, key: Key): PostRecord["truth"][] {
  return (posts.get(idOf(key)) ?? []).map(({ truth }) => truth);
}
