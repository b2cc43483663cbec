// What an answer of Teams means: the one table that says what counts as delivered, refused, or worth another try. The
// first row that matches decides. A code nobody has listed is a refusal of that one recipient: counted and shown,
// never retried for ever, and never a verdict about a person.
// Sources: Microsoft's page on bot status codes ("Status codes and retry guidance"), and public reports.
import type { IncomingHttpHeaders } from "node:http";

import type { Outcome } from "@/lib/domain/outcome";
import { parseRetryAfter } from "@/lib/domain/retry-after";
import { isStorable } from "@/lib/domain/storable-text";
import { parseJsonObject } from "@/lib/parse-json";

import { type ErrorFacts, parseErrorEnvelope } from "./error-envelope";
import type { WireAnswer, WireHead } from "./wire";

/** POST and CHANNEL_POST alone are not repeatable: Teams has no idempotency key, and a second one is a second message. */
export type ConnectorCall = "CREATE" | "POST" | "CHANNEL_POST" | "PUT" | "DELETE" | "GET";

type Facts = ErrorFacts & { call: ConnectorCall; status: number; headers: IncomingHttpHeaders; nowMs: number };
type Row = {
  statuses: readonly number[] | ((status: number) => boolean);
  codes?: readonly string[];
  message?: RegExp;
  calls?: readonly ConnectorCall[];
  outcome: Outcome | ((facts: Facts) => Outcome);
};

const refused = (code: string, more: Partial<Extract<Outcome, { kind: "REFUSED" }>> = {}): Outcome => ({
  kind: "REFUSED",
  code,
  scope: "RECIPIENT",
  ...more,
});
const ownCode = ({ code, status }: Facts): string => code ?? `HTTP_${status}`;

/** Exported for the test that walks it. 2xx is dealt with before. */
export const ROWS: readonly Row[] = [
  { statuses: [401], outcome: { kind: "OUTAGE", reason: "UNAUTHORIZED", remedy: "REFRESH_TOKEN" } },
  // An id of another bot, or (2023-09, 2024-02) an incident at Microsoft: so no verdict, however often it is said.
  {
    statuses: [400, 403],
    message: /failed to decrypt (pairwise|conversation) id/i,
    outcome: refused("PairwiseId", { remedy: "RECREATE_CONVERSATION" }),
  },
  {
    statuses: [403],
    codes: ["ConversationBlockedByUser", "MessageWritesBlocked"],
    outcome: (facts) => refused(ownCode(facts), { verdict: "BLOCKED" }),
  },
  {
    statuses: [403],
    codes: ["BotNotInConversationRoster", "ForbiddenOperationException"],
    outcome: (facts) => refused(ownCode(facts), { verdict: "NEEDS_INSTALL" }),
  },
  { statuses: [403], codes: ["BotDisabledByAdmin"], outcome: refused("BotDisabledByAdmin") },
  { statuses: [403], codes: ["InvalidBotApiHost"], outcome: refused("InvalidBotApiHost", { remedy: "SWITCH_HOST" }) },
  // Recalling what is already gone is done.
  { statuses: [404], calls: ["DELETE"], outcome: { kind: "ACCEPTED" } },
  { statuses: [404], calls: ["CREATE"], outcome: refused("UserNotFound") },
  // Random for about 1 % of people, and heals by itself: the reference is never given up on it.
  {
    statuses: [404],
    calls: ["POST"],
    outcome: (facts) => refused(facts.code ?? "ConversationNotFound", { remedy: "RECREATE_CONVERSATION" }),
  },
  // A channel that is gone is not made anew; one that Teams only fails to find for a moment is found by an author's retry.
  { statuses: [404], calls: ["CHANNEL_POST"], outcome: (facts) => refused(facts.code ?? "ConversationNotFound") },
  { statuses: [412], outcome: { kind: "NOT_DELIVERED", reason: "PreconditionFailed", scope: "RECIPIENT" } },
  { statuses: [413], outcome: refused("MessageSizeTooBig", { scope: "BROADCAST" }) },
  { statuses: [429], outcome: throttled },
  // Unclear: the message may have been delivered. 5xx that nobody has listed come from proxies and mean no more.
  { statuses: (status) => status === 408 || status >= 500, outcome: (facts) => unclear(facts.call, `HTTP_${facts.status}`) },
  { statuses: () => true, outcome: (facts) => refused(ownCode(facts)) },
];

export function classify(call: ConnectorCall, answer: WireAnswer, nowMs: number): Outcome {
  if (answer.kind === "FAILED") return classifyFailure(call, answer, nowMs);
  return classifyHead(call, answer, answer.body, nowMs);
}

function classifyHead(call: ConnectorCall, { status, headers }: WireHead, body: string, nowMs: number): Outcome {
  if (status >= 200 && status < 300) return accepted(call, body);
  const facts: Facts = { ...parseErrorEnvelope(body), call, status, headers, nowMs };
  const row = ROWS.find((candidate) => matches(candidate, facts));
  if (!row) throw new Error(`No outcome for HTTP ${status}: the table's last row matches everything.`);
  return typeof row.outcome === "function" ? row.outcome(facts) : row.outcome;
}

function matches({ statuses, codes, message, calls }: Row, facts: Facts): boolean {
  const status = typeof statuses === "function" ? statuses(facts.status) : statuses.includes(facts.status);
  return (
    status &&
    (!codes || (facts.code !== undefined && codes.includes(facts.code))) &&
    (!message || message.test(facts.message)) &&
    (!calls || calls.includes(facts.call))
  );
}

/** A 201 with an unreadable body was still delivered; a conversation without an id is of no use, and asked for again. */
function accepted(call: ConnectorCall, body: string): Outcome {
  const answer = parseJsonObject(body);
  const id = idOf(answer?.["id"]);
  if (call === "CHANNEL_POST") return acceptedInChannel(id, idOf(answer?.["activityId"]));
  if (call !== "CREATE") return { kind: "ACCEPTED", ...(id ? { activityId: id } : {}) };
  if (!id) return { kind: "NOT_DELIVERED", reason: "NO_CONVERSATION_ID", scope: "RECIPIENT" };
  const activityId = idOf(answer?.["activityId"]);
  return { kind: "ACCEPTED", conversationId: id, ...(activityId ? { activityId } : {}) };
}

/** Teams names the post beside the thread it begins, `19:…;messageid=…`, and the thread tells it too. */
function acceptedInChannel(threadId: string | undefined, postId: string | undefined): Outcome {
  const activityId = postId ?? threadId?.split(";messageid=")[1];
  return { kind: "ACCEPTED", ...(activityId ? { activityId } : {}) };
}

/** One that cannot be kept is none: the database would refuse it together with every other result of its batch. */
function idOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && isStorable(value) ? value : undefined;
}

function throttled({ headers, nowMs }: Facts): Outcome {
  const retryAfterMs = parseRetryAfter(one(headers["retry-after"]), nowMs, one(headers["date"]));
  return { kind: "THROTTLED", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** What is asked twice has one effect, except a post. */
function unclear(call: ConnectorCall, reason: string): Outcome {
  if (call === "POST" || call === "CHANNEL_POST") return { kind: "UNKNOWN", reason };
  return { kind: "NOT_DELIVERED", reason, scope: "RECIPIENT" };
}

const FAILURE_WORDS: Record<string, string> = {
  TIMEOUT: "TIMEOUT",
  ENOTFOUND: "DNS",
  EAI_AGAIN: "DNS",
  ECONNREFUSED: "REFUSED",
  UND_ERR_CONNECT_TIMEOUT: "CONNECT_TIMEOUT",
  ETIMEDOUT: "CONNECT_TIMEOUT",
  EHOSTUNREACH: "UNREACHABLE",
  ENETUNREACH: "UNREACHABLE",
  UND_ERR_CLOSED: "CLOSED_HERE",
  UND_ERR_DESTROYED: "CLOSED_HERE",
};
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO$)/;

function classifyFailure(call: ConnectorCall, failure: Extract<WireAnswer, { kind: "FAILED" }>, nowMs: number): Outcome {
  const { code, written, head } = failure;
  // The head decides even when the body never came: a 201 was accepted, with an id that we shall not learn.
  if (head) return classifyHead(call, head, "", nowMs);
  if (written) return unclear(call, code === "TIMEOUT" ? "TIMEOUT" : "RESET");
  const reason = FAILURE_WORDS[code] ?? (TLS.test(code) ? "TLS" : "NOT_CONNECTED");
  return { kind: "NOT_DELIVERED", reason, scope: "TENANT" };
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
