// Failures on demand. A list of faults is consulted, in order, for each call that the limits have admitted; the first
// that matches, still has `times` left and wins its throw of the dice is applied. The dice are seeded.
import { z } from "zod";

import { type Answer, errorBody, isRefusalCode, json, REFUSALS } from "./answers";
import { INSTALL_FAILURE_NAMES } from "./graph-answers";
import { GRAPH_OPERATIONS } from "./graph-calls";
import { makeRandom, type Random } from "./random";

export const CONNECTOR_OPERATIONS = [
  "createConversation", "postActivity", "replyToActivity", "updateActivity", "deleteActivity",
  "getMembers", "getPagedMembers", "getMember", "getTeam", "getTeamConversations",
] as const;
const OPERATIONS = [...CONNECTOR_OPERATIONS, "token", ...GRAPH_OPERATIONS] as const;

export type ConnectorOperation = (typeof CONNECTOR_OPERATIONS)[number];
export type Operation = (typeof OPERATIONS)[number];

/**
 * `status` refuses without accepting; `acceptThenStatus` accepts and then answers the status; `resetBeforeAccept` and
 * `resetAfterAccept` cut the connection; `hang` and `acceptThenHang` never answer; `slowBody` accepts, sends the
 * headers and keeps the body back for `delayMs`; `brokenBody` accepts and answers 201 with a body nobody can read.
 */
const KINDS = [
  "status", "acceptThenStatus", "resetBeforeAccept", "resetAfterAccept",
  "hang", "acceptThenHang", "slowBody", "brokenBody",
] as const;

export const faultSchema = z.strictObject({
  kind: z.enum(KINDS),
  match: z
    .strictObject({
      personIds: z.array(z.string()).optional(),
      conversationIds: z.array(z.string()).optional(),
      methods: z.array(z.enum(["GET", "POST", "PUT", "DELETE"])).optional(),
      operations: z.array(z.enum(OPERATIONS)).optional(),
    })
    .optional(),
  probability: z.number().min(0).max(1).default(1),
  times: z.int().min(1).optional(),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  envelope: z.enum(["new", "old"]).default("new"),
  /** Graph's words for a failed installation; without a list of operations it strikes installations for people. */
  failure: z.enum(INSTALL_FAILURE_NAMES).optional(),
  /** Seconds, or any text to be sent as it is (an HTTP date, nonsense). */
  retryAfter: z.union([z.int().min(0), z.string()]).optional(),
  delayMs: z.int().min(0).max(600_000).default(1000),
});

export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

export type FaultTarget = {
  readonly operation: Operation;
  readonly method: string;
  readonly conversationId?: string | undefined;
  readonly personId?: string | undefined;
};

export class Faults {
  #entries: { fault: Fault; left: number; applied: number }[] = [];
  #random: Random;

  constructor(readonly seed: number) {
    this.#random = makeRandom(seed + 2);
  }

  /** Replaces the list and starts the dice again, so that the same list gives the same failures. */
  replace(inputs: readonly FaultInput[]): void {
    this.#random = makeRandom(this.seed + 2);
    this.#entries = inputs.map((input) => {
      const fault = faultSchema.parse(input);
      return { fault, left: fault.times ?? Number.POSITIVE_INFINITY, applied: 0 };
    });
  }

  get isArmed(): boolean {
    return this.#entries.length > 0;
  }

  pick(target: FaultTarget): Fault | undefined {
    for (const entry of this.#entries) {
      if (entry.left <= 0 || !matches(entry.fault, target)) continue;
      if (entry.fault.probability < 1 && this.#random() >= entry.fault.probability) continue;
      entry.left -= 1;
      entry.applied += 1;
      return entry.fault;
    }
    return undefined;
  }

  list(): { fault: Fault; applied: number }[] {
    return this.#entries.map(({ fault, applied }) => ({ fault, applied }));
  }
}

/** The error that a fault answers with; its parts default to those of a well-known refusal. */
export function faultAnswer(fault: Fault): Answer {
  const known = fault.code !== undefined && isRefusalCode(fault.code) ? REFUSALS[fault.code] : undefined;
  const status = fault.status ?? known?.status ?? 500;
  const usual = Object.entries(REFUSALS).find(([, refusal]) => refusal.status === status)?.[0];
  const code = fault.code ?? usual ?? "Unknown";
  const message = fault.message ?? (isRefusalCode(code) ? REFUSALS[code].message : "Something failed.");
  const headers = fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) };
  return json(status, errorBody(code, message, fault.envelope), headers);
}

const connectorOperations: ReadonlySet<string> = new Set(CONNECTOR_OPERATIONS);

function matches({ match, failure }: Fault, target: FaultTarget): boolean {
  const named = match?.operations ?? (failure === undefined ? undefined : ["installForUser"]);
  // Tokens and Graph fail only when they are named: "every call fails" means calls to the Connector.
  if (named ? !named.includes(target.operation) : !connectorOperations.has(target.operation)) return false;
  if (!match) return true;
  return (
    allows(match.methods, target.method) &&
    allows(match.conversationIds, target.conversationId) &&
    allows(match.personIds, target.personId)
  );
}

function allows(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}
