// The tally of what the Connector was asked and what it answered. Tests compare it with what Herald believes.
import { countDuplicates } from "./chats";
import type { ConnectorOperation } from "./faults";
import { GraphCounts, type GraphCountsReport } from "./graph-counts";
import type { Tenant } from "./tenant";

export type RequestEntry = {
  atMs: number;
  operation: ConnectorOperation;
  method: string;
  conversationId?: string;
  personId?: string;
  /** Absent where the connection was cut or left hanging. */
  status?: number;
  accepted: boolean;
};

export type CountsReport = {
  requests: { total: number; byOperation: Record<string, number>; byAnswer: Record<string, number> };
  refused429: number;
  busiestSecond: { requests: number; admitted: number };
  tokensIssued: number;
  accepted: { total: number; people: number; min: number; max: number; unseen: number; duplicates: number };
  /** Of the bot, in channels and group chats. */
  posts: { total: number; duplicates: number; channels: number; groupChats: number };
  graph: GraphCountsReport;
};

const MAX_LOG_ENTRIES = 200_000;

export class Counts {
  #total = 0;
  #refused429 = 0;
  readonly #byOperation = new Map<ConnectorOperation, number>();
  readonly #byAnswer = new Map<string, number>();
  #second = 0;
  #thisSecond = { requests: 0, admitted: 0 };
  #busiest = { requests: 0, admitted: 0 };
  readonly log: RequestEntry[] = [];
  readonly graph = new GraphCounts();

  /** `answer` is the status, or the word for an accident on the wire such as `hang`. */
  record(operation: ConnectorOperation, answer: number | string, nowMs: number): void {
    this.#total += 1;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
    const key = typeof answer === "number" ? statusKey(answer) : answer;
    this.#byAnswer.set(key, (this.#byAnswer.get(key) ?? 0) + 1);
    if (answer === 429) this.#refused429 += 1;
    this.#recordSecond(Math.floor(nowMs / 1000), answer !== 429);
  }

  keep(entry: RequestEntry): void {
    if (this.log.length < MAX_LOG_ENTRIES) this.log.push(entry);
  }

  report(tenant: Tenant): CountsReport {
    return {
      requests: {
        total: this.#total,
        byOperation: Object.fromEntries(this.#byOperation),
        byAnswer: Object.fromEntries(this.#byAnswer),
      },
      refused429: this.#refused429,
      busiestSecond: { ...this.#busiest },
      tokensIssued: tenant.tokens.issued,
      ...countAccepted(tenant),
      graph: this.graph.report(),
    };
  }

  #recordSecond(second: number, admitted: boolean): void {
    if (second !== this.#second) {
      this.#second = second;
      this.#thisSecond = { requests: 0, admitted: 0 };
    }
    this.#thisSecond.requests += 1;
    if (admitted) this.#thisSecond.admitted += 1;
    this.#busiest.requests = Math.max(this.#busiest.requests, this.#thisSecond.requests);
    this.#busiest.admitted = Math.max(this.#busiest.admitted, this.#thisSecond.admitted);
  }
}

function countAccepted(tenant: Tenant): Pick<CountsReport, "accepted" | "posts"> {
  const accepted = { total: 0, people: 0, min: tenant.people.length ? Infinity : 0, max: 0, unseen: 0, duplicates: 0 };
  for (const person of tenant.people) {
    const chat = tenant.chats.get(person.conversationId);
    const received = chat?.accepted ?? 0;
    accepted.total += received;
    accepted.people += received > 0 ? 1 : 0;
    accepted.min = Math.min(accepted.min, received);
    accepted.max = Math.max(accepted.max, received);
    accepted.unseen += chat?.acceptedUnseen ?? 0;
    accepted.duplicates += chat ? countDuplicates(chat) : 0;
  }
  const posts = { total: 0, duplicates: 0, channels: 0, groupChats: 0 };
  for (const chat of tenant.chats.all()) {
    if (chat.personId !== undefined) continue;
    posts.total += chat.accepted;
    posts[tenant.getGroupChat(chat.conversationId) ? "groupChats" : "channels"] += chat.accepted;
    posts.duplicates += countDuplicates(chat);
  }
  return { accepted, posts };
}

const statusKeys = new Map<number, string>();

/** Turning a number into a new string for each request shows in a profile at 20 000 requests a second. */
function statusKey(status: number): string {
  const known = statusKeys.get(status);
  if (known !== undefined) return known;
  statusKeys.set(status, String(status));
  return String(status);
}
